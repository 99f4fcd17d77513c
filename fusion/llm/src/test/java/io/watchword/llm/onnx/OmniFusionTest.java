package io.watchword.llm.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.watchword.contract.Modality;
import io.watchword.contract.TimeSpan;
import io.watchword.contract.TokenBlock;
import io.watchword.contract.bundle.ModelBundle;
import io.watchword.contract.bundle.ModelBundle.Roles;
import io.watchword.llm.project.Projector;
import io.watchword.llm.prompt.CaptionRequest;
import io.watchword.llm.prompt.CaptionRequest.SegmentTokens;
import io.watchword.llm.prompt.Prompt;
import io.watchword.llm.prompt.PromptBuilder;
import io.watchword.llm.prompt.PromptFormat;
import io.watchword.llm.token.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** OmniFusion's adapter and prompt, in the small profile of models/parity/export_lineage.py. */
class OmniFusionTest {
    private static final Path DIRECTORY =
            Path.of("..", "..", "models", "parity", "omnifusion_small");
    private static final int TOKENS = 36;
    private static final int DIM = 32;

    private final ModelBundle bundle = ModelBundle.open(DIRECTORY);
    private final JsonNode golden;

    OmniFusionTest() throws IOException {
        golden = new ObjectMapper().readTree(DIRECTORY.resolve("golden.json").toFile());
    }

    @Test
    void projectsWithATransformerLayerAsTheReferenceDoes() {
        float[] tokens = new float[TOKENS * DIM];
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = (i * 37 % 255 - 127) / 64f;
        }
        try (Projector projector = OnnxProjectors.open(bundle)) {
            float[] embeds = projector.project(Modality.SPATIAL, tokens);

            assertThat(embeds).hasSize(TOKENS * 48);
            for (int i = 0; i < embeds.length; i++) {
                assertThat((double) embeds[i])
                        .isCloseTo(golden.path("embeds").get(i).asDouble(), within(1e-5));
            }
        }
    }

    @Test
    void laysThePromptOutByTheIdAsTheReferenceDoes() {
        ModelBundle words = Golden.bundle();
        PromptFormat format = PromptFormat.from(bundle.section("languageModel").path("prompt"));
        TokenBlock picture =
                new TokenBlock(Modality.SPATIAL, TOKENS, DIM, 1, new byte[TOKENS * DIM]);
        SegmentTokens segment = new SegmentTokens(new TimeSpan(0, 1), List.of(picture));
        try (Tokenizer tokenizer = DjlTokenizer.open(words.file(Roles.TOKENIZER));
                Projector projector = OnnxProjectors.open(bundle)) {
            PromptBuilder prompts = new PromptBuilder(format, tokenizer, projector);
            for (JsonNode layout : golden.path("layouts")) {
                String question = layout.path("question").asText();

                Prompt prompt =
                        prompts.build(
                                new CaptionRequest("e", "", "ru", List.of(segment), question, 0));

                List<Integer> wanted = new ArrayList<>();
                layout.path("ids").forEach(id -> wanted.add(id.asInt()));
                assertThat(ids(prompt)).as(question).isEqualTo(wanted).hasSizeGreaterThan(20);
            }
        }
    }

    /** Ids in order, -1 where the picture stands. */
    private static List<Integer> ids(Prompt prompt) {
        List<Integer> ids = new ArrayList<>();
        for (Prompt.Piece piece : prompt.pieces()) {
            if (piece instanceof Prompt.Tokens tokens) {
                for (int id : tokens.ids()) {
                    ids.add(id);
                }
            } else {
                assertThat(piece.positions()).isEqualTo(TOKENS);
                ids.add(-1);
            }
        }
        return ids;
    }
}
