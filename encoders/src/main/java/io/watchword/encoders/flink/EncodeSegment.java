package io.watchword.encoders.flink;

import static java.util.Objects.requireNonNull;

import io.watchword.contract.Decoded;
import io.watchword.contract.ErrorCode;
import io.watchword.contract.Headers;
import io.watchword.contract.Segment;
import io.watchword.encoders.batch.ModelException;
import io.watchword.encoders.encode.BundleEncoder;
import io.watchword.encoders.encode.EncoderLease;
import io.watchword.encoders.encode.EncoderSource;
import io.watchword.encoders.encode.SegmentReading;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.api.functions.async.RichAsyncFunction;
import org.jspecify.annotations.Nullable;

/** Reads a segment and encodes its own media. */
final class EncodeSegment extends RichAsyncFunction<RawRecord, EncodedSegment> {
    private static final long serialVersionUID = 1L;

    private final EncoderSource source;
    private transient @Nullable EncoderLease lease;
    private transient @Nullable BundleEncoder encoder;

    EncodeSegment(EncoderSource source) {
        this.source = requireNonNull(source, "source is null");
    }

    @Override
    public void open(OpenContext context) {
        EncoderLease opened = source.acquire();
        lease = opened;
        encoder = opened.encoder();
    }

    @Override
    public void asyncInvoke(RawRecord raw, ResultFuture<EncodedSegment> result)
            throws InterruptedException {
        Decoded<Segment> read = SegmentReading.read(raw.header(Headers.SHA256), raw.value());
        if (read instanceof Decoded.Invalid<Segment> invalid) {
            result.complete(List.of(EncodedSegment.failed(raw, invalid.code(), invalid.detail())));
            return;
        }
        Segment segment = ((Decoded.Valid<Segment>) read).value();
        Answers.deliver(
                requireNonNull(encoder, "not open").encode(segment),
                media -> EncodedSegment.of(raw, segment, media),
                problem -> EncodedSegment.failed(raw, problem.code(), ModelException.text(problem)),
                result);
    }

    @Override
    public void timeout(RawRecord raw, ResultFuture<EncodedSegment> result) {
        result.complete(
                List.of(
                        EncodedSegment.failed(
                                raw,
                                ErrorCode.DEADLINE_EXCEEDED,
                                "segment was not encoded in time")));
    }

    @Override
    public void close() {
        if (lease != null) {
            lease.close();
        }
    }
}
