package io.watchword.contract;

import java.util.Locale;

/** What a token block speaks of. */
public enum Modality {
    SPATIAL,
    MOTION,
    AUDIO,
    TEMPORAL;

    /** Name used in bundles: {@code spatial}, {@code motion}, {@code audio}, {@code temporal}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
