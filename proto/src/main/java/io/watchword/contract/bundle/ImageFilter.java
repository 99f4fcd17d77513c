package io.watchword.contract.bundle;

import static io.watchword.contract.Checks.checkArgument;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How a picture is resampled, as PIL does it: the filter widens where the picture shrinks. */
public enum ImageFilter {
    /** Triangle, support 1. */
    BILINEAR,
    /** Cubic convolution with a = -0.5, support 2. */
    BICUBIC,
    /** Windowed sinc, support 3. */
    LANCZOS;

    /** As bundle.json has it. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The filter of that key.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static ImageFilter of(String key) {
        Optional<ImageFilter> found =
                Arrays.stream(values()).filter(filter -> filter.key().equals(key)).findFirst();
        checkArgument(
                found.isPresent(),
                "bundle.json: image filter is \"%s\", required bilinear, bicubic or lanczos",
                key);
        return found.orElseThrow();
    }
}
