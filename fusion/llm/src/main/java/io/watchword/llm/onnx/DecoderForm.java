package io.watchword.llm.onnx;

import static io.watchword.contract.Checks.checkArgument;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.TensorInfo;
import io.watchword.contract.bundle.PositionForm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a {@code decoder_model_merged} takes and gives, by name: the order of tensors differs
 * between exporters.
 *
 * @param hidden values of one embedding
 * @param positions what it wants to know of where a token stands
 * @param optional inputs of exporters that a step fills with what it means
 * @param caches the tensors of the KV cache
 */
record DecoderForm(int hidden, PositionForm positions, Set<String> optional, List<Cache> caches) {
    static final String INPUTS_EMBEDS = "inputs_embeds";
    static final String ATTENTION_MASK = "attention_mask";
    static final String POSITION_IDS = "position_ids";
    static final String LOGITS_TO_KEEP = "num_logits_to_keep";
    static final String USE_CACHE = "use_cache_branch";
    static final String LOGITS = "logits";
    private static final String PAST = "past_key_values.";
    private static final String PRESENT = "present.";

    /** One tensor of the KV cache, shape (rows, heads, positions, headDim). */
    record Cache(String past, String present, OnnxJavaType type, int heads, int headDim) {
        /** Bytes of one head at one position. */
        int headBytes() {
            return headDim * type.size;
        }
    }

    /** Sizes from bundle.json, for dimensions that a model leaves open; 0 where it has none. */
    record Sizes(int hidden, int kvHeads, int headDim) {}

    /**
     * Reads a decoder's metadata.
     *
     * @throws IllegalArgumentException if it needs an input we do not know, or lacks one
     */
    static DecoderForm of(
            Map<String, NodeInfo> inputs, Map<String, NodeInfo> outputs, Sizes sizes) {
        long[] embeds = OnnxSessions.shape(inputs, INPUTS_EMBEDS, OnnxJavaType.FLOAT, 3);
        OnnxSessions.shape(inputs, ATTENTION_MASK, OnnxJavaType.INT64, 2);
        OnnxSessions.shape(outputs, LOGITS, OnnxJavaType.FLOAT, 3);
        long hidden = embeds[2] > 0 ? embeds[2] : sizes.hidden();
        checkArgument(hidden > 0, "%s: hidden size is not fixed", INPUTS_EMBEDS);
        List<Cache> caches = new ArrayList<>();
        List<String> optional = new ArrayList<>();
        for (String name : inputs.keySet()) {
            if (name.startsWith(PAST)) {
                caches.add(cache(name, inputs, outputs, sizes));
            } else if (Set.of(LOGITS_TO_KEEP, USE_CACHE).contains(name)) {
                optional.add(name);
            } else {
                checkArgument(
                        Set.of(INPUTS_EMBEDS, ATTENTION_MASK, POSITION_IDS).contains(name),
                        "decoder needs an input %s that we do not know",
                        name);
            }
        }
        checkArgument(!caches.isEmpty(), "decoder has no KV cache");
        return new DecoderForm((int) hidden, positions(inputs), Set.copyOf(optional), caches);
    }

    private static PositionForm positions(Map<String, NodeInfo> inputs) {
        NodeInfo node = inputs.get(POSITION_IDS);
        if (node == null) {
            return PositionForm.NONE;
        }
        boolean three = node.getInfo() instanceof TensorInfo t && t.getShape().length == 3;
        long[] shape = OnnxSessions.shape(inputs, POSITION_IDS, OnnxJavaType.INT64, three ? 3 : 2);
        checkArgument(
                !three || shape[0] == 3 || shape[0] < 0,
                "%s has %d coordinates, required 3",
                POSITION_IDS,
                shape[0]);
        return three ? PositionForm.THREE : PositionForm.ONE;
    }

    private static Cache cache(
            String past, Map<String, NodeInfo> inputs, Map<String, NodeInfo> outputs, Sizes sizes) {
        String present = PRESENT + past.substring(PAST.length());
        NodeInfo node = inputs.get(past);
        OnnxJavaType type =
                node != null && node.getInfo() instanceof TensorInfo tensor
                        ? tensor.type
                        : OnnxJavaType.UNKNOWN;
        checkArgument(
                type == OnnxJavaType.FLOAT || type == OnnxJavaType.FLOAT16,
                "%s is %s, required FLOAT or FLOAT16",
                past,
                type);
        long[] shape = OnnxSessions.shape(inputs, past, type, 4);
        OnnxSessions.shape(outputs, present, type, 4);
        int heads = shape[1] > 0 ? (int) shape[1] : sizes.kvHeads();
        int dim = shape[3] > 0 ? (int) shape[3] : sizes.headDim();
        checkArgument(heads > 0 && dim > 0, "%s: heads or head size is not fixed", past);
        return new Cache(past, present, type, heads, dim);
    }
}
