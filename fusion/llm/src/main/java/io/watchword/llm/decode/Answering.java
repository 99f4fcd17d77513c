package io.watchword.llm.decode;

import io.watchword.llm.engine.Strand;

/** A strand that writes one answer. */
interface Answering extends Strand {
    /** What was decoded so far; {@link Answer.End#ABANDONED} until the answer has ended. */
    Answer answer();
}
