package io.watchword.llm.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import io.watchword.llm.onnx.DecoderForm.Cache;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Direct memory for the KV cache of some rows, one buffer for each of its tensors. A tensor is
 * (rows, heads, columns, headDim), row-major. Not thread-safe: who took it from {@link CacheSlabs}
 * owns it.
 */
final class CacheSlab {
    private final List<Cache> caches;
    private final ByteBuffer[] buffers; // one for each cache
    private final int cells;

    /**
     * @param cells positions of all rows together, those of padding among them
     */
    CacheSlab(List<Cache> caches, int cells) {
        this.caches = caches;
        this.cells = cells;
        buffers = new ByteBuffer[caches.size()];
        for (int i = 0; i < buffers.length; i++) {
            Cache cache = caches.get(i);
            int bytes = Math.multiplyExact(cells, cache.heads() * cache.headBytes());
            buffers[i] = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
        }
    }

    int cells() {
        return cells;
    }

    /** Views on some rows of all caches, in their order; the caller closes them. */
    List<OnnxTensor> tensors(int first, int rows, int columns) throws OrtException {
        List<OnnxTensor> tensors = new ArrayList<>(caches.size());
        for (int i = 0; i < caches.size(); i++) {
            tensors.add(tensor(i, first, rows, columns));
        }
        return tensors;
    }

    private OnnxTensor tensor(int index, int first, int rows, int columns) throws OrtException {
        Cache cache = caches.get(index);
        int row = cache.heads() * columns * cache.headBytes();
        ByteBuffer view =
                buffers[index].slice(first * row, rows * row).order(ByteOrder.nativeOrder());
        long[] shape = {rows, cache.heads(), columns, cache.headDim()};
        return OnnxTensor.createTensor(OnnxSessions.environment(), view, shape, cache.type());
    }

    /** Where a row stands in a slab. */
    record Place(CacheSlab slab, int row, int columns) {}

    /**
     * Copies the last {@code positions} columns of a row to the end of a row here, and clears what
     * is before them: what is masked must still be a number.
     */
    void copyEnd(Place from, int row, int columns, int positions) {
        for (int i = 0; i < buffers.length; i++) {
            int heads = caches.get(i).heads();
            int width = caches.get(i).headBytes();
            int padding = (columns - positions) * width;
            for (int head = 0; head < heads; head++) {
                int start = (row * heads + head) * columns * width;
                clear(buffers[i], start, padding);
                int end = ((from.row() * heads + head) + 1) * from.columns() * width;
                int bytes = positions * width;
                buffers[i].put(start + padding, from.slab().buffers[i], end - bytes, bytes);
            }
        }
    }

    /** Copies the first {@code positions} columns of a row to the start of a row here. */
    void copyStart(Place from, int row, int columns, int positions) {
        for (int i = 0; i < buffers.length; i++) {
            int heads = caches.get(i).heads();
            int width = caches.get(i).headBytes();
            for (int head = 0; head < heads; head++) {
                int start = (row * heads + head) * columns * width;
                int at = (from.row() * heads + head) * from.columns() * width;
                buffers[i].put(start, from.slab().buffers[i], at, positions * width);
            }
        }
    }

    private static void clear(ByteBuffer buffer, int from, int bytes) {
        buffer.put(from, new byte[bytes]);
    }
}
