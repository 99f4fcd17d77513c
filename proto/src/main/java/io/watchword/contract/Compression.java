package io.watchword.contract;

import static io.watchword.contract.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How projected embeddings are made fewer where a prompt would take more positions for them than it
 * may.
 *
 * @param maxPositions most positions of one prompt that segments take, delimiters in; of no effect
 *     without a kind
 */
public record Compression(Kind kind, int maxPositions) implements Serializable {
    /** What is given up. */
    public enum Kind {
        /** Nothing: a prompt holds every embedding. */
        NONE,
        /** Whole segments, the oldest first. */
        NEWEST,
        /** Detail: neighbours in a grid become their mean, those of pictures first. */
        POOL,
        /**
         * Embeddings that are like ones already shown, the oldest first; motion is kept longest.
         */
        NOVELTY,
        /** Older segments become weighted k-means centres of their embeddings. */
        MEMORY,
        /** Older segments become the latents of the bundle's resampler. */
        RESAMPLE
    }

    /** The fewest positions in which a segment can still say something in each modality. */
    public static final int LEAST_POSITIONS = 16;

    private static final Pattern TEXT = Pattern.compile("([a-z]+):([0-9]{1,6})");

    public static final Compression NONE = new Compression(Kind.NONE, 128);

    public Compression {
        requireNonNull(kind, "kind is missing");
        checkArgument(
                maxPositions >= LEAST_POSITIONS,
                "maxPositions is %d, required at least %d",
                maxPositions,
                LEAST_POSITIONS);
    }

    /**
     * Reads what {@link #text} writes.
     *
     * @throws IllegalArgumentException if it is none, or without a number that it needs
     */
    public static Compression parse(String text) {
        if (text.equals(NONE.text())) {
            return NONE;
        }
        Matcher parts = TEXT.matcher(text);
        Kind kind =
                Arrays.stream(Kind.values())
                        .filter(one -> parts.matches() && key(one).equals(parts.group(1)))
                        .findFirst()
                        .orElse(Kind.NONE);
        checkArgument(
                kind != Kind.NONE,
                "\"%s\": required none, or one of %s with the most positions of a prompt, such as"
                        + " pool:128",
                text,
                Arrays.stream(Kind.values())
                        .filter(one -> one != Kind.NONE)
                        .map(Compression::key)
                        .collect(Collectors.joining(", ")));
        return new Compression(kind, Integer.parseInt(parts.group(2)));
    }

    /** As people write it: {@code pool:128}, or {@code none}. */
    public String text() {
        return none() ? key(kind) : key(kind) + ":" + maxPositions;
    }

    private static String key(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /** Whether prompts are left as they are. */
    public boolean none() {
        return kind == Kind.NONE;
    }
}
