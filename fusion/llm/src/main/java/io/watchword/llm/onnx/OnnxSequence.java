package io.watchword.llm.onnx;

import static io.watchword.contract.Checks.checkState;

import ai.onnxruntime.OrtException;
import io.watchword.llm.engine.Sequence;
import io.watchword.llm.onnx.CacheKeeping.Place;
import io.watchword.llm.prompt.Prompt;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A prompt and its continuation, whose KV cache is where its {@link CacheKeeping} put it. */
final class OnnxSequence implements Sequence {
    private final OnnxLlmEngine engine;
    private final CacheKeeping caches;
    private @Nullable Place place; // null before the first position, and after closing
    private float[] logits = new float[0];
    private int positions;
    private long nextRotary;
    private boolean closed;

    /** Has read nothing yet. */
    OnnxSequence(OnnxLlmEngine engine, CacheKeeping caches) {
        this.engine = engine;
        this.caches = caches;
    }

    private OnnxSequence(OnnxSequence same, Place place) {
        this.engine = same.engine;
        this.caches = same.caches;
        this.place = place;
        this.logits = same.logits.clone();
        this.positions = same.positions;
        this.nextRotary = same.nextRotary;
    }

    @Override
    public Sequence fork() {
        checkOpen();
        try {
            return new OnnxSequence(this, place().orElseThrow().fork());
        } catch (OrtException e) {
            throw OnnxSessions.bug(e);
        }
    }

    @Override
    public void extend(Prompt more) {
        checkOpen();
        engine.read(this, more);
    }

    CacheKeeping caches() {
        return caches;
    }

    Optional<Place> place() {
        checkOpen();
        return Optional.ofNullable(place);
    }

    void moveTo(Place to) {
        place = to;
    }

    /** All three coordinates of the position to come. */
    long nextRotary() {
        return nextRotary;
    }

    /** A prompt may end elsewhere than it has positions. */
    void goesOnAt(long rotary) {
        nextRotary = rotary;
    }

    /**
     * Holds more positions.
     *
     * @param after logits after the last of them
     */
    void grew(int count, float[] after) {
        positions += count;
        nextRotary += count;
        logits = after;
    }

    @Override
    public float[] logits() {
        checkOpen();
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

    private void checkOpen() {
        checkState(!closed, "sequence is closed");
    }

    @Override
    public void close() {
        closed = true;
        if (place != null) {
            place.free();
            place = null;
        }
    }
}
