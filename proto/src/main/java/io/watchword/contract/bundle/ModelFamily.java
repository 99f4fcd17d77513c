package io.watchword.contract.bundle;

import static io.watchword.contract.Checks.checkArgument;

import java.util.Arrays;
import java.util.Optional;

/** Published vision-language models that share names of tensors and a way to mark pictures. */
public enum ModelFamily {
    /** Idefics3 and SmolVLM: pixels with a mask, a frame of special tokens around each picture. */
    IDEFICS3("idefics3"),
    /** LLaVA: one square of pixels, its features in a row. */
    LLAVA("llava"),
    /** FastVLM: as LLaVA, with Qwen2 and its way of a conversation. */
    LLAVA_QWEN2("llava_qwen2"),
    /** Qwen2-VL: patches of any grid, positions of three coordinates. */
    QWEN2_VL("qwen2_vl");

    private final String key;

    ModelFamily(String key) {
        this.key = key;
    }

    /** As bundle.json has it. */
    public String key() {
        return key;
    }

    public static Optional<ModelFamily> find(String key) {
        return Arrays.stream(values()).filter(family -> family.key.equals(key)).findFirst();
    }

    /**
     * The family of that key.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static ModelFamily of(String key) {
        Optional<ModelFamily> found = find(key);
        checkArgument(
                found.isPresent(),
                "bundle.json: family is \"%s\", required one of %s",
                key,
                Arrays.stream(values()).map(ModelFamily::key).toList());
        return found.orElseThrow();
    }
}
