package io.watchword.llm.onnx;

import ai.onnxruntime.OnnxTensor;
import java.util.List;

/**
 * The KV cache that one run left: a row for each of its sequences. Its memory is given back when
 * the last of them has moved on or was closed. Not thread-safe: one thread owns all sequences of a
 * run.
 */
final class CacheRows {
    private final CacheSlabs slabs;
    private final CacheSlab slab;
    private final List<OnnxTensor> tensors; // views on the slab, one for each cache
    private final int rows;
    private final int columns; // positions, those of padding among them
    private int readers;

    CacheRows(CacheSlabs slabs, CacheSlab slab, List<OnnxTensor> tensors, int rows, int columns) {
        this.slabs = slabs;
        this.slab = slab;
        this.tensors = tensors;
        this.rows = rows;
        this.columns = columns;
        this.readers = rows;
    }

    CacheSlab.Place place(int row) {
        return new CacheSlab.Place(slab, row, columns);
    }

    /** What the run wrote, one for each cache; they belong to this. */
    List<OnnxTensor> tensors() {
        return tensors;
    }

    int rows() {
        return rows;
    }

    int columns() {
        return columns;
    }

    /** One sequence more reads it. */
    CacheRows retain() {
        readers++;
        return this;
    }

    /** One sequence less reads it. */
    void release() {
        readers--;
        if (readers == 0) {
            free();
        }
    }

    /** Nobody reads it. */
    void free() {
        tensors.forEach(OnnxTensor::close);
        slabs.give(slab);
    }
}
