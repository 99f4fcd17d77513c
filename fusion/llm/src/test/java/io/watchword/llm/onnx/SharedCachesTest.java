package io.watchword.llm.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.watchword.contract.bundle.ModelBundle;
import io.watchword.llm.engine.Sequence;
import io.watchword.llm.prompt.Prompt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Decoders of models/parity/gqa.py: their cache in place gives what copying it at each step does.
 */
class SharedCachesTest {
    private static final Path FIXTURES = Path.of("../../models/parity/fixtures/gqa");

    @TempDir private Path directory;

    private OnnxLlmEngine open(String decoder) throws IOException {
        Path to = Files.createTempDirectory(directory, "bundle");
        ModelBundle bundle =
                DecoderBundles.of(FIXTURES, decoder, to, new DecoderForm.Sizes(0, 0, 0));
        OnnxLlmEngine engine = OnnxLlmEngine.open(bundle);
        engine.tryOut();
        return engine;
    }

    private OnnxLlmEngine copying(String decoder) throws IOException {
        OnnxLlmEngine engine = open(decoder);
        engine.copyCaches();
        return engine;
    }

    @ParameterizedTest
    @ValueSource(strings = {"decoder_gqa.onnx", "decoder_gqa_positions.onnx"})
    void saysInPlaceAndInAnyCompanyWhatItSaysWithCopies(String decoder) throws IOException {
        try (OnnxLlmEngine inPlace = open(decoder);
                OnnxLlmEngine copying = copying(decoder)) {
            assertThat(inPlace.writesInPlace()).isTrue();
            assertThat(inPlace.mixesRows()).isFalse();
            assertThat(copying.writesInPlace()).isFalse();
            for (int seed = 0; seed < 3; seed++) {
                Talks.sayTheSame(inPlace, copying, 40, seed);
            }
        }
    }

    @Test
    void rowsOfDifferentLengthAreRunOneByOneWhereTheGraphTakesAllForTheLongest()
            throws IOException {
        try (OnnxLlmEngine inPlace = open("decoder_gqa_dense.onnx");
                OnnxLlmEngine copying = copying("decoder_gqa.onnx")) {
            assertThat(inPlace.writesInPlace()).isTrue();
            assertThat(inPlace.mixesRows()).isTrue();
            Talks.sayTheSame(inPlace, copying, 20, 3);
        }
    }

    @Test
    void aCacheThatAnotherNodeReadsIsCopied() throws IOException {
        try (OnnxLlmEngine kept = open("decoder_gqa_kept.onnx");
                OnnxLlmEngine copying = copying("decoder_gqa.onnx")) {
            assertThat(kept.writesInPlace()).isFalse();
            Talks.sayTheSame(kept, copying, 10, 4);
        }
    }

    @Test
    void decodersWithoutTheOperatorAreCopied() {
        try (OnnxLlmEngine engine = OnnxLlmEngine.open(Golden.bundle())) {
            assertThat(engine.writesInPlace()).isFalse();
        }
    }

    @Test
    void anAnswerMayOutgrowTheBufferThatItBeganIn() throws IOException {
        try (OnnxLlmEngine inPlace = open("decoder_gqa.onnx");
                OnnxLlmEngine copying = copying("decoder_gqa.onnx")) {
            Prompt first = Talks.prompt(copying, new Random(1));
            Prompt second = Talks.prompt(copying, new Random(2));
            List<int[]> tokens = new ArrayList<>();
            for (int step = 0; step < 150; step++) {
                tokens.add(new int[] {step % 100, (7 * step) % 100});
            }

            List<float[]> one = logits(inPlace, first, second, tokens);
            List<float[]> other = logits(copying, first, second, tokens);

            assertThat(one.get(0)).containsExactly(other.get(0), within(1e-4f));
            assertThat(one.get(1)).containsExactly(other.get(1), within(1e-4f));
        }
    }

    private static List<float[]> logits(
            OnnxLlmEngine engine, Prompt first, Prompt second, List<int[]> tokens) {
        try (Sequence a = engine.prefill(first);
                Sequence b = engine.prefill(second)) {
            tokens.forEach(step -> engine.decode(List.of(a, b), step));
            return List.of(a.logits(), b.logits());
        }
    }

    @Test
    void forksWriteNothingIntoEachOthersCache() throws IOException {
        try (OnnxLlmEngine engine = open("decoder_gqa.onnx")) {
            Prompt prompt = Talks.prompt(engine, new Random(10));
            try (Sequence first = engine.prefill(prompt);
                    Sequence beside = engine.prefill(prompt);
                    Sequence aloneA = engine.prefill(prompt);
                    Sequence aloneB = engine.prefill(prompt)) {
                engine.decode(List.of(first, beside), new int[] {5, 9});
                Sequence fork = first.fork();
                engine.decode(List.of(first, fork), new int[] {6, 7});
                engine.decode(List.of(fork, beside, first), new int[] {1, 2, 3});
                for (int token : new int[] {5, 6, 3}) {
                    aloneA.decode(token);
                }
                for (int token : new int[] {5, 7, 1}) {
                    aloneB.decode(token);
                }

                assertThat(first.logits()).containsExactly(aloneA.logits(), within(1e-4f));
                assertThat(fork.logits()).containsExactly(aloneB.logits(), within(1e-4f));
                fork.close();
            }
        }
    }

    @Test
    void whatFollowsAHeadIsBitByBitTheSameHoweverOftenTheHeadWasForked() throws IOException {
        for (String decoder : List.of("decoder_gqa.onnx", "decoder_gqa_kept.onnx")) {
            try (OnnxLlmEngine engine = open(decoder)) {
                Prompt head = Talks.prompt(engine, new Random(20));
                Prompt rest = Talks.prompt(engine, new Random(21));
                try (Sequence shared = engine.prefill(head);
                        Sequence earlier = shared.fork();
                        Sequence forked = shared.fork();
                        Sequence alone = engine.prefill(head)) {
                    earlier.extend(Talks.prompt(engine, new Random(22)));
                    earlier.decode(3);
                    forked.extend(rest);
                    alone.extend(rest);

                    assertThat(forked.logits()).containsExactly(alone.logits());
                    assertThat(forked.positions()).isEqualTo(head.positions() + rest.positions());
                }
            }
        }
    }
}
