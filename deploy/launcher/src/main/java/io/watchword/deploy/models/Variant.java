package io.watchword.deploy.models;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How the weights of a published graph are kept: the end of its file name says it. */
enum Variant {
    FP32(""),
    Q8("_quantized"),
    INT8("_int8"),
    UINT8("_uint8"),
    Q4("_q4"),
    BNB4("_bnb4"),
    Q4F16("_q4f16"),
    FP16("_fp16");

    private final String suffix;

    Variant(String suffix) {
        this.suffix = suffix;
    }

    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    String file(String session) {
        return "onnx/" + session + suffix + ".onnx";
    }

    /** Needs arithmetic that a CPU does not have. */
    boolean half() {
        return this == FP16 || this == Q4F16;
    }

    static Optional<Variant> find(String key) {
        return Arrays.stream(values()).filter(variant -> variant.key().equals(key)).findFirst();
    }

    /** What may serve where this one is asked for: publishers name eight bits in two ways. */
    List<Variant> alike() {
        return switch (this) {
            case INT8 -> List.of(INT8, Q8);
            case Q8 -> List.of(Q8, INT8);
            default -> List.of(this);
        };
    }
}
