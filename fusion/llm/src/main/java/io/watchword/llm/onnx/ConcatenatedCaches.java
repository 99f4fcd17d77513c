package io.watchword.llm.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import io.watchword.llm.onnx.StepInputs.Padding;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * For decoders that give out what they were handed with the new positions behind it: what one run
 * wrote is what the next one reads, packed anew when a sequence joins or leaves. Owns the cache
 * before the first position.
 */
final class ConcatenatedCaches implements CacheKeeping {
    private final OnnxDecoder decoder;
    private final CacheSlabs slabs;
    private final EmptyCache empty;

    /** A row of what one run wrote. */
    record Row(CacheRows rows, int row) implements Place {
        @Override
        public Place fork() {
            rows.retain();
            return this;
        }

        @Override
        public void free() {
            rows.release();
        }
    }

    ConcatenatedCaches(OnnxDecoder decoder, CacheSlabs slabs) throws OrtException {
        this.decoder = decoder;
        this.slabs = slabs;
        this.empty = new EmptyCache(decoder.form().caches());
    }

    @Override
    public void read(OnnxSequence sequence, FloatBuffer embeds, long[][] axes) throws OrtException {
        int before = sequence.positions();
        int columns = before + axes[0].length;
        try (StepInputs step = StepInputs.read(decoder.form(), embeds, axes, before)) {
            if (before == 0) {
                run(step, empty.tensors(), List.of(sequence), columns);
            } else {
                try (PastRows past = PastRows.of(slabs, List.of(sequence))) {
                    run(step, past.tensors(), List.of(sequence), past.columns() + axes[0].length);
                }
            }
        }
    }

    @Override
    public void step(List<OnnxSequence> sequences, int[] tokenIds) throws OrtException {
        FloatBuffer embeds = OnnxSessions.floats(tokenIds.length * decoder.form().hidden());
        try (PastRows past = PastRows.of(slabs, sequences)) {
            int columns = past.columns() + 1;
            decoder.text().embed(tokenIds, embeds);
            try (StepInputs step =
                    StepInputs.decode(
                            decoder.form(), embeds.flip(), sequences, columns, Padding.LEFT)) {
                run(step, past.tensors(), sequences, columns);
            }
        }
    }

    /**
     * @param columns positions of each row after this run, those of padding among them
     */
    private void run(
            StepInputs step, List<OnnxTensor> past, List<OnnxSequence> sequences, int columns)
            throws OrtException {
        int rows = sequences.size();
        CacheSlab slab = slabs.take(Math.multiplyExact(rows, columns));
        CacheRows written =
                new CacheRows(slabs, slab, slab.tensors(0, rows, columns), rows, columns);
        float[][] logits;
        try {
            logits = decoder.run(step, past, written.tensors(), rows);
        } catch (OrtException e) {
            written.free();
            throw e;
        }
        for (int row = 0; row < rows; row++) {
            OnnxSequence sequence = sequences.get(row);
            sequence.place().ifPresent(Place::free);
            sequence.moveTo(new Row(written, row));
            sequence.grew(step.count(), logits[row]);
        }
    }

    @Override
    public void close() {
        empty.close();
    }
}
