package io.watchword.encoders.encode;

import io.watchword.contract.Decoded;
import io.watchword.contract.ErrorCode;
import io.watchword.contract.Headers;
import io.watchword.contract.Segment;
import io.watchword.contract.SegmentCodec;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes a segment out of a record's bytes, if they are what was sent. Pure. */
public final class SegmentReading {
    private SegmentReading() {}

    /**
     * Reads a record's value.
     *
     * @param sha256 the record's {@code ww-sha256} header, if it has one
     */
    public static Decoded<Segment> read(byte @Nullable [] sha256, byte[] value) {
        Optional<String> problem = Headers.checksumProblem(sha256, value);
        if (problem.isPresent()) {
            return new Decoded.Invalid<>(ErrorCode.CHECKSUM, problem.get());
        }
        return SegmentCodec.decode(value);
    }
}
