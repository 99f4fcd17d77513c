package io.watchword.fusion.log;

import static java.util.Comparator.comparingLong;

import io.watchword.contract.Embedding;
import io.watchword.contract.TimeSpan;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts the segments of one stretch of media time in order, as they may have been stored: twice
 * after a restart, and those of several runs one after the other. Holds what {@link
 * io.watchword.contract.EmbeddingRun#BUCKET_US} of a stream comes to, some megabytes. Not
 * thread-safe.
 */
public final class SegmentsInOrder {
    private final TimeSpan wanted;
    private final Map<String, Embedding> bySegment = new HashMap<>();

    public SegmentsInOrder(TimeSpan wanted) {
        this.wanted = wanted;
    }

    /** Takes one; of one segment stored twice, the later counts. */
    public void take(Embedding embedding) {
        if (!embedding.last() && embedding.span().overlaps(wanted)) {
            bySegment.put(embedding.segmentId(), embedding);
        }
    }

    /** All that were taken, once each, in order of time. */
    public List<Embedding> inOrder() {
        return bySegment.values().stream()
                .sorted(
                        comparingLong((Embedding embedding) -> embedding.span().startUs())
                                .thenComparingLong(Embedding::epoch)
                                .thenComparingLong(Embedding::sequence))
                .toList();
    }
}
