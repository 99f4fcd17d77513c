package io.watchword.llm.decode;

import io.watchword.contract.TokenLedger;
import io.watchword.llm.engine.LlmEngine;
import io.watchword.llm.engine.Sequence;
import io.watchword.llm.prompt.Prompt;
import io.watchword.llm.sample.Sample;
import io.watchword.llm.sample.TokenRule;
import java.util.ArrayList;
import java.util.List;

/** One of several beginnings of an answer. Owns its sequence. Not thread-safe. */
final class Beam implements AutoCloseable {
    private final Sequence sequence;
    private final TokenRule rule;
    private final List<Sample> samples = new ArrayList<>();

    /** At the end of a prompt. */
    Beam(LlmEngine engine, Prompt prompt, TokenRule rule) {
        this.sequence = engine.prefill(prompt);
        this.rule = rule;
    }

    /** After another beam's tokens; runs the prompt and them again. */
    Beam(LlmEngine engine, Prompt prompt, TokenRule rule, List<Sample> said) {
        int[] ids = said.stream().mapToInt(Sample::tokenId).toArray();
        this.sequence = engine.prefill(ids.length == 0 ? prompt : continued(prompt, ids));
        this.rule = rule;
        for (Sample sample : said) {
            samples.add(sample);
            rule.said(sample.tokenId());
        }
    }

    private static Prompt continued(Prompt prompt, int[] ids) {
        List<Prompt.Piece> pieces = new ArrayList<>(prompt.pieces());
        pieces.add(new Prompt.Tokens(ids));
        TokenLedger read = prompt.ledger();
        return new Prompt(
                pieces,
                new TokenLedger(
                        read.text() + ids.length,
                        read.spatial(),
                        read.motion(),
                        read.audio(),
                        read.temporal(),
                        read.delimiter(),
                        0));
    }

    /** Logits of what the rule allows next; the caller may write to them. */
    float[] logits() {
        float[] logits = sequence.logits();
        rule.restrict(logits);
        return logits;
    }

    /** What was said so far. */
    List<Sample> samples() {
        return List.copyOf(samples);
    }

    /** Goes on with a token at which it does not end. */
    void say(Sample sample) {
        samples.add(sample);
        rule.said(sample.tokenId());
        sequence.decode(sample.tokenId());
    }

    @Override
    public void close() {
        sequence.close();
    }
}
