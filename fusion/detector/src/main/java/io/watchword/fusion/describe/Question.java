package io.watchword.fusion.describe;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import io.watchword.contract.TimeSpan;
import io.watchword.fusion.context.ContextSegment;
import io.watchword.fusion.detect.EventCandidate;
import java.util.List;

/**
 * What a language model is asked: say what happens in these segments, and when.
 *
 * @param language ISO 639-1 code of the answer
 * @param context oldest first
 * @param prompt what to say of it, in plain words; empty for the caption the model was trained to
 *     give
 */
public record Question(
        EventCandidate candidate, String language, List<ContextSegment> context, String prompt) {
    private static final long MOST_HOLE_US = 100_000;

    public Question {
        requireNonNull(candidate, "candidate is null");
        requireNonNull(language, "language is null");
        // Flink restores what was checkpointed before there were prompts without one.
        prompt = requireNonNullElse(prompt, "");
        context = List.copyOf(context);
    }

    /** Asks for a caption. */
    public Question(EventCandidate candidate, String language, List<ContextSegment> context) {
        this(candidate, language, context, "");
    }

    /** The same, in people's own words. */
    public Question asking(String words) {
        return new Question(candidate, language, context, words);
    }

    /**
     * Whether to ask what happens when: something does, and the model sees it without holes, for it
     * tells times as parts of all it sees. People's own words are answered as they are.
     */
    public boolean asksWhen() {
        if (candidate.calm() || context.isEmpty() || !prompt.isEmpty()) {
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
