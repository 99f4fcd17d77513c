package io.watchword.view.ask;

import io.watchword.view.access.Rights;

/** Answers questions from what is stored of streams. Thread-safe. */
public interface Asking {
    /** Where nobody answers. */
    Asking NONE =
            (question, rights, listener) -> {
                throw new AskRefused(
                        AskRefused.Reason.UNABLE, "no language model answers questions here");
            };

    /**
     * Asks; returns when the answer was told.
     *
     * @throws AskRefused before the listener heard anything
     * @throws InterruptedException if the calling thread was told to give up
     */
    void ask(AskedOfStream question, Rights rights, AnswerListener listener)
            throws AskRefused, InterruptedException;
}
