package io.watchword.llm.onnx;

import ai.onnxruntime.OrtException;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * Runs a decoder, and keeps the KV cache of its sequences from one run to the next. Thread-safe as
 * long as no two threads run the same sequence, or sequences that were run together.
 */
interface CacheKeeping extends AutoCloseable {
    /**
     * Where the cache of one sequence is. Not thread-safe: the thread that owns the sequence owns
     * it.
     */
    interface Place {
        /** Another sequence goes on from the same positions. */
        Place fork() throws OrtException;

        /** Nobody reads it any more. */
        void free();
    }

    /**
     * Reads a piece of a prompt after what a sequence holds, by itself.
     *
     * @param embeds shape (count, hidden)
     * @param axes shape (3, count), for decoders that take three coordinates
     */
    void read(OnnxSequence sequence, FloatBuffer embeds, long[][] axes) throws OrtException;

    /** Appends one token to each sequence, in one run for all. */
    void step(List<OnnxSequence> sequences, int[] tokenIds) throws OrtException;

    @Override
    void close();
}
