package io.watchword.llm.onnx;

import static io.watchword.contract.Checks.checkState;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * KV caches of several sequences in one buffer for each tensor, written in place: a row for each,
 * filled from the left, with room to grow. Its memory is given back when the last row has left. Not
 * thread-safe: one thread owns all sequences in it.
 */
final class SharedSlab {
    private final CacheSlabs slabs;
    private final CacheSlab memory;
    private final int columns;
    private final @Nullable Row[] rows;
    private int live;
    private @Nullable View view; // what the last run saw; most see the same

    private record View(int first, int count, List<OnnxTensor> tensors) {}

    /** A sequence's row; it keeps it when it moves. */
    static final class Row implements CacheKeeping.Place {
        private SharedSlab slab;
        private int at;
        private int filled;

        private Row(SharedSlab slab, int at, int filled) {
            this.slab = slab;
            this.at = at;
            this.filled = filled;
        }

        SharedSlab slab() {
            return slab;
        }

        int at() {
            return at;
        }

        int filled() {
            return filled;
        }

        void grew(int count) {
            filled += count;
        }

        @Override
        public CacheKeeping.Place fork() {
            boolean room = slab.live < slab.rows.length;
            SharedSlab to = room ? slab : of(slab.slabs, 1, slab.columns);
            Row fork = to.add(filled);
            to.memory.copyStart(slab.place(at), fork.at, to.columns, filled);
            return fork;
        }

        @Override
        public void free() {
            slab.leave(at);
        }
    }

    private SharedSlab(CacheSlabs slabs, CacheSlab memory, int rows) {
        this.slabs = slabs;
        this.memory = memory;
        this.rows = new Row[rows];
        this.columns = memory.cells() / rows; // a slab may be larger than was asked for
    }

    /**
     * An empty one.
     *
     * @param columns positions of each row at least
     */
    static SharedSlab of(CacheSlabs slabs, int rows, int columns) {
        return new SharedSlab(slabs, slabs.take(Math.multiplyExact(rows, columns)), rows);
    }

    int rows() {
        return rows.length;
    }

    int columns() {
        return columns;
    }

    /** Rows in use. */
    int live() {
        return live;
    }

    /** A new row at the first free place; what it holds is to be written. */
    Row add(int filled) {
        Row row = new Row(this, free(), filled);
        put(row.at, row);
        return row;
    }

    /** Brings a row here from another slab, or to a free place of this. */
    void move(Row row) {
        int to = free();
        memory.copyStart(row.slab.place(row.at), to, columns, row.filled);
        put(to, row);
        row.slab.leave(row.at);
        row.slab = this;
        row.at = to;
    }

    /** Moves rows down until all stand side by side from the first place on. */
    void closeGaps() {
        for (int last = rows.length - 1; last >= live; last--) {
            Row row = rows[last];
            if (row != null) {
                move(row);
            }
        }
    }

    private CacheSlab.Place place(int at) {
        return new CacheSlab.Place(memory, at, columns);
    }

    private int free() {
        for (int at = 0; at < rows.length; at++) {
            if (rows[at] == null) {
                return at;
            }
        }
        throw new IllegalStateException("slab of " + rows.length + " rows is full");
    }

    private void put(int at, Row row) {
        rows[at] = row;
        live++;
    }

    private void leave(int at) {
        checkState(rows[at] != null, "row is free already");
        rows[at] = null;
        live--;
        if (live == 0) {
            closeView();
            slabs.give(memory);
        }
    }

    /** Views on rows, one for each tensor of the cache; they belong to this. */
    List<OnnxTensor> tensors(int first, int count) throws OrtException {
        View seen = view;
        if (seen == null || seen.first() != first || seen.count() != count) {
            closeView();
            seen = new View(first, count, memory.tensors(first, count, columns));
            view = seen;
        }
        return seen.tensors();
    }

    private void closeView() {
        if (view != null) {
            view.tensors().forEach(OnnxTensor::close);
            view = null;
        }
    }
}
