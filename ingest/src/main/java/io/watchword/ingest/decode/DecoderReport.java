package io.watchword.ingest.decode;

import io.watchword.contract.Segment;
import io.watchword.contract.TimeSpan;
import java.util.Optional;

/**
 * What a decoder process says while it works, in this order: opened, then the others, then ended.
 */
public sealed interface DecoderReport {
    /**
     * The source is media.
     *
     * @param format FFmpeg's name of the container
     * @param hardware what decodes the pictures in fact
     */
    record Opened(MediaInfo info, String format, HardwareDecode hardware)
            implements DecoderReport {}

    /**
     * A stretch of media without jumps begins. Times of what follows count from its first frame or
     * sample. A file has one run.
     *
     * @param holeUs media time missing between the run before and this one, as far as the decoder
     *     can tell: pts left out, or, where pts started anew, time that passed without a frame
     */
    record Run(long number, long holeUs, long originPtsUs) implements DecoderReport {}

    /**
     * A segment. Of a file, its ids are final; of a live stream, epoch, sequence and times count
     * within the run, and whoever reads this gives it its place.
     */
    record Decoded(Segment segment) implements DecoderReport {}

    /** A span, within the run, of which nothing decoded. */
    record Hole(TimeSpan span) implements DecoderReport {}

    /**
     * How far it has come: at least once a second while packets arrive.
     *
     * @param mediaUs within the run
     * @param jumped whether pts have jumped so far: then reading cannot begin in the middle
     * @param framesAtRest of those decoded, how many while a quiet camera's others were left out
     */
    record Progress(
            long framesDecoded,
            long framesDamaged,
            long bytesRead,
            long mediaUs,
            Optional<Long> cameraUnixUs,
            boolean jumped,
            long framesAtRest)
            implements DecoderReport {}

    /**
     * Bytes of a recorded file, as fragmented MP4.
     *
     * @param startUs media time of the file's first packet, within the run: names the file
     * @param endUs media time reached
     * @param last whether the file is complete
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Recorded(long startUs, long endUs, byte[] bytes, boolean last)
            implements DecoderReport {}

    /** It is over; nothing follows. */
    record Ended(ReadResult result) implements DecoderReport {}
}
