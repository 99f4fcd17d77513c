package io.watchword.llm.remote;

import static io.watchword.contract.ErrorCode.INVALID_OUTPUT;
import static io.watchword.contract.ErrorCode.LIMIT_EXCEEDED;
import static io.watchword.llm.testing.VllmAnswers.chunk;
import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.contract.ErrorCode;
import io.watchword.llm.decode.DecodeOutcome;
import io.watchword.llm.testing.FakeHttpModel;
import io.watchword.llm.testing.IdEmbedder;
import io.watchword.llm.testing.Models;
import io.watchword.llm.testing.RemoteConfigs;
import io.watchword.llm.testing.TestCaller;
import io.watchword.llm.testing.VllmAnswers;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Answers with status 200 that are none. */
class AnswerGarbageTest {
    private static final String GOOD = chunk("a", 97, -0.1, null);

    static Arguments[] garbage() {
        return new Arguments[] {
            of("not JSON", INVALID_OUTPUT, "no JSON object", FakeHttpModel.json(200, "<html>")),
            of("nothing", INVALID_OUTPUT, "no JSON object", FakeHttpModel.json(200, "")),
            of("an array", INVALID_OUTPUT, "no JSON object", FakeHttpModel.events("[]")),
            of("no choice", INVALID_OUTPUT, "not one choice", FakeHttpModel.json(200, "{}")),
            of(
                    "two choices",
                    INVALID_OUTPUT,
                    "not one choice",
                    FakeHttpModel.events("{\"choices\":[{},{}]}")),
            of(
                    "a number as text",
                    INVALID_OUTPUT,
                    "text is no text",
                    FakeHttpModel.events("{\"choices\":[{\"text\":7}]}")),
            of("an empty stream", INVALID_OUTPUT, "broke off after 0", FakeHttpModel.events()),
            of("no end", INVALID_OUTPUT, "broke off after 1", FakeHttpModel.events(GOOD)),
            of("done early", INVALID_OUTPUT, "broke off", FakeHttpModel.events(GOOD, "[DONE]")),
            of(
                    "no words",
                    INVALID_OUTPUT,
                    "no word",
                    FakeHttpModel.events(chunk(" ", 32, -0.1, "stop"))),
            of(
                    "an unknown end",
                    INVALID_OUTPUT,
                    "ended the answer for \"content_filter\"",
                    FakeHttpModel.events(chunk("a", 97, -0.1, "content_filter"))),
            of(
                    "a probability above one",
                    INVALID_OUTPUT,
                    "log-probability of token 0 is 0.5",
                    FakeHttpModel.events(chunk("a", 97, 0.5, "stop"))),
            of(
                    "a probability that is a word",
                    INVALID_OUTPUT,
                    "log-probability of token 0 is \"NaN\"",
                    FakeHttpModel.events(chunk("a", 97, Double.NaN, "stop"))),
            of(
                    "no probability",
                    INVALID_OUTPUT,
                    "no log-probabilities",
                    FakeHttpModel.events(
                            "{\"choices\":[{\"text\":\"a\",\"finish_reason\":\"stop\"}]}")),
            of(
                    "an error inside",
                    INVALID_OUTPUT,
                    "ended with an error: engine died",
                    FakeHttpModel.events(GOOD, VllmAnswers.error(500, "engine died"), "[DONE]")),
            of(
                    "too much",
                    LIMIT_EXCEEDED,
                    "more than 2048 bytes",
                    FakeHttpModel.json(200, "{\"a\":\"" + "x".repeat(3000) + "\"}")),
            of(
                    "an event that never ends",
                    LIMIT_EXCEEDED,
                    "more than 2048 bytes",
                    FakeHttpModel.eventsAndSilence(GOOD, "x".repeat(3000))),
        };
    }

    private static Arguments of(
            String name, ErrorCode code, String detail, FakeHttpModel.Answer answer) {
        return Arguments.of(name, code, detail, answer);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("garbage")
    void isRefusedWithAReason(
            String name, ErrorCode code, String detail, FakeHttpModel.Answer answer) {
        try (FakeHttpModel server = new FakeHttpModel(answer);
                CompletionsCaptioner captioner =
                        CompletionsCaptioner.open(
                                Models.promptStage(),
                                new IdEmbedder(),
                                new RemoteConfigs().maxResponseBytes(2048).at(server.url()),
                                secret -> Optional.empty())) {

            DecodeOutcome outcome =
                    captioner.run(Models.request(), (id, text, p) -> {}, new TestCaller());

            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            DecodeOutcome.Refused.class,
                            refused -> {
                                assertThat(refused.refusal().code()).isEqualTo(code);
                                assertThat(refused.refusal().detail()).contains(detail);
                            });
            assertThat(server.received()).as("asked once").hasSize(1);
        }
    }
}
