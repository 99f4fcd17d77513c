package io.watchword.encoders.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.watchword.contract.ErrorCode;
import io.watchword.encoders.batch.ModelException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * Memory outside the heap for one input of a model, used again for every batch, so that a batch is
 * written once and not copied. Not thread-safe: the inference thread owns it.
 */
final class FloatInput {
    private final FloatBuffer values; // (maxBatch, row...), row-major
    private final int[] row;
    private final int rowSize;

    FloatInput(int maxBatch, int... row) {
        this.row = row.clone();
        int size = 1;
        for (int dimension : row) {
            size *= dimension;
        }
        rowSize = size;
        values =
                ByteBuffer.allocateDirect(Math.multiplyExact(maxBatch, size) * Float.BYTES)
                        .order(ByteOrder.nativeOrder())
                        .asFloatBuffer();
    }

    /** Where rows are written: row {@code i} begins at {@link #offset}. */
    FloatBuffer values() {
        return values;
    }

    int offset(int index) {
        return index * rowSize;
    }

    void put(int index, float[] one) {
        values.put(index * rowSize, one);
    }

    /**
     * The first {@code batch} rows as a tensor; the caller closes it before it writes the next
     * batch.
     */
    OnnxTensor tensor(int batch) {
        long[] shape = new long[row.length + 1];
        shape[0] = batch;
        for (int i = 0; i < row.length; i++) {
            shape[i + 1] = row[i];
        }
        try {
            return OnnxTensor.createTensor(
                    OrtEnvironment.getEnvironment(), values.slice(0, batch * rowSize), shape);
        } catch (OrtException e) {
            throw new ModelException(ErrorCode.UNAVAILABLE, "tensor: " + e.getMessage(), e);
        }
    }
}
