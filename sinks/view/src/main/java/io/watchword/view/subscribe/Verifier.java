package io.watchword.view.subscribe;

import static java.util.Objects.requireNonNull;

import io.watchword.view.timeline.TimelineEntry;

/** Asks the language model about what is stored of an event. Thread-safe. */
@FunctionalInterface
public interface Verifier {
    /** For an installation without a model that answers: every hit stays unverified. */
    Verifier NONE = (question, language, entry) -> new Verdict(Answer.CANNOT_SAY, 0);

    /** What the model said. */
    enum Answer {
        YES,
        NO,
        /** It is away, refuses, or said neither yes nor no. */
        CANNOT_SAY
    }

    /**
     * @param confidence {@code [0, 1]}
     */
    record Verdict(Answer answer, float confidence) {
        public Verdict {
            requireNonNull(answer, "answer is null");
        }
    }

    /**
     * Waits for the answer, for a bounded time.
     *
     * @param words what the subscription looks for, as they were written
     */
    Verdict verify(String words, String language, TimelineEntry entry);
}
