package io.watchword.llm.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.watchword.contract.ErrorCode;
import io.watchword.contract.bundle.PromptPieces;
import io.watchword.contract.bundle.TilePieces;
import io.watchword.llm.decode.DecodeLoop;
import io.watchword.llm.decode.DecodeOutcome;
import io.watchword.llm.decode.LanguageModel;
import io.watchword.llm.decode.PromptStage;
import io.watchword.llm.decode.Refusal;
import io.watchword.llm.decode.RequestCheck;
import io.watchword.llm.engine.PromptEmbedder;
import io.watchword.llm.engine.Sequence;
import io.watchword.llm.prompt.CaptionRequest;
import io.watchword.llm.prompt.PictureFormat;
import io.watchword.llm.prompt.Prompt;
import io.watchword.llm.prompt.PromptFormat;
import io.watchword.llm.prompt.PromptLayout;
import io.watchword.llm.prompt.RotaryPositions;
import io.watchword.llm.sample.GreedySampler;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against tiny published models of random weights and what the Python reference made of them. */
class PublishedLanguageModelTest {
    private static final float TOLERANCE = 1e-4f;

    @ParameterizedTest
    @ValueSource(strings = {"idefics3", "llava", "llava_qwen2", "qwen2_vl"})
    void laysOutThePromptsOfTheReference(String family) {
        PublishedGolden golden = new PublishedGolden(family);
        try (LanguageModel model = OnnxLanguageModel.open(golden.bundle())) {
            PromptLayout layout = layout(model);
            for (JsonNode one : golden.prompts()) {
                CaptionRequest request = golden.request(one);
                assertThat(new RequestCheck(model).problem(request)).isEmpty();

                Prompt prompt = layout.build(request);

                int[] ids = Golden.ints(one.path("ids"));
                assertThat(ids(prompt, ids[firstPlace(prompt)])).isEqualTo(ids);
                if (one.has("position_ids")) {
                    RotaryPositions positions = RotaryPositions.of(prompt);
                    for (int axis = 0; axis < 3; axis++) {
                        assertThat(positions.axes()[axis])
                                .isEqualTo(longs(one.path("position_ids").get(axis)));
                    }
                    assertThat(positions.next()).isEqualTo(one.path("next_position").asLong());
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"idefics3", "llava", "llava_qwen2", "qwen2_vl"})
    void tokenizesTheMixedCorpusAsTheReferenceDoes(String family) {
        PublishedGolden golden = new PublishedGolden(family);
        try (LanguageModel model = OnnxLanguageModel.open(golden.bundle())) {
            for (JsonNode line : golden.corpus()) {
                int[] ids = model.tokenizer().encode(line.path("text").asText());

                assertThat(ids).as(line.path("text").asText()).isEqualTo(ints(line.path("ids")));
                assertThat(model.tokenizer().decode(ids)).isEqualTo(line.path("decoded").asText());
            }
            assertThat(golden.corpus()).hasSizeGreaterThan(10);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"idefics3", "llava", "llava_qwen2", "qwen2_vl"})
    void embedsTheWholePromptAndDecodesTheTokensOfTheReference(String family) throws Exception {
        PublishedGolden golden = new PublishedGolden(family);
        try (LanguageModel model = OnnxLanguageModel.open(golden.bundle())) {
            Prompt prompt =
                    withFeatures(
                            layout(model).build(golden.request()), golden.floats("image_features"));
            FloatBuffer embeds = ((OnnxLlmEngine) model.engine()).embeds(prompt);
            float[] required = golden.floats("inputs_embeds");
            float[] found = new float[required.length];
            embeds.get(found);

            assertThat(embeds.hasRemaining()).isFalse();
            assertThat(found).containsExactly(required, within(TOLERANCE));
            List<Integer> tokens = new ArrayList<>();
            try (Sequence sequence = model.engine().prefill(prompt)) {
                assertThat(sequence.logits())
                        .containsExactly(golden.floats("logits_last"), within(TOLERANCE));
                for (int i = 0; i < golden.tokens().length; i++) {
                    int token = new GreedySampler().pick(sequence.logits()).orElseThrow().tokenId();
                    tokens.add(token);
                    sequence.decode(token);
                }
            }
            assertThat(tokens).hasSize(64);
            assertThat(tokens).isEqualTo(Arrays.stream(golden.tokens()).boxed().toList());
        }
    }

    @Test
    void laysOutPicturesInTilesAndDecodesAsTheReferenceDoes() throws Exception {
        PublishedGolden golden = new PublishedGolden("idefics3", "idefics3_tiles");
        try (LanguageModel model = OnnxLanguageModel.open(golden.bundle())) {
            PromptLayout layout = layout(model);
            for (JsonNode one : golden.prompts()) {
                CaptionRequest request = golden.tiledRequest(one);
                assertThat(new RequestCheck(model).problem(request)).isEmpty();

                Prompt prompt = layout.build(request);

                int[] ids = Golden.ints(one.path("ids"));
                assertThat(ids(prompt, ids[firstPlace(prompt)])).isEqualTo(ids);
            }
            assertThat(golden.prompts()).hasSize(4);
            Prompt street = layout.build(golden.tiledRequest(golden.prompts().get(0)));
            assertThat(decoded(model, withFeatures(street, golden.floats("image_features"))))
                    .hasSize(64)
                    .isEqualTo(Arrays.stream(golden.tokens()).boxed().toList());
        }
    }

    private static List<Integer> decoded(LanguageModel model, Prompt prompt) throws Exception {
        List<Integer> tokens = new ArrayList<>();
        try (Sequence sequence = model.engine().prefill(prompt)) {
            while (tokens.size() < 64) {
                int token = new GreedySampler().pick(sequence.logits()).orElseThrow().tokenId();
                tokens.add(token);
                sequence.decode(token);
            }
        }
        return tokens;
    }

    @ParameterizedTest
    @ValueSource(strings = {"idefics3", "llava", "llava_qwen2"})
    void embedsForADecoderElsewhereWhatItsOwnWouldPrefill(String family) {
        PublishedGolden golden = new PublishedGolden(family);
        try (PromptStage stage = OnnxLanguageModel.openPromptStage(golden.bundle());
                PromptEmbedder embedder = OnnxLanguageModel.openPromptEmbedder(golden.bundle())) {
            PromptLayout layout =
                    PromptLayout.of(stage.format(), stage.tokenizer(), stage.projector());
            Prompt prompt =
                    withFeatures(layout.build(golden.request()), golden.floats("image_features"));

            assertThat(embedder.embed(prompt))
                    .containsExactly(golden.floats("inputs_embeds"), within(TOLERANCE));
        }
    }

    @Test
    void doesNotSendPositionsOfThreePartsElsewhere() {
        PublishedGolden golden = new PublishedGolden("qwen2_vl");

        assertThatThrownBy(() -> OnnxLanguageModel.openPromptStage(golden.bundle()))
                .hasMessageContaining("required a model with plain positions");
    }

    @Test
    void answersARequestOfSeveralPicturesWithinItsLimit() {
        PublishedGolden golden = new PublishedGolden("qwen2_vl");
        try (LanguageModel model = OnnxLanguageModel.open(golden.bundle())) {
            CaptionRequest asked = golden.request(golden.prompts().get(3));
            CaptionRequest request =
                    new CaptionRequest("r", asked.bundleSha256(), "ru", asked.segments(), "", 5);

            DecodeOutcome outcome =
                    new DecodeLoop(model).run(request, (id, text, p) -> {}, () -> false);

            DecodeOutcome.Captioned captioned = (DecodeOutcome.Captioned) outcome;
            assertThat(captioned.caption().ledger().decoded()).isBetween(1, 5);
            assertThat(captioned.caption().ledger().spatial())
                    .isEqualTo(
                            asked.segments().stream()
                                    .mapToInt(segment -> segment.blocks().get(0).count())
                                    .sum());
        }
    }

    @Test
    void refusesAQuestionThatHoldsAnImageToken() {
        PublishedGolden golden = new PublishedGolden("llava");
        try (LanguageModel model = OnnxLanguageModel.open(golden.bundle())) {
            CaptionRequest asked = golden.request();
            CaptionRequest sly =
                    new CaptionRequest(
                            "r", asked.bundleSha256(), "en", asked.segments(), "Is <image>?", 0);

            assertThat(new RequestCheck(model).problem(sly))
                    .contains(
                            new Refusal(
                                    ErrorCode.INVALID_RECORD,
                                    "question holds the special token <image>"));
        }
    }

    /** Some families read one picture well; the layout of two is compared all the same. */
    private static PromptLayout layout(LanguageModel model) {
        PromptFormat format = model.format();
        PictureFormat pictures = format.pictures().orElseThrow();
        PromptPieces pieces = pictures.pieces();
        Optional<TilePieces> tilesOfTwo =
                pieces.tiles().map(t -> new TilePieces(t.tile(), t.rowEnd(), t.whole(), 2));
        PictureFormat two =
                new PictureFormat(
                        new PromptPieces(
                                pieces.before(),
                                pieces.image(),
                                pieces.after(),
                                pieces.imageToken(),
                                pieces.defaultQuestions(),
                                pieces.video(),
                                tilesOfTwo),
                        pictures.imageToken(),
                        2,
                        pictures.maxPositions());
        PromptFormat widened =
                new PromptFormat(
                        format.segment(),
                        format.order(),
                        format.delimiters(),
                        format.languages(),
                        format.question(),
                        format.events(),
                        format.texts(),
                        format.text(),
                        Optional.of(two));
        return PromptLayout.of(widened, model.tokenizer(), model.projector());
    }

    /** Stored features are rounded; the reference had them in full. */
    private static Prompt withFeatures(Prompt prompt, float[] features) {
        List<Prompt.Piece> pieces = new ArrayList<>();
        int at = 0;
        for (Prompt.Piece piece : prompt.pieces()) {
            if (piece instanceof Prompt.Embeds e) {
                float[] own = Arrays.copyOfRange(features, at, at + e.values().length);
                at += own.length;
                pieces.add(
                        new Prompt.Embeds(e.modality(), e.positions(), own, e.rows(), e.columns()));
            } else {
                pieces.add(piece);
            }
        }
        assertThat(at).isEqualTo(features.length);
        return new Prompt(pieces, prompt.ledger());
    }

    private static int firstPlace(Prompt prompt) {
        return prompt.pieces().get(0).positions();
    }

    /** All ids, the image token's at the places of features. */
    private static int[] ids(Prompt prompt, int imageToken) {
        List<Integer> ids = new ArrayList<>();
        for (Prompt.Piece piece : prompt.pieces()) {
            for (int i = 0; i < piece.positions(); i++) {
                ids.add(piece instanceof Prompt.Tokens tokens ? tokens.ids()[i] : imageToken);
            }
        }
        return ids.stream().mapToInt(Integer::intValue).toArray();
    }

    private static int[] ints(JsonNode array) {
        return Golden.ints(array);
    }

    private static long[] longs(JsonNode array) {
        return Arrays.stream(ints(array)).asLongStream().toArray();
    }
}
