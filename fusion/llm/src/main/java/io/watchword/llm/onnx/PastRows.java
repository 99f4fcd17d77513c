package io.watchword.llm.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The KV cache that a step reads, one row for each sequence. While the same sequences run in the
 * same order it is what the step before wrote; when one joins or leaves, the rows are packed anew,
 * as wide as the longest. Owns what it packed.
 *
 * @param tensors one for each cache
 * @param columns positions of each row, those of padding among them
 * @param packed memory of its own
 */
record PastRows(List<OnnxTensor> tensors, int columns, CacheSlabs slabs, Optional<CacheSlab> packed)
        implements AutoCloseable {
    static PastRows of(CacheSlabs slabs, List<OnnxSequence> sequences) throws OrtException {
        List<ConcatenatedCaches.Row> rows = new ArrayList<>(sequences.size());
        for (OnnxSequence sequence : sequences) {
            rows.add((ConcatenatedCaches.Row) sequence.place().orElseThrow());
        }
        CacheRows first = rows.get(0).rows();
        boolean same = first.rows() == rows.size();
        int longest = 0;
        for (int i = 0; i < rows.size(); i++) {
            same &= rows.get(i).rows() == first && rows.get(i).row() == i;
            longest = Math.max(longest, sequences.get(i).positions());
        }
        if (same) {
            return new PastRows(first.tensors(), first.columns(), slabs, Optional.empty());
        }
        CacheSlab slab = slabs.take(Math.multiplyExact(rows.size(), longest));
        for (int i = 0; i < rows.size(); i++) {
            CacheSlab.Place from = rows.get(i).rows().place(rows.get(i).row());
            slab.copyEnd(from, i, longest, sequences.get(i).positions());
        }
        return new PastRows(
                slab.tensors(0, rows.size(), longest), longest, slabs, Optional.of(slab));
    }

    @Override
    public void close() {
        if (packed.isPresent()) {
            tensors.forEach(OnnxTensor::close);
            slabs.give(packed.get());
        }
    }
}
