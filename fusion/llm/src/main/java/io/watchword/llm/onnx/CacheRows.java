package io.watchword.llm.onnx;

/**
 * The KV cache that one run left: a row for each of its sequences. Its memory is given back when
 * the last of them has moved on or was closed. Not thread-safe: one thread owns all sequences of a
 * run.
 */
final class CacheRows {
    private final CacheSlabs slabs;
    private final CacheSlab slab;
    private final int rows;
    private final int columns; // positions, those of padding among them
    private int readers;

    CacheRows(CacheSlabs slabs, CacheSlab slab, int rows, int columns) {
        this.slabs = slabs;
        this.slab = slab;
        this.rows = rows;
        this.columns = columns;
        this.readers = rows;
    }

    CacheSlab.Place place(int row) {
        return new CacheSlab.Place(slab, row, columns);
    }

    CacheSlab slab() {
        return slab;
    }

    int rows() {
        return rows;
    }

    int columns() {
        return columns;
    }

    /** One sequence less reads it. */
    void release() {
        readers--;
        if (readers == 0) {
            slabs.give(slab);
        }
    }
}
