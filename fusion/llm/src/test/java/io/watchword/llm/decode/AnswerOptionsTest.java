package io.watchword.llm.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.contract.ErrorCode;
import io.watchword.llm.decode.Caption.FinishReason;
import io.watchword.llm.engine.Priority;
import io.watchword.llm.testing.FakeLlmEngine;
import io.watchword.llm.testing.Models;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AnswerOptionsTest {
    private final StringBuilder streamed = new StringBuilder();

    private static DecodingOptions options(
            float temperature, long seed, List<String> stop, boolean guard, String jsonSchema) {
        return new DecodingOptions(Priority.ASK, temperature, 1, 1, seed, stop, guard, jsonSchema);
    }

    private Caption run(FakeLlmEngine engine, DecodingOptions options) {
        LanguageModel model = Models.of(engine);
        assertThat(new RequestCheck(model).problem(Models.request().with(options))).isEmpty();
        DecodeOutcome outcome =
                new DecodeLoop(model)
                        .run(
                                Models.request().with(options),
                                (id, text, logprob) -> streamed.append(text),
                                () -> false);
        return ((DecodeOutcome.Captioned) outcome).caption();
    }

    private static FakeLlmEngine saying(String text) {
        return new FakeLlmEngine(Models.tokenizer().encode(text));
    }

    /** Logits of nothing but chance; letters are likelier than the end. */
    private static FakeLlmEngine babbling() {
        SplittableRandom random = new SplittableRandom(1);
        float[][] steps = new float[64][FakeLlmEngine.VOCABULARY];
        for (float[] step : steps) {
            for (int id = 'a'; id <= 'z'; id++) {
                step[id] = (float) random.nextDouble(8, 11);
            }
        }
        return new FakeLlmEngine(step -> steps[step % steps.length]);
    }

    @Test
    void endsBeforeAStopStringThatSeveralTokensSpell() {
        FakeLlmEngine engine = saying("Днём. Конец фильма");

        Caption caption = run(engine, options(0, 0, List.of("Конец"), false, ""));

        assertThat(caption.text()).isEqualTo("Днём.");
        assertThat(streamed.toString()).isEqualTo("Днём. ");
        assertThat(caption.finishReason()).isEqualTo(FinishReason.STOP);
        assertThat(engine.steps()).isLessThan("Днём. Конец фильма".length() + 9);
        assertThat(engine.open()).isZero();
    }

    @Test
    void drawsTheSameAnswerFromTheSameSeed() {
        String one = run(babbling(), options(1, 5, List.of(), false, "")).text();
        String again = run(babbling(), options(1, 5, List.of(), false, "")).text();
        String other = run(babbling(), options(1, 6, List.of(), false, "")).text();

        assertThat(again).isEqualTo(one);
        assertThat(other).isNotEqualTo(one);
    }

    @Test
    void breaksALoop() {
        FakeLlmEngine engine = new FakeLlmEngine(step -> FakeLlmEngine.peak('a'));

        Caption guarded = run(engine, options(0, 0, List.of(), true, ""));

        assertThat(guarded.text()).startsWith("a".repeat(12)).doesNotStartWith("a".repeat(13));
        assertThat(guarded.text()).isNotEqualTo("a".repeat(40));
    }

    @Test
    void writesADocumentOfTheSchemaWhateverTheModelLikes() {
        String schema =
                """
                {"type": "object", "properties": {"seen": {"type": "boolean"},
                 "what": {"type": "string", "maxLength": 3}}, "required": ["seen", "what"]}
                """;

        Caption caption =
                run(saying("I would rather say this."), options(0, 0, List.of(), false, schema));

        assertThat(caption.text()).matches("\\{\"seen\": ?(true|false), ?\"what\": ?\".{0,3}\"}");
        assertThat(caption.finishReason()).isEqualTo(FinishReason.STOP);
        assertThat(streamed.toString()).isEqualTo(caption.text());
    }

    @Test
    void refusesASchemaAtTheDoor() {
        RequestCheck check = new RequestCheck(Models.of(babbling()));

        assertThat(
                        check.problem(
                                Models.request()
                                        .with(options(0, 0, List.of(), false, "{\"not\": {}}"))))
                .contains(
                        new Refusal(
                                ErrorCode.INVALID_RECORD,
                                "options.jsonSchema: #: \"type\" is missing"));
        assertThat(
                        check.problem(
                                Models.request()
                                        .with(
                                                options(
                                                        0,
                                                        0,
                                                        List.of(),
                                                        false,
                                                        "{\"type\": \"string\","
                                                                + " \"minLength\": 38}"))))
                .contains(
                        new Refusal(
                                ErrorCode.INVALID_RECORD,
                                "options.jsonSchema: its shortest document and its end take 41"
                                        + " tokens, limit 40"));
    }
}
