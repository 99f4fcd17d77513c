package io.watchword.llm.testing;

import io.watchword.llm.decode.Calibration;
import io.watchword.llm.decode.LanguageModel;
import io.watchword.llm.dense.DenseVocabulary;
import io.watchword.llm.engine.LlmEngine;
import io.watchword.llm.engine.Sequence;
import io.watchword.llm.prompt.Prompt;
import io.watchword.llm.prompt.PromptFormat;
import io.watchword.llm.token.Tokenizer;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A language model of fakes that can tell what happens when, with eleven time tokens. */
public final class DenseModels {
    public static final int BINS = 11;
    public static final String PROMPT =
            Models.PROMPT.replace(
                    "\"language\"",
                    "\"events\": {\"start\": \"<events>\", \"time\": [\"<time \", \">\"],"
                            + " \"bins\": 11, \"maxNewTokens\": 30}, \"language\"");

    private static final String[] SPECIAL =
            Stream.concat(
                            Stream.of(
                                    "<seg>",
                                    "<s>",
                                    "</s>",
                                    "<m>",
                                    "</m>",
                                    "<a>",
                                    "</a>",
                                    "<en>",
                                    "<ru>",
                                    "<events>"),
                            IntStream.range(0, BINS).mapToObj(bin -> "<time " + bin + ">"))
                    .toArray(String[]::new);

    private DenseModels() {}

    public static Tokenizer tokenizer() {
        return new ByteTokenizer(SPECIAL);
    }

    public static PromptFormat format() {
        return Models.format(PROMPT);
    }

    public static DenseVocabulary vocabulary() {
        return new DenseVocabulary(format().events().orElseThrow(), tokenizer(), ByteTokenizer.EOS);
    }

    /** Says one thing where a caption is asked for, and another where events are. */
    public static LanguageModel saying(String caption, String events, Calibration calibration) {
        Tokenizer tokenizer = tokenizer();
        FakeLlmEngine captions = new FakeLlmEngine(tokenizer.encode(caption));
        FakeLlmEngine dense = new FakeLlmEngine(tokenizer.encode(events));
        return model(captions, dense, calibration);
    }

    /** Asks one engine for a caption, and another for events. */
    public static LanguageModel model(
            FakeLlmEngine captions, FakeLlmEngine events, Calibration calibration) {
        int asks = tokenizer().encode("<events>")[0];
        return model(new ByTask(asks, captions, events), calibration);
    }

    public static LanguageModel model(LlmEngine engine, Calibration calibration) {
        return new LanguageModel(
                "fake 1",
                Models.SHA256,
                format(),
                tokenizer(),
                new ScaleProjector(),
                engine,
                Set.of(ByteTokenizer.EOS),
                4,
                40,
                calibration);
    }

    private record ByTask(int asks, FakeLlmEngine captions, FakeLlmEngine dense)
            implements LlmEngine {
        @Override
        public int hidden() {
            return captions.hidden();
        }

        @Override
        public Sequence prefill(Prompt prompt) {
            Prompt.Tokens last = (Prompt.Tokens) prompt.pieces().get(prompt.pieces().size() - 1);
            boolean events = Arrays.stream(last.ids()).anyMatch(id -> id == asks);
            return (events ? dense : captions).prefill(prompt);
        }

        @Override
        public void close() {
            captions.close();
            dense.close();
        }
    }
}
