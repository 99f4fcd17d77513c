package io.watchword.contract.bundle;

import static io.watchword.contract.Checks.checkArgument;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** When the language model is shown tiles beside the whole picture: each costs as many tokens. */
public enum Tiling {
    /** Never; none are encoded. */
    OFF,
    /** For the answer to a question; captions see the whole picture only. */
    DETAIL,
    /** Whenever there is room. */
    ALWAYS;

    /** As bundle.json has it. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Tiling> find(String key) {
        return Arrays.stream(values()).filter(tiling -> tiling.key().equals(key)).findFirst();
    }

    /**
     * The one of that key.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Tiling of(String key) {
        Optional<Tiling> found = find(key);
        checkArgument(
                found.isPresent(),
                "bundle.json: image.tiling is \"%s\", required off, detail or always",
                key);
        return found.orElseThrow();
    }
}
