package io.watchword.llm.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
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
    static PastRows of(OnnxDecoder decoder, List<OnnxSequence> sequences) throws OrtException {
        CacheRows first = sequences.get(0).cache();
        boolean same = first.rows() == sequences.size();
        int longest = 0;
        for (int i = 0; i < sequences.size(); i++) {
            OnnxSequence sequence = sequences.get(i);
            same &= sequence.cache() == first && sequence.row() == i;
            longest = Math.max(longest, sequence.positions());
        }
        if (same) {
            return new PastRows(
                    first.tensors(), first.columns(), decoder.slabs(), Optional.empty());
        }
        CacheSlab slab = pack(decoder.slabs(), sequences, longest);
        return new PastRows(
                slab.tensors(sequences.size(), longest),
                longest,
                decoder.slabs(),
                Optional.of(slab));
    }

    private static CacheSlab pack(CacheSlabs slabs, List<OnnxSequence> sequences, int columns) {
        CacheSlab slab = slabs.take(Math.multiplyExact(sequences.size(), columns));
        for (int row = 0; row < sequences.size(); row++) {
            OnnxSequence from = sequences.get(row);
            slab.copyRow(from.cache().place(from.row()), row, columns, from.positions());
        }
        return slab;
    }

    @Override
    public void close() {
        if (packed.isPresent()) {
            tensors.forEach(OnnxTensor::close);
            slabs.give(packed.get());
        }
    }
}
