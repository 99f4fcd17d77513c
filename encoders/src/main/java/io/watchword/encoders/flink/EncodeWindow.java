package io.watchword.encoders.flink;

import static java.util.Objects.requireNonNull;

import io.watchword.contract.Decoded;
import io.watchword.contract.Embedding;
import io.watchword.contract.EmbeddingCodec;
import io.watchword.contract.ErrorCode;
import io.watchword.encoders.batch.ModelException;
import io.watchword.encoders.encode.BundleEncoder;
import io.watchword.encoders.encode.EncoderLease;
import io.watchword.encoders.encode.EncoderSource;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.api.functions.async.RichAsyncFunction;
import org.jspecify.annotations.Nullable;

/** Completes an embedding with what the stream's last segments say; makes it a record. */
final class EncodeWindow extends RichAsyncFunction<WindowedSegment, OutRecord> {
    private static final long serialVersionUID = 1L;

    private final EncoderSource source;
    private transient @Nullable EncoderLease lease;
    private transient @Nullable BundleEncoder encoder;
    private transient @Nullable Counter embeddings;
    private transient @Nullable Counter deadLetters;

    EncodeWindow(EncoderSource source) {
        this.source = requireNonNull(source, "source is null");
    }

    @Override
    public void open(OpenContext context) {
        EncoderLease opened = source.acquire();
        lease = opened;
        encoder = opened.encoder();
        embeddings = getRuntimeContext().getMetricGroup().counter("embeddings");
        deadLetters = getRuntimeContext().getMetricGroup().counter("dead_letters");
    }

    @Override
    public void asyncInvoke(WindowedSegment segment, ResultFuture<OutRecord> result)
            throws InterruptedException {
        if (segment.problem().exists()) {
            refuse(segment, segment.problem(), result);
            return;
        }
        Decoded<Embedding> decoded = EmbeddingCodec.decode(segment.embedding());
        if (decoded instanceof Decoded.Invalid<Embedding> invalid) {
            throw new IllegalStateException("own embedding does not decode: " + invalid.detail());
        }
        BundleEncoder open = requireNonNull(encoder, "not open");
        requireNonNull(embeddings, "not open").inc();
        Answers.deliver(
                open.complete(((Decoded.Valid<Embedding>) decoded).value(), segment.history()),
                embedding ->
                        OutRecord.of(segment.raw(), embedding, System.currentTimeMillis() * 1000),
                problem ->
                        OutRecord.deadLetter(
                                segment.raw(),
                                new Problem(problem.code(), ModelException.text(problem))),
                result);
    }

    private void refuse(WindowedSegment segment, Problem problem, ResultFuture<OutRecord> result) {
        requireNonNull(deadLetters, "not open").inc();
        result.complete(List.of(OutRecord.deadLetter(segment.raw(), problem)));
    }

    @Override
    public void timeout(WindowedSegment segment, ResultFuture<OutRecord> result) {
        refuse(
                segment,
                new Problem(ErrorCode.DEADLINE_EXCEEDED, "window was not encoded in time"),
                result);
    }

    @Override
    public void close() {
        if (lease != null) {
            lease.close();
        }
    }
}
