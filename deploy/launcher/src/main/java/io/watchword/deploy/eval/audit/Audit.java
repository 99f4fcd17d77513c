package io.watchword.deploy.eval.audit;

import static io.watchword.contract.Checks.checkArgument;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What is taken away before the model is asked about the same span again. */
public enum Audit {
    /** Every stored embedding is zero. */
    BLIND,
    /** Every segment shows the stream's first key frame, and nothing moves; the sound stays. */
    FROZEN,
    /** The steps of each segment's motion field come in another order. */
    SHUFFLED,
    /** There is no sound. */
    MUTED,
    /** The embeddings are those of another source, at the same place in it. */
    WRONG_STREAM;

    /** As people write it. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether the segments must go through the encoders again. */
    boolean encodesAgain() {
        return this == FROZEN || this == SHUFFLED || this == MUTED;
    }

    /** Whether any of them must. */
    public static boolean anyEncodesAgain(Set<Audit> audits) {
        return audits.stream().anyMatch(Audit::encodesAgain);
    }

    /**
     * Reads a list with commas; {@code none} is the empty one.
     *
     * @throws IllegalArgumentException naming every word that is none
     */
    public static Set<Audit> parse(String list) {
        Set<Audit> audits = new LinkedHashSet<>();
        List<String> unknown = new ArrayList<>();
        for (String word : list.split(",", -1)) {
            String key = word.strip();
            if (key.equals("none")) {
                continue;
            }
            Arrays.stream(values())
                    .filter(audit -> audit.key().equals(key))
                    .findFirst()
                    .ifPresentOrElse(audits::add, () -> unknown.add("\"" + key + "\""));
        }
        checkArgument(
                unknown.isEmpty(),
                "unknown audit %s, there are %s",
                String.join(", ", unknown),
                String.join(", ", Arrays.stream(values()).map(Audit::key).toList()));
        return audits;
    }
}
