package io.watchword.fusion.describe;

import io.watchword.contract.Keyframe;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Finds the pictures of segments. Safe for use by several threads. */
@FunctionalInterface
public interface Keyframes extends AutoCloseable {
    /** Has none, for models that read embeddings. */
    Keyframes NONE = segmentIds -> CompletableFuture.completedFuture(Map.of());

    /**
     * Looks. Does not block.
     *
     * @return completes with what was found, by segment id; a segment whose pictures are gone is
     *     left out
     */
    CompletableFuture<Map<String, List<Keyframe>>> of(List<String> segmentIds);

    @Override
    default void close() {}
}
