package io.watchword.fusion.describe;

import static java.util.Objects.requireNonNull;

import io.watchword.fusion.context.ContextSegment;
import io.watchword.fusion.detect.EventCandidate;
import java.util.List;

/**
 * What a language model is asked: say what happens in these segments.
 *
 * @param language ISO 639-1 code of the answer
 * @param context oldest first
 */
public record Question(EventCandidate candidate, String language, List<ContextSegment> context) {
    public Question {
        requireNonNull(candidate, "candidate is null");
        requireNonNull(language, "language is null");
        context = List.copyOf(context);
    }
}
