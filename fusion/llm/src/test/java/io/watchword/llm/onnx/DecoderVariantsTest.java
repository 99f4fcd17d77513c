package io.watchword.llm.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.watchword.contract.TokenLedger;
import io.watchword.contract.bundle.BundleFiles;
import io.watchword.contract.bundle.ModelBundle;
import io.watchword.contract.bundle.PositionForm;
import io.watchword.llm.engine.Sequence;
import io.watchword.llm.prompt.Prompt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Decoders with the inputs of other exporters, from models/parity/variants.py: logits are {@code
 * (embedding + sum of all embeddings so far) W}, twice that with the cache; the embedding of token
 * t is {@code (t, t+1, t+2, t+3) / 4}.
 */
class DecoderVariantsTest {
    private static final Path VARIANTS = Path.of("../../models/parity/fixtures/variants");

    @TempDir private Path directory;

    @Test
    void runsAHalfPrecisionCacheTheCacheBranchAndLastLogitsOnly() throws IOException {
        try (OnnxLlmEngine engine = OnnxLlmEngine.open(bundle("decoder_half_cache.onnx"));
                Sequence sequence =
                        engine.prefill(
                                new Prompt(
                                        List.of(new Prompt.Tokens(new int[] {1, 2, 5})),
                                        new TokenLedger(3, 0, 0, 0, 0, 0, 0)))) {
            assertThat(engine.form().positions()).isEqualTo(PositionForm.NONE);
            assertThat(engine.hidden()).isEqualTo(4);
            assertThat(sequence.logits()).containsExactly(logits(5, 1 + 2 + 5, 3, 1));

            sequence.decode(4);
            assertThat(sequence.logits()).containsExactly(logits(4, 1 + 2 + 5 + 4, 4, 2));

            sequence.decode(0);
            assertThat(sequence.logits()).containsExactly(logits(0, 1 + 2 + 5 + 4, 5, 2));
            assertThat(sequence.positions()).isEqualTo(5);
        }
    }

    /** What the last of {@code count} tokens gives, {@code sum} being that of all ids so far. */
    private static float[] logits(int last, int sum, int count, int factor) {
        float[] logits = new float[6];
        for (int column = 0; column < 6; column++) {
            for (int row = 0; row < 4; row++) {
                float state = (last + row + sum + count * row) / 4f;
                int weight = (row * 6 + column) % 5 - 2;
                logits[column] += factor * state * weight;
            }
        }
        return logits;
    }

    @Test
    void saysWhichInputIsUnknown() throws IOException {
        ModelBundle bundle = bundle("decoder_unknown_input.onnx");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> OnnxLlmEngine.open(bundle))
                .withMessageContaining("decoder needs an input token_type_ids that we do not know");
    }

    @Test
    void saysWhichCacheItCannotKeep() throws IOException {
        ModelBundle bundle = bundle("decoder_double_cache.onnx");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> OnnxLlmEngine.open(bundle))
                .withMessageContaining(
                        "past_key_values.3.key is DOUBLE, required FLOAT or FLOAT16");
    }

    private ModelBundle bundle(String decoder) throws IOException {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("name", "variant").put("version", "1").putArray("languages");
        ObjectNode roles = json.putObject("roles");
        role(roles.putObject("embed_tokens"), "embed_tokens.onnx");
        role(roles.putObject("decoder_model_merged"), decoder);
        json.putObject("languageModel").put("hidden", 4).put("kvHeads", 1).put("headDim", 4);
        Files.writeString(directory.resolve("bundle.json"), json.toString());
        return ModelBundle.open(directory);
    }

    private void role(ObjectNode role, String file) throws IOException {
        Path copy = Files.copy(VARIANTS.resolve(file), directory.resolve(file));
        role.put("file", file).put("sha256", BundleFiles.sha256(copy));
    }
}
