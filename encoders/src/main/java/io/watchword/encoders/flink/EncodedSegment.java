package io.watchword.encoders.flink;

import io.watchword.contract.ErrorCode;
import io.watchword.contract.Segment;
import io.watchword.encoders.encode.BundleEncoder;
import io.watchword.encoders.encode.MediaCode;
import io.watchword.encoders.encode.SegmentPosition;

/**
 * A segment whose own media is encoded, or why it is not.
 *
 * @param streamId the key; the record's own where the segment could not be read
 * @param embedding without its temporal part; empty where there is a problem
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record EncodedSegment(
        RawRecord raw,
        String streamId,
        SegmentPosition position,
        boolean last,
        byte[] embedding,
        MediaCode code,
        Problem problem) {

    static EncodedSegment of(RawRecord raw, Segment segment, BundleEncoder.EncodedMedia media) {
        return new EncodedSegment(
                raw,
                segment.streamId(),
                new SegmentPosition(segment.epoch(), segment.sequence(), segment.discontinuity()),
                segment.last(),
                io.watchword.contract.EmbeddingCodec.encode(media.embedding()),
                media.code(),
                Problem.NONE);
    }

    static EncodedSegment failed(RawRecord raw, ErrorCode code, String detail) {
        return new EncodedSegment(
                raw,
                raw.keyText(),
                new SegmentPosition(0, 0, false),
                false,
                new byte[0],
                MediaCode.NONE,
                new Problem(code, detail));
    }
}
