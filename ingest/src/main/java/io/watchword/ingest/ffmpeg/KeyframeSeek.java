package io.watchword.ingest.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;

import io.watchword.ingest.clock.PtsUnwrapper;
import org.bytedeco.ffmpeg.avcodec.AVPacket;

/**
 * Goes to a key frame before a place in a file. Some containers only find a packet: whether a key
 * frame follows it in time is looked at, and if none does, the next try goes farther back.
 */
final class KeyframeSeek {
    private static final long[] BACK_US = {0, 2_000_000, 5_000_000, 12_000_000, 60_000_000};
    private static final int MAX_LOOKED_AT = 4_000;

    private KeyframeSeek() {}

    /** Returns whether reading goes on before that place; if not, it stands at the start again. */
    static boolean to(Container container, AVPacket packet, long ptsUs) {
        for (long backUs : BACK_US) {
            if (container.seek(ptsUs - backUs)
                    && keyframeFollowsBefore(container, packet, ptsUs)
                    && container.seek(ptsUs - backUs)) {
                return true;
            }
        }
        container.seek(Long.MIN_VALUE / 2);
        return false;
    }

    private static boolean keyframeFollowsBefore(
            Container container, AVPacket packet, long untilUs) {
        if (container.video() == Container.NONE) {
            return true;
        }
        for (int i = 0; i < MAX_LOOKED_AT && container.read(packet) >= 0; i++) {
            boolean video = packet.stream_index() == container.video();
            boolean key = (packet.flags() & AV_PKT_FLAG_KEY) != 0;
            long ptsUs =
                    Ffmpeg.micros(
                            packet.pts(), container.stream(packet.stream_index()).time_base());
            av_packet_unref(packet);
            if (video && (key || (ptsUs != PtsUnwrapper.UNKNOWN && ptsUs > untilUs))) {
                return key && ptsUs != PtsUnwrapper.UNKNOWN && ptsUs <= untilUs;
            }
        }
        return false;
    }
}
