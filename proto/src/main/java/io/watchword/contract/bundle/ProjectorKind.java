package io.watchword.contract.bundle;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a projector's graph computes: {@code kind} of a projector's role in bundle.json. */
public enum ProjectorKind {
    /** One matrix. */
    LINEAR(1),
    /** Matrices with non-linearities between them. */
    MLP(1),
    /** A transformer layer over the tokens of a block, then one matrix. */
    TRANSFORMER(1),
    /**
     * Features of several layers of two encoders, each encoder's by one matrix into a common space,
     * mixed there with learned shares.
     */
    MIX(2),
    /**
     * Learned queries attend to the tokens: any number of them becomes as many as there are
     * queries.
     */
    PERCEIVER(1);

    private final int inputs;

    ProjectorKind(int inputs) {
        this.inputs = inputs;
    }

    /** Tensors that the graph takes; the values of an embedding are dealt to them in order. */
    public int inputs() {
        return inputs;
    }

    /** As bundle.json says it: {@code linear}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The kind of this key, or empty where there is none. */
    public static Optional<ProjectorKind> of(String key) {
        return Arrays.stream(values()).filter(kind -> kind.key().equals(key)).findFirst();
    }

    static String keys() {
        return Arrays.stream(values()).map(ProjectorKind::key).collect(Collectors.joining(", "));
    }
}
