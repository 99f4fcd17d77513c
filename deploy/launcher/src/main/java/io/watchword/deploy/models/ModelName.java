package io.watchword.deploy.models;

import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/** Names of added models: they become directories. */
final class ModelName {
    static final String RULE =
            "lower-case letters, digits, '.', '_' and '-', a letter or digit first";
    private static final Pattern GOOD = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

    private ModelName() {}

    static boolean good(String name) {
        return GOOD.matcher(name).matches() && !name.contains("..");
    }

    /** A directory's own name, as far as it may stand. */
    static String of(Path directory) {
        Path own = directory.toAbsolutePath().normalize().getFileName();
        String name = String.valueOf(own).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]+", "-");
        return name.replaceAll("\\.{2,}", ".").replaceAll("^[._-]+", "");
    }
}
