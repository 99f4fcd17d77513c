package io.watchword.ingest.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_PRFT;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_get_side_data;

import io.watchword.ingest.clock.PtsUnwrapper;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avcodec.AVProducerReferenceTime;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.SizeTPointer;

/** What a camera's own clock shows, by its RTCP sender reports. Not thread-safe. */
final class CameraClock {
    private Optional<Long> offsetUs = Optional.empty(); // Unix time less pts
    private Optional<Long> lastUnixUs = Optional.empty();

    /** Looks for a reference time on a packet of pictures. */
    void observe(AVPacket packet, AVStream stream) {
        if (packet.side_data_elems() == 0) {
            return;
        }
        try (SizeTPointer size = new SizeTPointer(1)) {
            BytePointer found = av_packet_get_side_data(packet, AV_PKT_DATA_PRFT, size);
            long ptsUs = Ffmpeg.micros(packet.pts(), stream.time_base());
            if (found == null || found.isNull() || ptsUs == PtsUnwrapper.UNKNOWN) {
                return;
            }
            long unixUs = new AVProducerReferenceTime(found).wallclock();
            lastUnixUs = Optional.of(unixUs);
            offsetUs = Optional.of(unixUs - ptsUs);
        }
    }

    /** Of the last packet that told it. */
    Optional<Long> lastUnixUs() {
        return lastUnixUs;
    }

    /** At a pts; empty while the camera has not told. */
    Optional<Long> unixUs(long ptsUs) {
        return ptsUs == PtsUnwrapper.UNKNOWN ? Optional.empty() : offsetUs.map(o -> ptsUs + o);
    }
}
