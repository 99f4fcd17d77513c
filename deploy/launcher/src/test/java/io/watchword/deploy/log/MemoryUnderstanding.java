package io.watchword.deploy.log;

import io.watchword.contract.Embedding;
import io.watchword.contract.Modality;
import io.watchword.contract.SegmentFacts;
import io.watchword.contract.TimeSpan;
import io.watchword.contract.TokenBlock;
import io.watchword.fusion.log.StoredStream;
import io.watchword.fusion.log.UnderstandingLog;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Streams in memory, each encoded by one bundle in segments of two seconds. */
public final class MemoryUnderstanding implements UnderstandingLog {
    private static final long SEGMENT_US = 2_000_000;

    private final List<StoredStream> streams = new ArrayList<>();
    private final List<Embedding> embeddings = new ArrayList<>();
    private boolean closed;

    /** Adds a stream that begins at 0. */
    public MemoryUnderstanding with(String streamId, int segments, String bundleSha256) {
        TimeSpan whole = new TimeSpan(0, segments * SEGMENT_US);
        streams.add(
                new StoredStream(
                        streamId,
                        streamId,
                        List.of(new StoredStream.StoredBundle("b 1", bundleSha256, whole)),
                        whole,
                        List.of()));
        for (int n = 0; n < segments; n++) {
            embeddings.add(
                    new Embedding(
                            streamId,
                            streamId + "/0/" + n,
                            streamId,
                            0,
                            n,
                            new TimeSpan(n * SEGMENT_US, (n + 1) * SEGMENT_US),
                            "b 1",
                            bundleSha256,
                            new int[0],
                            List.of(
                                    TokenBlock.quantise(
                                            Modality.SPATIAL, 1, 2, new float[] {1, 0})),
                            new float[0],
                            SegmentFacts.none(),
                            List.of(),
                            0,
                            false,
                            false));
        }
        return this;
    }

    @Override
    public List<StoredStream> streams() {
        return streams;
    }

    @Override
    public void read(String streamId, TimeSpan span, Consumer<Embedding> each) {
        embeddings.stream()
                .filter(one -> one.streamId().equals(streamId) && one.span().overlaps(span))
                .forEach(each);
    }

    @Override
    public void read(
            String streamId, String bundleSha256, TimeSpan span, Consumer<Embedding> each) {
        read(
                streamId,
                span,
                one -> {
                    if (one.bundleSha256().equals(bundleSha256)) {
                        each.accept(one);
                    }
                });
    }

    @Override
    public void close() {
        closed = true;
    }

    public boolean isClosed() {
        return closed;
    }
}
