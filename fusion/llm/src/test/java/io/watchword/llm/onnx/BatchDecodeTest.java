package io.watchword.llm.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.watchword.contract.Modality;
import io.watchword.contract.TokenLedger;
import io.watchword.contract.bundle.BundleFiles;
import io.watchword.contract.bundle.ModelBundle;
import io.watchword.llm.engine.Sequence;
import io.watchword.llm.prompt.Prompt;
import io.watchword.llm.sample.GreedySampler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who decodes beside whom must not be heard in what anyone says. */
class BatchDecodeTest {
    private static final Path FIXTURES = Path.of("../../models/parity/fixtures");

    @TempDir private Path directory;

    /** A prompt, what its sequence says alone, and what it said among others. */
    private static final class Talk {
        private final Prompt prompt;
        private final int limit;
        private final List<Integer> alone = new ArrayList<>();
        private final List<Integer> among = new ArrayList<>();

        Talk(Prompt prompt, int limit) {
            this.prompt = prompt;
            this.limit = limit;
        }
    }

    /** A talk under way. */
    private record Turn(Talk talk, Sequence sequence) {
        boolean isOver() {
            return talk.among.size() == talk.limit;
        }
    }

    @Test
    void theTestBundleSaysTheSameInAnyCompany() {
        try (OnnxLlmEngine engine = OnnxLlmEngine.open(Golden.bundle())) {
            engine.tryOut();

            assertThat(engine.mixesRows()).isFalse();
            for (int seed = 0; seed < 3; seed++) {
                saysTheSame(engine, 40, seed);
            }
        }
    }

    @Test
    void weightsOfFourBitsSayTheSameInAnyCompany() throws IOException {
        try (OnnxLlmEngine engine = OnnxLlmEngine.open(quantised("decoder_int4.onnx"))) {
            engine.tryOut();

            assertThat(engine.mixesRows()).isFalse();
            saysTheSame(engine, 24, 5);
        }
    }

    @Test
    void aDecoderThatRoundsAWholeBatchByOneScaleIsRunRowByRow() throws IOException {
        try (OnnxLlmEngine engine = OnnxLlmEngine.open(quantised("decoder_int8.onnx"))) {
            engine.tryOut();

            assertThat(engine.mixesRows()).isTrue();
            saysTheSame(engine, 12, 6);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"idefics3", "llava", "llava_qwen2", "qwen2_vl"})
    void publishedModelsSayTheSameInAnyCompany(String family) {
        try (OnnxLlmEngine engine = OnnxLlmEngine.open(new PublishedGolden(family).bundle())) {
            engine.tryOut();

            assertThat(engine.mixesRows()).isFalse();
            saysTheSame(engine, 12, 7);
        }
    }

    private static void saysTheSame(OnnxLlmEngine engine, int prompts, int seed) {
        Random random = new Random(seed);
        List<Talk> talks = new ArrayList<>();
        for (int i = 0; i < prompts; i++) {
            Talk talk = new Talk(prompt(engine, random), 1 + random.nextInt(24));
            sayAlone(engine, talk);
            talks.add(talk);
        }

        List<Talk> toCome = new ArrayList<>(talks);
        List<Turn> turns = new ArrayList<>();
        while (!toCome.isEmpty() || !turns.isEmpty()) {
            while (!toCome.isEmpty() && turns.size() < 8 && random.nextInt(2) == 0) {
                Talk next = toCome.remove(0);
                turns.add(new Turn(next, engine.prefill(next.prompt)));
            }
            if (random.nextInt(6) == 0) {
                Collections.shuffle(turns, random);
            }
            if (random.nextInt(12) == 0 && !turns.isEmpty()) {
                turns.remove(random.nextInt(turns.size())).sequence().close();
            }
            step(engine, turns);
        }

        for (Talk talk : talks) {
            assertThat(talk.among)
                    .as("seed %d, prompt of %d", seed, talk.prompt.positions())
                    .isEqualTo(talk.alone.subList(0, talk.among.size()));
        }
        assertThat(talks.stream().filter(talk -> talk.among.size() == talk.limit))
                .hasSizeGreaterThan(prompts / 2);
    }

    private static void sayAlone(OnnxLlmEngine engine, Talk talk) {
        try (Sequence sequence = engine.prefill(talk.prompt)) {
            for (int i = 0; i < talk.limit; i++) {
                int token = pick(sequence);
                talk.alone.add(token);
                sequence.decode(token);
            }
        }
    }

    private static int pick(Sequence sequence) {
        return new GreedySampler().pick(sequence.logits()).orElseThrow().tokenId();
    }

    private static void step(OnnxLlmEngine engine, List<Turn> turns) {
        int[] tokens = new int[turns.size()];
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = pick(turns.get(i).sequence());
            turns.get(i).talk().among.add(tokens[i]);
        }
        if (tokens.length > 0) {
            engine.decode(turns.stream().map(Turn::sequence).toList(), tokens);
        }
        turns.stream().filter(Turn::isOver).forEach(turn -> turn.sequence().close());
        turns.removeIf(Turn::isOver);
    }

    /** Words, then a picture of random embeddings, then words. */
    private static Prompt prompt(OnnxLlmEngine engine, Random random) {
        int before = 1 + random.nextInt(20);
        int columns = 1 + random.nextInt(4);
        int rows = 1 + random.nextInt(3);
        int after = 1 + random.nextInt(5);
        float[] values = new float[rows * columns * engine.hidden()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian() / 4;
        }
        return new Prompt(
                List.of(
                        words(before, random),
                        new Prompt.Embeds(Modality.SPATIAL, rows * columns, values, rows, columns),
                        words(after, random)),
                new TokenLedger(before + after, rows * columns, 0, 0, 0, 0, 0));
    }

    private static Prompt.Tokens words(int count, Random random) {
        return new Prompt.Tokens(random.ints(count, 0, 100).toArray());
    }

    @Test
    void aForkGoesItsOwnWay() {
        try (OnnxLlmEngine engine = OnnxLlmEngine.open(Golden.bundle())) {
            Prompt prompt = prompt(engine, new Random(10));
            try (Sequence first = engine.prefill(prompt);
                    Sequence aloneA = engine.prefill(prompt);
                    Sequence aloneB = engine.prefill(prompt)) {
                first.decode(5);
                Sequence fork = first.fork();
                engine.decode(List.of(first, fork), new int[] {6, 7});
                for (int token : new int[] {5, 6}) {
                    aloneA.decode(token);
                }
                for (int token : new int[] {5, 7}) {
                    aloneB.decode(token);
                }

                assertThat(first.logits()).containsExactly(aloneA.logits(), within(1e-4f));
                assertThat(fork.logits()).containsExactly(aloneB.logits(), within(1e-4f));
                fork.close();
            }
        }
    }

    @Test
    void manyStepsWithTheSameSequencesGiveTheLogitsOfEachAlone() {
        Random random = new Random(8);
        try (OnnxLlmEngine engine = OnnxLlmEngine.open(Golden.bundle())) {
            Prompt first = prompt(engine, random);
            Prompt second = prompt(engine, random);
            try (Sequence a = engine.prefill(first);
                    Sequence b = engine.prefill(second);
                    Sequence aloneA = engine.prefill(first);
                    Sequence aloneB = engine.prefill(second)) {
                for (int step = 0; step < 100; step++) {
                    engine.decode(List.of(a, b), new int[] {step, step + 1});
                    aloneA.decode(step);
                    aloneB.decode(step + 1);
                }

                assertThat(a.logits()).containsExactly(aloneA.logits(), within(1e-4f));
                assertThat(b.logits()).containsExactly(aloneB.logits(), within(1e-4f));
                assertThat(a.positions()).isEqualTo(first.positions() + 100);
            }
        }
    }

    private ModelBundle quantised(String decoder) throws IOException {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("name", "quantised").put("version", "1").putArray("languages");
        ObjectNode roles = json.putObject("roles");
        role(roles.putObject("embed_tokens"), "embed_tokens.onnx");
        role(roles.putObject("decoder_model_merged"), decoder);
        json.putObject("languageModel").put("hidden", 64).put("kvHeads", 2).put("headDim", 16);
        Files.writeString(directory.resolve("bundle.json"), json.toString());
        return ModelBundle.open(directory);
    }

    private void role(ObjectNode role, String file) throws IOException {
        Path copy =
                Files.copy(FIXTURES.resolve("quantised").resolve(file), directory.resolve(file));
        role.put("file", file).put("sha256", BundleFiles.sha256(copy));
    }
}
