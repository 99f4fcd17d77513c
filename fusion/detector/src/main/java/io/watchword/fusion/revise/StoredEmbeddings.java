package io.watchword.fusion.revise;

import io.watchword.contract.Embedding;
import io.watchword.contract.TimeSpan;
import java.util.function.Consumer;

/** The embeddings of segments that were encoded before. */
@FunctionalInterface
public interface StoredEmbeddings {
    /**
     * Reads the segments of one bundle that overlap a span of media time, in order of time, once
     * each. What is not stored any more is left out.
     */
    void read(String streamId, String bundleSha256, TimeSpan span, Consumer<Embedding> each);
}
