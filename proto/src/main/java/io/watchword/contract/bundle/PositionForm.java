package io.watchword.contract.bundle;

import static io.watchword.contract.Checks.checkArgument;

import java.util.Arrays;
import java.util.Optional;

/** What a decoder wants to know of where a token stands. */
public enum PositionForm {
    /** Nothing: positions are built in. */
    NONE("none"),
    /** [batch, step], counted from 0. */
    ONE("1d"),
    /**
     * [3, batch, step]: time, row and column. Of words all three are equal and count up; of a
     * picture they are those of its square of patches, from the first word before on; the next word
     * goes on after the largest.
     */
    THREE("mrope");

    private final String key;

    PositionForm(String key) {
        this.key = key;
    }

    /** As bundle.json has it. */
    public String key() {
        return key;
    }

    /**
     * The form of that key.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static PositionForm of(String key) {
        Optional<PositionForm> found =
                Arrays.stream(values()).filter(form -> form.key.equals(key)).findFirst();
        checkArgument(
                found.isPresent(),
                "bundle.json: languageModel.positions is \"%s\", required none, 1d or mrope",
                key);
        return found.orElseThrow();
    }
}
