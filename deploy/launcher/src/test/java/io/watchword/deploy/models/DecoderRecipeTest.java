package io.watchword.deploy.models;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.watchword.contract.bundle.ModelFamily;
import io.watchword.contract.bundle.PositionForm;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DecoderRecipeTest {
    private final Map<String, TensorForm> inputs = new LinkedHashMap<>();
    private final Map<String, TensorForm> outputs = new LinkedHashMap<>();
    private final ObjectNode config = Download.JSON.createObjectNode();
    private final ObjectNode generation = Download.JSON.createObjectNode();
    private final Findings findings = new Findings();

    DecoderRecipeTest() {
        inputs.put("inputs_embeds", TensorForm.of("float32", List.of(-1L, -1L, 48L)));
        inputs.put("attention_mask", TensorForm.of("int64", List.of(-1L, -1L)));
        inputs.put("position_ids", TensorForm.of("int64", List.of(-1L, -1L)));
        outputs.put("logits", TensorForm.of("float32", List.of(-1L, -1L, 512L)));
        cache(0, "float32", 16);
        cache(3, "float32", 16);
    }

    @Test
    void readsSizesFromTheGraphAndElseFromTheConfiguration() {
        assertThat(check()).isEmpty();
        DecoderRecipe read = recipe();
        assertThat(List.of(read.hidden(), read.vocabulary(), read.kvHeads(), read.headDim()))
                .containsExactly(48, 512, 1, 16);
        assertThat(read.layers()).containsExactly(0, 3);
        assertThat(read.positions()).isEqualTo(PositionForm.ONE);

        cache(0, "float32", -1);
        config.put("hidden_size", 48).put("num_attention_heads", 2);
        assertThat(recipe().headDim()).isEqualTo(24);
        config.putObject("text_config").put("head_dim", 20);
        assertThat(recipe().headDim()).isEqualTo(20);
    }

    @Test
    void takesDecodersThatCountPositionsThemselves() {
        inputs.remove("position_ids");
        inputs.put("num_logits_to_keep", TensorForm.of("int64", List.of()));
        assertThat(check()).isEmpty();
        assertThat(recipe().positions()).isEqualTo(PositionForm.NONE);
    }

    @Test
    void takesACacheOfHalfPrecision() {
        cache(0, "float16", 16);
        assertThat(recipe().halfCache()).isTrue();
        assertThat(check()).isEmpty();
    }

    @Test
    void takesTwoGraphsInOne() {
        inputs.put("use_cache_branch", TensorForm.of("bool", List.of(1L)));
        assertThat(check()).isEmpty();

        inputs.put("use_cache_branch", TensorForm.of("int64", List.of(1L)));
        assertThat(check())
                .containsExactly(
                        "decoder_model_merged: use_cache_branch is int64 [1], required bool");
    }

    @Test
    void explainsInputsThatItCannotGive() {
        inputs.put("per_layer_inputs", TensorForm.of("float32", List.of(-1L, -1L, 2L)));
        inputs.put("past_conv.1", TensorForm.of("float32", List.of(-1L, 8L, 3L)));
        inputs.put("past_ssm.1", TensorForm.of("float32", List.of(-1L, 8L, 3L)));
        inputs.put("encoder_hidden_states", TensorForm.of("float32", List.of(-1L, -1L, 8L)));
        inputs.put("token_type_ids", TensorForm.of("int64", List.of(-1L, -1L)));

        assertThat(check())
                .hasSize(5)
                .anyMatch(problem -> problem.contains("embeddings for each layer"))
                .anyMatch(problem -> problem.contains("(past_conv.1): only attention"))
                .anyMatch(problem -> problem.contains("(past_ssm.1): only attention"))
                .anyMatch(problem -> problem.contains("encoder-decoder"))
                .anyMatch(problem -> problem.endsWith("not known: token_type_ids"));
    }

    @Test
    void explainsTensorsOfAnotherForm() {
        inputs.put("inputs_embeds", TensorForm.of("float16", List.of(-1L, 128L, 48L)));
        outputs.remove("present.3.value");
        outputs.remove("logits");

        assertThat(check())
                .containsExactly(
                        "decoder_model_merged: input inputs_embeds is float16 [any, 128, 48],"
                                + " required float32 of rank 3",
                        "decoder_model_merged: input inputs_embeds has a fixed length: float16"
                                + " [any, 128, 48]",
                        "decoder_model_merged: output logits is missing, required float32 of rank"
                                + " 3",
                        "decoder_model_merged: past_key_values.3.value and present.3.value:"
                                + " required both");
    }

    @Test
    void takesTheEndsOfTheGenerationBeforeThoseOfTheModel() {
        config.put("eos_token_id", 2);
        assertThat(recipe().ends()).containsExactly(2);
        assertThat(findings.notes()).hasSize(1);
        generation.putArray("eos_token_id").add(5).add(6);
        assertThat(recipe().ends()).containsExactly(5, 6);
        generation.put("eos_token_id", 512);
        recipe().ends();
        assertThat(findings.problems()).containsExactly("eos_token_id 512: logits have 512 places");
    }

    private void cache(int layer, String type, long headDim) {
        for (String part : List.of("key", "value")) {
            TensorForm tensor = TensorForm.of(type, List.of(-1L, 1L, -1L, headDim));
            inputs.put("past_key_values." + layer + "." + part, tensor);
            outputs.put("present." + layer + "." + part, tensor);
        }
    }

    private DecoderRecipe recipe() {
        PublishedConfig published =
                new PublishedConfig(
                        Optional.of(ModelFamily.LLAVA),
                        config,
                        generation,
                        MissingNode.getInstance(),
                        MissingNode.getInstance(),
                        MissingNode.getInstance(),
                        TokenizerFile.of(MissingNode.getInstance()),
                        "");
        return new DecoderRecipe(new GraphForm(inputs, outputs), published, findings);
    }

    private List<String> check() {
        recipe().check();
        recipe().checkPositions(ModelFamily.LLAVA);
        return findings.problems();
    }
}
