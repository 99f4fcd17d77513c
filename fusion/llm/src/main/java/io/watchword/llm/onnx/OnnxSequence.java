package io.watchword.llm.onnx;

import static java.util.Objects.requireNonNull;

import io.watchword.llm.engine.Sequence;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A prompt and its continuation: a row of the KV cache that the last run left. */
final class OnnxSequence implements Sequence {
    private final OnnxLlmEngine engine;
    private final long rotaryAhead; // how far the next rotary position is from that of the cache
    private @Nullable CacheRows cache; // null after closing
    private int row;
    private float[] logits;
    private int positions;

    /**
     * @param ran its prompt alone
     * @param nextRotary all three coordinates of the position after the prompt
     */
    OnnxSequence(OnnxLlmEngine engine, OnnxDecoder.Ran ran, int positions, long nextRotary) {
        this.engine = engine;
        this.cache = ran.cache();
        this.logits = ran.logits()[0];
        this.positions = positions;
        this.rotaryAhead = nextRotary - positions;
    }

    private OnnxSequence(OnnxSequence same) {
        this.engine = same.engine;
        this.rotaryAhead = same.rotaryAhead;
        this.cache = same.cache().retain();
        this.row = same.row;
        this.logits = same.logits.clone();
        this.positions = same.positions;
    }

    @Override
    public Sequence fork() {
        return new OnnxSequence(this);
    }

    CacheRows cache() {
        return requireNonNull(cache, "sequence is closed");
    }

    int row() {
        return row;
    }

    /** All three coordinates of the position to come. */
    long nextRotary() {
        return positions + rotaryAhead;
    }

    /** Goes on in the cache of a step that this was part of. */
    void moveTo(OnnxDecoder.Ran ran, int toRow) {
        cache().release();
        cache = ran.cache();
        row = toRow;
        logits = ran.logits()[toRow];
        positions++;
    }

    @Override
    public float[] logits() {
        requireNonNull(cache, "sequence is closed");
        return logits;
    }

    @Override
    public void decode(int tokenId) {
        engine.decode(List.of(this), new int[] {tokenId});
    }

    @Override
    public int positions() {
        return positions;
    }

    @Override
    public void close() {
        if (cache != null) {
            cache.release();
            cache = null;
        }
    }
}
