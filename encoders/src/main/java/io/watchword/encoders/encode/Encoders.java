package io.watchword.encoders.encode;

import io.watchword.encoders.preprocess.SegmentPreprocessor;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A bundle's encoders. Each call may wait while a model's queue is full; the answer comes later, or
 * a {@link io.watchword.encoders.batch.ModelException}. Thread-safe.
 */
public interface Encoders {
    /** Motion token ids, (tokens), and embeddings, (tokens, dim). */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record MotionCode(int[] ids, float[] tokens) {}

    /** Embeddings, (tokens, dim), and class probabilities, (labels). */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record AudioCode(float[] tokens, float[] scores) {}

    /** Embeddings, (tokens, dim), and a vector of unit length, (dim). */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record TemporalCode(float[] tokens, float[] search) {}

    /** Name and version of the bundle. */
    String bundle();

    String bundleSha256();

    EncoderShapes shapes();

    SegmentPreprocessor preprocessor();

    /**
     * Encodes a picture.
     *
     * @param rgb as {@link io.watchword.encoders.preprocess.ImageTensor} makes it
     * @return embeddings, (tokens, dim), row-major
     */
    CompletableFuture<float[]> image(byte[] rgb) throws InterruptedException;

    /**
     * Encodes motion.
     *
     * @param planes as {@link io.watchword.encoders.preprocess.MotionTensor} makes them
     */
    CompletableFuture<MotionCode> motion(byte[] planes) throws InterruptedException;

    /**
     * Encodes sound.
     *
     * @param pcm as {@link io.watchword.encoders.preprocess.AudioTensor} makes it
     */
    CompletableFuture<AudioCode> audio(short[] pcm) throws InterruptedException;

    CompletableFuture<TemporalCode> temporal(TemporalWindow window) throws InterruptedException;

    /** What the bundle has if its motion profile is {@code video-lavit}. */
    default Optional<ClipTokenizer> clips() {
        return Optional.empty();
    }
}
