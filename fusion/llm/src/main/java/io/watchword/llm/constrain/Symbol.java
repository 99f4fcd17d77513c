package io.watchword.llm.constrain;

/** A part of a document that is still to be written, or is being written. Immutable. */
sealed interface Symbol permits Terminal, Expansion {
    /** The shortest text that completes it, UTF-8. Nobody may write to it. */
    byte[] closing();
}
