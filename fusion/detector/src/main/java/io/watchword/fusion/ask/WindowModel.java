package io.watchword.fusion.ask;

import static java.util.Objects.requireNonNull;

import io.watchword.fusion.context.ContextSegment;
import io.watchword.fusion.describe.Description;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A language model that answers about a few segments. Safe for use by several threads. */
public interface WindowModel extends AutoCloseable {
    /**
     * One question to the model.
     *
     * @param bundleSha256 the bundle that encoded the segments
     * @param text empty asks for a caption
     * @param segments in order of time
     */
    record Asked(
            String requestId,
            String bundleSha256,
            String language,
            String text,
            List<ContextSegment> segments) {
        public Asked {
            requireNonNull(requestId, "requestId is null");
            requireNonNull(bundleSha256, "bundleSha256 is null");
            requireNonNull(language, "language is null");
            requireNonNull(text, "text is null");
            segments = List.copyOf(segments);
        }
    }

    /**
     * Asks. Does not block; whoever asks bounds how many questions are in the air.
     *
     * @return completes with an answer or a reason, and exceptionally only for a bug
     */
    CompletableFuture<Description> answer(Asked asked);

    @Override
    void close();
}
