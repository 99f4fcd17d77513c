package io.watchword.llm.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import io.watchword.llm.onnx.DecoderForm.Cache;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The KV cache that a step reads, one row for each sequence. While the same sequences run in the
 * same order it is what the step before wrote; when one joins or leaves, the rows are packed anew,
 * as wide as the longest. Owns its tensors, and the memory it packed into.
 */
final class PastRows implements AutoCloseable {
    private final CacheSlabs slabs;
    private final Optional<CacheSlab> packed;
    private final Map<String, OnnxTensor> tensors = new HashMap<>();
    private final int columns;

    private PastRows(CacheSlabs slabs, Optional<CacheSlab> packed, int columns) {
        this.slabs = slabs;
        this.packed = packed;
        this.columns = columns;
    }

    static PastRows of(OnnxDecoder decoder, List<OnnxSequence> sequences) throws OrtException {
        CacheRows first = sequences.get(0).cache();
        boolean same = first.rows() == sequences.size();
        int longest = 0;
        for (int i = 0; i < sequences.size(); i++) {
            OnnxSequence sequence = sequences.get(i);
            same &= sequence.cache() == first && sequence.row() == i;
            longest = Math.max(longest, sequence.positions());
        }
        PastRows past;
        if (same) {
            past = new PastRows(decoder.slabs(), Optional.empty(), first.columns());
            past.view(decoder.form().caches(), first.slab(), sequences.size());
        } else {
            CacheSlab slab = pack(decoder.slabs(), sequences, longest);
            past = new PastRows(decoder.slabs(), Optional.of(slab), longest);
            past.view(decoder.form().caches(), slab, sequences.size());
        }
        return past;
    }

    private static CacheSlab pack(CacheSlabs slabs, List<OnnxSequence> sequences, int columns) {
        CacheSlab slab = slabs.take(Math.multiplyExact(sequences.size(), columns));
        for (int row = 0; row < sequences.size(); row++) {
            OnnxSequence from = sequences.get(row);
            slab.copyRow(from.cache().place(from.row()), row, columns, from.positions());
        }
        return slab;
    }

    private void view(List<Cache> caches, CacheSlab slab, int rows) throws OrtException {
        for (int i = 0; i < caches.size(); i++) {
            tensors.put(caches.get(i).past(), slab.tensor(i, rows, columns));
        }
    }

    /** By the names of the decoder's inputs. */
    Map<String, OnnxTensor> tensors() {
        return tensors;
    }

    /** Positions of each row, those of padding among them. */
    int columns() {
        return columns;
    }

    @Override
    public void close() {
        tensors.values().forEach(OnnxTensor::close);
        packed.ifPresent(slabs::give);
    }
}
