package io.watchword.llm.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import io.watchword.llm.onnx.StepInputs.Padding;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * For decoders that read and write their KV cache in one buffer ({@link SharedBuffers}): a step
 * writes the new positions and copies nothing. A sequence that joins brings its row along once;
 * when one leaves, at most one row takes its place.
 */
final class SharedCaches implements CacheKeeping {
    private static final int ROOM = 16; // positions to come, beside what the pool adds

    private final OnnxDecoder decoder;
    private final CacheSlabs slabs;

    SharedCaches(OnnxDecoder decoder, CacheSlabs slabs) {
        this.decoder = decoder;
        this.slabs = slabs;
    }

    @Override
    public void read(OnnxSequence sequence, FloatBuffer embeds, long[][] axes) throws OrtException {
        int before = sequence.positions();
        SharedSlab.Row row = row(sequence, before + axes[0].length);
        List<OnnxTensor> cache = row.slab().tensors(row.at(), 1);
        try (StepInputs step = StepInputs.read(decoder.form(), embeds, axes, before)) {
            float[][] logits = decoder.run(step, cache, cache, 1);
            row.grew(step.count());
            sequence.grew(step.count(), logits[0]);
        }
    }

    /** The row of one sequence, with room for so many positions. */
    private SharedSlab.Row row(OnnxSequence sequence, int positions) {
        if (sequence.place().isEmpty()) {
            SharedSlab.Row row = SharedSlab.of(slabs, 1, positions + ROOM).add(0);
            sequence.moveTo(row);
            return row;
        }
        SharedSlab.Row row = (SharedSlab.Row) sequence.place().get();
        if (row.slab().columns() < positions) {
            SharedSlab.of(slabs, 1, positions + ROOM).move(row);
        }
        return row;
    }

    @Override
    public void step(List<OnnxSequence> sequences, int[] tokenIds) throws OrtException {
        List<SharedSlab.Row> rows = new ArrayList<>(sequences.size());
        int longest = 0;
        for (OnnxSequence sequence : sequences) {
            rows.add((SharedSlab.Row) sequence.place().orElseThrow());
            longest = Math.max(longest, sequence.positions() + 1);
        }
        SharedSlab slab = together(rows, longest);
        List<Integer> order = new ArrayList<>(); // which sequence is in which row
        for (int i = 0; i < rows.size(); i++) {
            order.add(i);
        }
        order.sort(Comparator.comparingInt(i -> rows.get(i).at()));
        List<OnnxSequence> ordered = order.stream().map(sequences::get).toList();
        FloatBuffer embeds = OnnxSessions.floats(tokenIds.length * decoder.form().hidden());
        decoder.text().embed(order.stream().mapToInt(i -> tokenIds[i]).toArray(), embeds);
        List<OnnxTensor> cache = slab.tensors(rows.get(order.get(0)).at(), rows.size());
        try (StepInputs step =
                StepInputs.decode(decoder.form(), embeds.flip(), ordered, longest, Padding.RIGHT)) {
            float[][] logits = decoder.run(step, cache, cache, rows.size());
            for (int i = 0; i < ordered.size(); i++) {
                rows.get(order.get(i)).grew(1);
                ordered.get(i).grew(1, logits[i]);
            }
        }
    }

    /** The slab where all rows stand side by side, with room for so many columns. */
    private SharedSlab together(List<SharedSlab.Row> rows, int columns) {
        SharedSlab home = home(rows);
        List<SharedSlab.Row> others = rows.stream().filter(row -> row.slab() != home).toList();
        if (others.isEmpty() && home.columns() >= columns && sideBySide(rows)) {
            return home;
        }
        boolean shared = home.live() > rows.size() - others.size(); // with some not in this step
        if (shared || home.rows() < rows.size() || home.columns() < columns) {
            int room = Integer.highestOneBit(2 * rows.size() - 1); // a power of two
            SharedSlab larger = SharedSlab.of(slabs, room, columns + ROOM);
            rows.forEach(larger::move);
            return larger;
        }
        others.forEach(home::move);
        home.closeGaps();
        return home;
    }

    /** Where most of them are. */
    private static SharedSlab home(List<SharedSlab.Row> rows) {
        SharedSlab best = rows.get(0).slab();
        Map<SharedSlab, Integer> counts = new HashMap<>();
        for (SharedSlab.Row row : rows) {
            if (counts.merge(row.slab(), 1, Integer::sum) > counts.getOrDefault(best, 0)) {
                best = row.slab();
            }
        }
        return best;
    }

    private static boolean sideBySide(List<SharedSlab.Row> rows) {
        int first = Integer.MAX_VALUE;
        int last = 0;
        for (SharedSlab.Row row : rows) {
            first = Math.min(first, row.at());
            last = Math.max(last, row.at());
        }
        return last - first + 1 == rows.size();
    }

    @Override
    public void close() {}
}
