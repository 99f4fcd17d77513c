package io.watchword.llm.decode;

import static io.watchword.contract.ErrorCode.INVALID_OUTPUT;
import static io.watchword.llm.testing.FakeLlmEngine.peak;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.watchword.contract.TokenLedger;
import io.watchword.llm.decode.Caption.FinishReason;
import io.watchword.llm.prompt.CaptionRequest;
import io.watchword.llm.testing.FakeLlmEngine;
import io.watchword.llm.testing.Models;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class DecodeLoopTest {
    private static final double PROBABILITY =
            Math.exp(FakeLlmEngine.LOGIT)
                    / (Math.exp(FakeLlmEngine.LOGIT) + FakeLlmEngine.VOCABULARY - 1);

    private final List<String> streamed = new ArrayList<>();

    private DecodeOutcome run(FakeLlmEngine engine, CaptionRequest request) {
        return new DecodeLoop(Models.of(engine))
                .run(request, (id, text, logprob) -> streamed.add(text), () -> false);
    }

    private static FakeLlmEngine saying(String text) {
        return new FakeLlmEngine(Models.tokenizer().encode(text));
    }

    @Test
    void decodesUntilTheEndToken() {
        FakeLlmEngine engine = saying("Днём");

        DecodeOutcome outcome = run(engine, Models.request());

        Caption caption = ((DecodeOutcome.Captioned) outcome).caption();
        assertThat(caption.text()).isEqualTo("Днём");
        assertThat(caption.finishReason()).isEqualTo(FinishReason.STOP);
        assertThat(caption.ledger()).isEqualTo(new TokenLedger(1, 2, 0, 0, 0, 3, 9));
        assertThat(caption.confidence()).isCloseTo((float) PROBABILITY, within(1e-6f));
        assertThat(caption.promptSha256()).isEqualTo(Models.format(Models.PROMPT).sha256("en", ""));
        assertThat(streamed).containsExactly("", "Д", "", "н", "", "ё", "", "м");
        assertThat(engine.open()).isZero();
    }

    @Test
    void confidenceIsTheGeometricMeanWithTheEndToken() {
        float[] unsure = peak('a');
        unsure['b'] = FakeLlmEngine.LOGIT;
        FakeLlmEngine engine = new FakeLlmEngine(step -> step == 0 ? unsure : peak(256));

        DecodeOutcome outcome = run(engine, Models.request());

        double half = Math.exp(10) / (2 * Math.exp(10) + FakeLlmEngine.VOCABULARY - 2);
        assertThat(((DecodeOutcome.Captioned) outcome).caption().confidence())
                .isCloseTo((float) Math.sqrt(half * PROBABILITY), within(1e-6f));
    }

    @Test
    void stopsAtTheLimitOfAModelThatRepeatsItself() {
        FakeLlmEngine engine = new FakeLlmEngine(step -> peak('a'));

        DecodeOutcome outcome = run(engine, Models.request());

        Caption caption = ((DecodeOutcome.Captioned) outcome).caption();
        assertThat(caption.text()).isEqualTo("a".repeat(40));
        assertThat(caption.finishReason()).isEqualTo(FinishReason.LENGTH);
        assertThat(engine.steps()).isEqualTo(39);
    }

    @Test
    void decodesNoMoreThanTheRequestAllows() {
        CaptionRequest all = Models.request();
        CaptionRequest three =
                new CaptionRequest("e", all.bundleSha256(), "en", all.segments(), "", 3);

        DecodeOutcome outcome = run(saying("abcdef"), three);

        Caption caption = ((DecodeOutcome.Captioned) outcome).caption();
        assertThat(caption.text()).isEqualTo("abc");
        assertThat(caption.ledger().decoded()).isEqualTo(3);
    }

    @Test
    void refusesLogitsThatAreNotNumbers() {
        float[] broken = new float[FakeLlmEngine.VOCABULARY];
        Arrays.fill(broken, Float.NaN);
        FakeLlmEngine engine = new FakeLlmEngine(step -> step < 2 ? peak('a') : broken);

        DecodeOutcome outcome = run(engine, Models.request());

        assertThat(outcome)
                .isEqualTo(
                        new DecodeOutcome.Refused(
                                new Refusal(INVALID_OUTPUT, "token 2: logits are not finite")));
        assertThat(engine.open()).isZero();
    }

    @Test
    void refusesToGiveAnEmptyCaption() {
        DecodeOutcome outcome = run(saying("  "), Models.request());

        assertThat(outcome)
                .isEqualTo(
                        new DecodeOutcome.Refused(
                                new Refusal(INVALID_OUTPUT, "no word in 3 tokens")));
    }

    @Test
    void keepsACaptionOnOneLine() {
        DecodeOutcome outcome = run(saying("a\nb\u001b[2J"), Models.request());

        assertThat(((DecodeOutcome.Captioned) outcome).caption().text()).isEqualTo("a b [2J");
    }

    @Test
    void freesTheCacheWhenNobodyWaitsAnyMore() {
        FakeLlmEngine engine = saying("abcdef");

        DecodeOutcome outcome =
                new DecodeLoop(Models.of(engine))
                        .run(
                                Models.request(),
                                (id, text, logprob) -> streamed.add(text),
                                () -> streamed.size() == 2);

        assertThat(outcome).isEqualTo(new DecodeOutcome.Stopped());
        assertThat(streamed).containsExactly("a", "b");
        assertThat(engine.open()).isZero();
    }

    @Test
    void spendsNothingOnARequestThatWasGivenUpWhileItWaited() {
        FakeLlmEngine engine = saying("a");

        DecodeOutcome outcome =
                new DecodeLoop(Models.of(engine))
                        .run(Models.request(), (id, text, logprob) -> {}, () -> true);

        assertThat(outcome).isEqualTo(new DecodeOutcome.Stopped());
        assertThat(engine.prompts()).isEmpty();
    }
}
