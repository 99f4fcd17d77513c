package io.watchword.llm.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.watchword.contract.Modality;
import io.watchword.contract.TimeSpan;
import io.watchword.contract.TokenLedger;
import io.watchword.llm.dense.DenseEvent;
import io.watchword.llm.prompt.CaptionRequest;
import io.watchword.llm.testing.DenseModels;
import io.watchword.llm.testing.FakeLlmEngine;
import io.watchword.llm.testing.Models;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class DenseDecodeTest {
    private final List<String> streamed = new ArrayList<>();

    private static CaptionRequest request(boolean events) {
        return new CaptionRequest(
                "e",
                Models.SHA256,
                "en",
                List.of(
                        Models.segment(2_000_000, Models.block(Modality.SPATIAL, 2, 3, 1)),
                        Models.segment(4_000_000, Models.block(Modality.SPATIAL, 2, 3, 1))),
                "",
                0,
                events);
    }

    private Caption run(LanguageModel model, CaptionRequest request) {
        DecodeOutcome outcome =
                new DecodeLoop(model)
                        .run(request, (id, text, logprob) -> streamed.add(text), () -> false);
        return ((DecodeOutcome.Captioned) outcome).caption();
    }

    private static LanguageModel saying(String events) {
        return DenseModels.saying("By day.", events, Calibration.NONE);
    }

    @Test
    void tellsWhatHappensWhenOverTheSpanOfAllSegments() {
        Caption caption =
                run(saying("<time 0><time 5> a car<time 5><time 10> a dog"), request(true));

        assertThat(caption.text()).isEqualTo("By day.");
        assertThat(String.join("", streamed)).isEqualTo("By day.");
        assertThat(caption.events())
                .extracting(DenseEvent::span)
                .containsExactly(
                        new TimeSpan(2_000_000, 4_000_000), new TimeSpan(4_000_000, 6_000_000));
        assertThat(caption.events()).extracting(DenseEvent::text).containsExactly("a car", "a dog");
        assertThat(caption.ledger().decoded()).isEqualTo(8 + 17);
    }

    @Test
    void countsWhatBothPromptsBeginWithOnceAndReadsItOnce() {
        FakeLlmEngine captions = new FakeLlmEngine('a');
        FakeLlmEngine events = new FakeLlmEngine('b');
        LanguageModel model = DenseModels.model(captions, events, Calibration.NONE);

        TokenLedger alone = run(model, request(false)).ledger();
        TokenLedger both = run(model, request(true)).ledger();

        assertThat(alone.text()).isEqualTo(1);
        assertThat(both.text())
                .isEqualTo(1 + 2); // the language; what asks for events, and it again
        assertThat(both.prompt()).isEqualTo(alone.prompt() + 2);
    }

    @Test
    void givesTheCaptionAloneWhereNoEventsAreAskedForOrTheBundleCannotTell() {
        LanguageModel without = Models.of(new FakeLlmEngine(Models.tokenizer().encode("By day.")));

        assertThat(run(saying("<time 0><time 5> a car"), request(false)).events()).isEmpty();
        Caption untold = run(without, request(true));
        assertThat(untold.events()).isEmpty();
        assertThat(untold).isEqualTo(run(without, request(false)));
    }

    @Test
    void holdsTheModelToTheGrammar() {
        // The model wants words first and a time that lies before its start.
        Caption caption = run(saying("a<time 3><time 1> b"), request(true));

        assertThat(caption.events()).allSatisfy(e -> assertThat(e.text()).isNotBlank());
    }

    @Test
    void leavesOutTheEventAtWhichTheLimitStruck() {
        Caption caption =
                run(
                        saying("<time 0><time 5> a car<time 5><time 10> " + "b".repeat(50)),
                        request(true));

        assertThat(caption.events()).extracting(DenseEvent::text).containsExactly("a car");
    }

    @Test
    void keepsTheCaptionWhenTheLogitsOfItsEventsAreNotNumbers() {
        float[] broken = new float[FakeLlmEngine.VOCABULARY];
        Arrays.fill(broken, Float.NaN);
        FakeLlmEngine captions = new FakeLlmEngine('a');
        FakeLlmEngine events = new FakeLlmEngine(step -> broken);

        Caption caption = run(DenseModels.model(captions, events, Calibration.NONE), request(true));

        assertThat(caption.text()).isEqualTo("a");
        assertThat(caption.events()).isEmpty();
        assertThat(captions.open()).isZero();
        assertThat(events.open()).isZero();
    }

    @Test
    void isAsSureAsTheBundleFoundItselfToBeRight() {
        Calibration coin = new Calibration(true, 0, 0, 0);

        Caption caption = run(DenseModels.saying("a", "<time 0><time 5> a", coin), request(true));

        assertThat(caption.confidence()).isCloseTo(0.5f, within(1e-6f));
        assertThat(caption.events().get(0).confidence()).isCloseTo(0.5f, within(1e-6f));
    }
}
