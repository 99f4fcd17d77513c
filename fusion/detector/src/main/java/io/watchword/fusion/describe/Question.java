package io.watchword.fusion.describe;

import static java.util.Objects.requireNonNull;

import io.watchword.contract.TimeSpan;
import io.watchword.fusion.context.ContextSegment;
import io.watchword.fusion.detect.EventCandidate;
import java.util.List;

/**
 * What a language model is asked: say what happens in these segments, and when.
 *
 * @param language ISO 639-1 code of the answer
 * @param context oldest first
 */
public record Question(EventCandidate candidate, String language, List<ContextSegment> context) {
    private static final long MOST_HOLE_US = 100_000;

    public Question {
        requireNonNull(candidate, "candidate is null");
        requireNonNull(language, "language is null");
        context = List.copyOf(context);
    }

    /**
     * Whether to ask what happens when: something does, and the model sees it without holes, for it
     * tells times as parts of all it sees.
     */
    public boolean asksWhen() {
        if (candidate.calm() || context.isEmpty()) {
            return false;
        }
        for (int i = 1; i < context.size(); i++) {
            long holeUs = context.get(i).span().startUs() - context.get(i - 1).span().endUs();
            if (Math.abs(holeUs) > MOST_HOLE_US) {
                return false;
            }
        }
        return true;
    }

    /** From the start of the first segment to the end of the last; there must be one. */
    TimeSpan window() {
        return new TimeSpan(
                context.get(0).span().startUs(), context.get(context.size() - 1).span().endUs());
    }
}
