package io.watchword.llm.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.contract.TokenLedger;
import io.watchword.contract.bundle.ModelBundle;
import io.watchword.llm.decode.Caption;
import io.watchword.llm.decode.DecodeOutcome;
import io.watchword.llm.decode.LocalCaptioner;
import io.watchword.llm.engine.EngineMetrics;
import io.watchword.llm.engine.SchedulerLimits;
import io.watchword.llm.prompt.CaptionRequest;
import io.watchword.llm.testing.TestCaller;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is asked of the same segments reads them once, and nobody can hear it. */
class SharedHeadTest {
    private final ModelBundle bundle = Golden.bundle();
    private final CaptionRequest golden = new Golden().request(bundle);
    private final Read read = new Read();

    /** Positions run, and those found read. */
    private static final class Read implements EngineMetrics {
        private final List<TokenLedger> run = Collections.synchronizedList(new ArrayList<>());
        private final List<Integer> reused = Collections.synchronizedList(new ArrayList<>());

        @Override
        public void prefilled(TokenLedger prompt, long elapsedNs) {
            run.add(prompt);
        }

        @Override
        public void reused(int positions) {
            reused.add(positions);
        }

        int positions() {
            return run.stream().mapToInt(TokenLedger::prompt).sum();
        }
    }

    /** Ids and the bits of their probabilities, and the caption. */
    private record Heard(List<Integer> ids, List<Float> logprobs, Caption caption) {}

    private static Heard hear(LocalCaptioner captioner, CaptionRequest request) {
        List<Integer> ids = new ArrayList<>();
        List<Float> logprobs = new ArrayList<>();
        DecodeOutcome outcome =
                captioner.run(
                        request,
                        (id, text, logprob) -> {
                            ids.add(id);
                            logprobs.add(logprob);
                        },
                        new TestCaller());
        return new Heard(ids, logprobs, ((DecodeOutcome.Captioned) outcome).caption());
    }

    private CaptionRequest request(String language, boolean events) {
        return new CaptionRequest(
                "e", golden.bundleSha256(), language, golden.segments(), "", 0, events);
    }

    private LocalCaptioner captioner() {
        return new LocalCaptioner(OnnxLanguageModel.open(bundle), SchedulerLimits.DEFAULT, read);
    }

    /** The first token comes of the prompt alone, the others with whoever is decoded beside. */
    @Test
    void aCaptionIsTheSameWithEventsBesideItAndAfterOtherQuestions() {
        try (LocalCaptioner alone = captioner();
                LocalCaptioner busy = captioner()) {
            Heard english = hear(alone, request("en", false));

            Heard withEvents = hear(busy, request("en", true));
            Heard russian = hear(busy, request("ru", false));
            Heard again = hear(busy, request("en", false));

            assertThat(withEvents.ids()).isEqualTo(english.ids());
            assertThat(withEvents.logprobs().get(0)).isEqualTo(english.logprobs().get(0));
            assertThat(russian.ids()).isNotEqualTo(english.ids());
            assertThat(again).isEqualTo(english);
        }
    }

    @Test
    void theSegmentsAreReadOnceForCaptionEventsAndTheQuestionsThatFollow() {
        try (LocalCaptioner captioner = captioner()) {
            Caption caption = hear(captioner, request("en", true)).caption();
            int first = read.positions();
            hear(captioner, request("ru", false));

            assertThat(first).isEqualTo(caption.ledger().prompt());
            assertThat(read.positions()).isEqualTo(first + 1); // the language
            int head = caption.ledger().prompt() - 1 - 2;
            assertThat(read.reused).containsExactly(head, head);
        }
    }
}
