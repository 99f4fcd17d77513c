package io.watchword.view.ask;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Hears of an answer while it comes about, in the thread that asks. */
@FunctionalInterface
public interface AnswerListener {
    /** What is told. */
    enum Kind {
        /** What will be looked at. */
        PLAN,
        /** What the model says about one window. */
        WINDOW,
        /** The answer; nothing follows. */
        ANSWER
    }

    /**
     * Takes what is told.
     *
     * @throws Gone if nobody listens any more: the question is given up
     */
    void told(Kind kind, ObjectNode what) throws Gone;

    /** Nobody listens any more. */
    final class Gone extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public Gone(Throwable cause) {
            super("who asked has gone", cause);
        }
    }
}
