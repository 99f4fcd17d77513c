package io.watchword.llm.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The tensors of one step of a decoder, all but its KV cache. Owns them. */
final class StepInputs implements AutoCloseable {
    private final OrtEnvironment environment = OnnxSessions.environment();
    private final Map<String, OnnxTensor> tensors = new HashMap<>();
    private final int count;

    /** Where a row shorter than the longest is filled up. */
    enum Padding {
        LEFT,
        RIGHT
    }

    private StepInputs(int count) {
        this.count = count;
    }

    /**
     * The inputs of a piece of a prompt, one row, nothing padded.
     *
     * @param embeds shape (count, hidden)
     * @param axes shape (3, count), for decoders that take three coordinates
     * @param before positions in the KV cache
     */
    static StepInputs read(DecoderForm form, FloatBuffer embeds, long[][] axes, int before)
            throws OrtException {
        int count = axes[0].length;
        StepInputs step = new StepInputs(count);
        step.embeds(embeds, 1, form.hidden());
        step.attention(new int[] {before + count}, before + count, Padding.LEFT);
        switch (form.positions()) {
            case NONE -> {}
            case ONE -> step.positions(counting(before, count), 1);
            case THREE -> step.axes(axes, 1);
        }
        step.optional(form, before > 0);
        return step;
    }

    private static long[] counting(int from, int count) {
        long[] ids = new long[count];
        for (int i = 0; i < count; i++) {
            ids[i] = from + (long) i;
        }
        return ids;
    }

    /**
     * The inputs of one more token for each sequence.
     *
     * @param embeds shape (sequences, hidden)
     * @param columns positions of each row after this step, those of padding among them
     */
    static StepInputs decode(
            DecoderForm form,
            FloatBuffer embeds,
            List<OnnxSequence> sequences,
            int columns,
            Padding padding)
            throws OrtException {
        int rows = sequences.size();
        int[] filled = new int[rows];
        long[] plain = new long[rows];
        long[] rotary = new long[rows];
        for (int row = 0; row < rows; row++) {
            OnnxSequence sequence = sequences.get(row);
            filled[row] = sequence.positions() + 1;
            plain[row] = sequence.positions();
            rotary[row] = sequence.nextRotary();
        }
        StepInputs step = new StepInputs(1);
        step.embeds(embeds, rows, form.hidden());
        step.attention(filled, columns, padding);
        switch (form.positions()) {
            case NONE -> {}
            case ONE -> step.positions(plain, rows);
            case THREE -> step.axes(new long[][] {rotary, rotary, rotary}, rows);
        }
        step.optional(form, true);
        return step;
    }

    /** Positions that each row grows by. */
    int count() {
        return count;
    }

    /** By name; belongs to this. */
    Map<String, OnnxTensor> tensors() {
        return tensors;
    }

    private void embeds(FloatBuffer embeds, int rows, int hidden) throws OrtException {
        long[] shape = {rows, count, hidden};
        put(DecoderForm.INPUTS_EMBEDS, OnnxTensor.createTensor(environment, embeds, shape));
    }

    /**
     * @param filled columns of each row that are not padding
     */
    private void attention(int[] filled, int columns, Padding padding) throws OrtException {
        LongBuffer mask = OnnxSessions.longs(filled.length * columns);
        for (int row = 0; row < filled.length; row++) {
            int first = padding == Padding.LEFT ? columns - filled[row] : 0;
            for (int column = first; column < first + filled[row]; column++) {
                mask.put(row * columns + column, 1);
            }
        }
        long[] shape = {filled.length, columns};
        put(DecoderForm.ATTENTION_MASK, OnnxTensor.createTensor(environment, mask, shape));
    }

    /**
     * @param ids shape (rows, count)
     */
    private void positions(long[] ids, int rows) throws OrtException {
        LongBuffer buffer = OnnxSessions.longs(ids.length).put(ids).flip();
        long[] shape = {rows, ids.length / rows};
        put(DecoderForm.POSITION_IDS, OnnxTensor.createTensor(environment, buffer, shape));
    }

    /**
     * @param axes shape (3, rows × count)
     */
    private void axes(long[][] axes, int rows) throws OrtException {
        int count = axes[0].length;
        LongBuffer ids = OnnxSessions.longs(axes.length * count);
        for (long[] axis : axes) {
            ids.put(axis);
        }
        long[] shape = {axes.length, rows, count / rows};
        put(DecoderForm.POSITION_IDS, OnnxTensor.createTensor(environment, ids.flip(), shape));
    }

    /**
     * Only the last position's logits are wanted.
     *
     * @param past whether there are positions in the KV cache
     */
    private void optional(DecoderForm form, boolean past) throws OrtException {
        if (form.optional().contains(DecoderForm.LOGITS_TO_KEEP)) {
            LongBuffer one = OnnxSessions.longs(1).put(0, 1);
            put(DecoderForm.LOGITS_TO_KEEP, OnnxTensor.createTensor(environment, one, new long[0]));
        }
        if (form.optional().contains(DecoderForm.USE_CACHE)) {
            put(DecoderForm.USE_CACHE, OnnxTensor.createTensor(environment, new boolean[] {past}));
        }
    }

    private void put(String name, OnnxTensor tensor) {
        tensors.put(name, tensor);
    }

    @Override
    public void close() {
        tensors.values().forEach(OnnxTensor::close);
    }
}
