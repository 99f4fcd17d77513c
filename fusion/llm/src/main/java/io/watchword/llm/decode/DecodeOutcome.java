package io.watchword.llm.decode;

/** What became of one request. */
public sealed interface DecodeOutcome {
    /** The model spoke. */
    record Captioned(Caption caption) implements DecodeOutcome {}

    /** It answered with something that must not leave. */
    record Refused(Refusal refusal) implements DecodeOutcome {}

    /** Nobody waits for the answer any more. */
    record Stopped() implements DecodeOutcome {}
}
