package io.watchword.encoders.encode;

import io.watchword.contract.Embedding;
import io.watchword.contract.Segment;
import java.util.concurrent.CompletableFuture;

/** What one bundle's models make of segments. Thread-safe. */
public interface BundleEncoder {
    /** An embedding without its temporal part, and what the temporal encoder needs of it. */
    record EncodedMedia(Embedding embedding, MediaCode code) {}

    /**
     * Encodes the segment's own media. The record that closes a stream needs no model.
     *
     * @return completes with the embedding so far, or exceptionally with a {@link
     *     io.watchword.encoders.batch.ModelException}
     * @throws InterruptedException if interrupted while a model's queue is full
     */
    CompletableFuture<EncodedMedia> encode(Segment segment) throws InterruptedException;

    /** Segments the temporal encoder sees, the current one last; 1 where there is none. */
    int windowSegments();

    /** The newest segment with those before it; empty where there is nothing to add. */
    TemporalWindow window(StreamHistory history);

    /**
     * Adds what the window says.
     *
     * @return completes with the whole embedding, or exceptionally with a {@link
     *     io.watchword.encoders.batch.ModelException}
     * @throws InterruptedException if interrupted while the model's queue is full
     */
    CompletableFuture<Embedding> complete(Embedding embedding, TemporalWindow window)
            throws InterruptedException;

    /**
     * Adds what the segments before it make of a segment: its temporal part, and the ids of the
     * last four seconds where the bundle has a tokenizer for them.
     *
     * @param history with the segment itself as the newest
     * @return completes with the whole embedding, or exceptionally with a {@link
     *     io.watchword.encoders.batch.ModelException}
     * @throws InterruptedException if interrupted while a model's queue is full
     */
    default CompletableFuture<Embedding> complete(Embedding embedding, StreamHistory history)
            throws InterruptedException {
        return complete(embedding, window(history));
    }
}
