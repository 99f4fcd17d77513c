package io.watchword.llm.testing;

import static java.util.Objects.requireNonNull;

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
import org.jspecify.annotations.Nullable;

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

    /** Answers by what a prompt asks after its head. */
    private record ByTask(int asks, FakeLlmEngine captions, FakeLlmEngine dense)
            implements LlmEngine {
        @Override
        public int hidden() {
            return captions.hidden();
        }

        @Override
        public Sequence prefill(Prompt head) {
            return new Undecided(this, head);
        }

        Sequence asked(Prompt head, Prompt more) {
            Prompt.Tokens last = (Prompt.Tokens) more.pieces().get(more.pieces().size() - 1);
            boolean events = Arrays.stream(last.ids()).anyMatch(id -> id == asks);
            Sequence sequence = (events ? dense : captions).prefill(head);
            sequence.extend(more);
            return sequence;
        }

        @Override
        public void close() {
            captions.close();
            dense.close();
        }
    }

    /** Has read the head, and does not know what will be asked. */
    private static final class Undecided implements Sequence {
        private final ByTask engines;
        private final Prompt head;
        private @Nullable Sequence decided;

        Undecided(ByTask engines, Prompt head) {
            this.engines = engines;
            this.head = head;
        }

        private Sequence decided() {
            return requireNonNull(decided, "nothing was asked");
        }

        @Override
        public void extend(Prompt more) {
            decided = engines.asked(head, more);
        }

        @Override
        public Sequence fork() {
            return new Undecided(engines, head);
        }

        @Override
        public float[] logits() {
            return decided().logits();
        }

        @Override
        public void decode(int tokenId) {
            decided().decode(tokenId);
        }

        @Override
        public int positions() {
            return decided == null ? head.positions() : decided.positions();
        }

        @Override
        public void close() {
            if (decided != null) {
                decided.close();
            }
        }
    }
}
