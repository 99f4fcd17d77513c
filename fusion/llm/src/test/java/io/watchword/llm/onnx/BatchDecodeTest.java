package io.watchword.llm.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.watchword.contract.bundle.ModelBundle;
import io.watchword.llm.engine.Sequence;
import io.watchword.llm.prompt.Prompt;
import java.io.IOException;
import java.nio.file.Path;
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

    @Test
    void theTestBundleSaysTheSameInAnyCompany() {
        try (OnnxLlmEngine engine = OnnxLlmEngine.open(Golden.bundle())) {
            engine.tryOut();

            assertThat(engine.mixesRows()).isFalse();
            for (int seed = 0; seed < 3; seed++) {
                Talks.sayTheSame(engine, 40, seed);
            }
        }
    }

    @Test
    void weightsOfFourBitsSayTheSameInAnyCompany() throws IOException {
        try (OnnxLlmEngine engine = OnnxLlmEngine.open(quantised("decoder_int4.onnx"))) {
            engine.tryOut();

            assertThat(engine.mixesRows()).isFalse();
            Talks.sayTheSame(engine, 24, 5);
        }
    }

    @Test
    void aDecoderThatRoundsAWholeBatchByOneScaleIsRunRowByRow() throws IOException {
        try (OnnxLlmEngine engine = OnnxLlmEngine.open(quantised("decoder_int8.onnx"))) {
            engine.tryOut();

            assertThat(engine.mixesRows()).isTrue();
            Talks.sayTheSame(engine, 12, 6);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"idefics3", "llava", "llava_qwen2", "qwen2_vl"})
    void publishedModelsSayTheSameInAnyCompany(String family) {
        try (OnnxLlmEngine engine = OnnxLlmEngine.open(new PublishedGolden(family).bundle())) {
            engine.tryOut();

            assertThat(engine.mixesRows()).isFalse();
            Talks.sayTheSame(engine, 12, 7);
        }
    }

    @Test
    void aForkGoesItsOwnWay() {
        try (OnnxLlmEngine engine = OnnxLlmEngine.open(Golden.bundle())) {
            Prompt prompt = Talks.prompt(engine, new Random(10));
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
            Prompt first = Talks.prompt(engine, random);
            Prompt second = Talks.prompt(engine, random);
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
        return DecoderBundles.of(
                FIXTURES.resolve("quantised"),
                decoder,
                directory,
                new DecoderForm.Sizes(64, 2, 16));
    }
}
