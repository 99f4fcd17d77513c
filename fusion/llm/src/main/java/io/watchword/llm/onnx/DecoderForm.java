package io.watchword.llm.onnx;

import static io.watchword.contract.Checks.checkArgument;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a {@code decoder_model_merged} takes and gives, by name: the order of tensors differs
 * between exporters.
 *
 * @param hidden values of one embedding
 * @param vocabulary logits of one position
 * @param positionIds whether it takes {@code position_ids}; decoders with built-in rotary do not
 * @param caches the tensors of the KV cache
 */
record DecoderForm(int hidden, int vocabulary, boolean positionIds, List<Cache> caches) {
    static final String INPUTS_EMBEDS = "inputs_embeds";
    static final String ATTENTION_MASK = "attention_mask";
    static final String POSITION_IDS = "position_ids";
    static final String LOGITS = "logits";
    private static final String PAST = "past_key_values.";
    private static final String PRESENT = "present.";

    /** One tensor of the KV cache, shape (1, heads, positions, headDim). */
    record Cache(String past, String present, int heads, int headDim) {}

    /**
     * Reads a decoder's metadata.
     *
     * @param kvHeads from bundle.json, where the model leaves the dimension open
     * @param headDim likewise
     * @throws IllegalArgumentException if it needs an input we do not know, or lacks one
     */
    static DecoderForm of(
            Map<String, NodeInfo> inputs, Map<String, NodeInfo> outputs, int kvHeads, int headDim) {
        long[] embeds = OnnxSessions.shape(inputs, INPUTS_EMBEDS, OnnxJavaType.FLOAT, 3);
        OnnxSessions.shape(inputs, ATTENTION_MASK, OnnxJavaType.INT64, 2);
        boolean positionIds = inputs.containsKey(POSITION_IDS);
        if (positionIds) {
            OnnxSessions.shape(inputs, POSITION_IDS, OnnxJavaType.INT64, 2);
        }
        long[] logits = OnnxSessions.shape(outputs, LOGITS, OnnxJavaType.FLOAT, 3);
        checkArgument(embeds[2] > 0, "%s: hidden size is not fixed", INPUTS_EMBEDS);
        checkArgument(logits[2] > 0, "%s: vocabulary is not fixed", LOGITS);
        List<Cache> caches = new ArrayList<>();
        for (String name : inputs.keySet()) {
            if (name.startsWith(PAST)) {
                caches.add(cache(name, inputs, outputs, kvHeads, headDim));
                continue;
            }
            checkArgument(
                    Set.of(INPUTS_EMBEDS, ATTENTION_MASK, POSITION_IDS).contains(name),
                    "decoder needs an input %s that we do not know",
                    name);
        }
        checkArgument(!caches.isEmpty(), "decoder has no KV cache");
        return new DecoderForm((int) embeds[2], (int) logits[2], positionIds, caches);
    }

    private static Cache cache(
            String past,
            Map<String, NodeInfo> inputs,
            Map<String, NodeInfo> outputs,
            int kvHeads,
            int headDim) {
        String present = PRESENT + past.substring(PAST.length());
        long[] shape = OnnxSessions.shape(inputs, past, OnnxJavaType.FLOAT, 4);
        OnnxSessions.shape(outputs, present, OnnxJavaType.FLOAT, 4);
        int heads = shape[1] > 0 ? (int) shape[1] : kvHeads;
        int dim = shape[3] > 0 ? (int) shape[3] : headDim;
        checkArgument(heads > 0 && dim > 0, "%s: heads or head size is not fixed", past);
        return new Cache(past, present, heads, dim);
    }
}
