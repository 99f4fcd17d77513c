package io.watchword.fusion.ask;

import io.watchword.contract.ErrorCode;
import io.watchword.contract.TimeSpan;
import io.watchword.contract.TokenLedger;
import io.watchword.fusion.describe.Description;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Answers as a test says, and remembers what it was asked. */
final class ScriptedModel implements WindowModel {
    final List<Asked> asked = new ArrayList<>();
    private final Function<Asked, Description> script;

    private ScriptedModel(Function<Asked, Description> script) {
        this.script = script;
    }

    static ScriptedModel saying(Function<Asked, Description> script) {
        return new ScriptedModel(script);
    }

    /** Yes for windows that overlap a span, else no. */
    static ScriptedModel yesIn(TimeSpan span) {
        return saying(
                asked ->
                        said(
                                asked.segments().stream()
                                                .anyMatch(segment -> segment.span().overlaps(span))
                                        ? "Yes."
                                        : "No.",
                                0.9f));
    }

    static Description said(String text, float confidence) {
        return new Description.Described(
                text, confidence, new TokenLedger(10, 60, 60, 20, 32, 36, 2), "tiny 1", "sha", "p");
    }

    static Description refused(String detail) {
        return new Description.Refused(ErrorCode.INVALID_RECORD, detail);
    }

    @Override
    public CompletableFuture<Description> answer(Asked question) {
        asked.add(question);
        return CompletableFuture.completedFuture(script.apply(question));
    }

    @Override
    public void close() {}
}
