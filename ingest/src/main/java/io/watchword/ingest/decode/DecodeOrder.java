package io.watchword.ingest.decode;

import static java.util.Objects.requireNonNull;

import io.watchword.ingest.segment.SegmentOrigin;
import java.util.Optional;

/**
 * What a decoder process is told when it starts. Carries no address and no secret: bytes come
 * through its standard input.
 *
 * @param live whether the source runs in real time: then pts that jump begin a new {@link
 *     DecoderReport.Run}, and there is no closing segment
 * @param resume where to go on, for a file that was read in part before
 * @param recordFileUs media time of one recorded file; 0 records nothing
 */
public record DecodeOrder(
        SegmentOrigin origin,
        DecodeConfig config,
        boolean live,
        Optional<Resume> resume,
        long recordFileUs) {
    /**
     * A place in a file.
     *
     * @param sequence first segment to give; those before it are skipped
     * @param originPtsUs pts at media time 0
     * @param seekable whether reading may begin in the middle of the file
     */
    public record Resume(long sequence, long originPtsUs, boolean seekable) {}

    public DecodeOrder {
        requireNonNull(origin, "origin is null");
        requireNonNull(config, "config is null");
        requireNonNull(resume, "resume is null");
    }
}
