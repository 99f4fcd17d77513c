package io.watchword.deploy.eval.set;

import static java.util.Objects.requireNonNull;

import io.watchword.contract.TimeSpan;
import java.util.Map;
import java.util.Optional;

/**
 * What is true of a span.
 *
 * @param slots facts by name; empty where the set only has sentences
 * @param sentences by language
 */
public record Described(TimeSpan span, Map<String, String> slots, Map<String, String> sentences) {
    public Described {
        requireNonNull(span, "span is null");
        slots = Map.copyOf(slots);
        sentences = Map.copyOf(sentences);
    }

    public Optional<String> sentence(String language) {
        return Optional.ofNullable(sentences.get(language));
    }

    /** Sum of what the ends are apart. */
    public long distanceUs(TimeSpan other) {
        return Math.abs(span.startUs() - other.startUs()) + Math.abs(span.endUs() - other.endUs());
    }
}
