package io.watchword.contract.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublishedModelTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final PromptPieces PIECES =
            new PromptPieces(
                    "<s>USER: ",
                    "<image>{tokens}\n",
                    "{question} ASSISTANT:",
                    "<i>",
                    Map.of("en", "What happens?"),
                    Optional.of(new VideoPieces("{count} in {duration}:", " at {time}=", ".")),
                    Optional.of(new TilePieces("<{row},{column}>{tokens}", ";", "|{tokens}", 2)));
    private final Path directory;

    PublishedModelTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void readsBackWhatItWrote() throws IOException {
        for (ImageForm image : List.of(fixed(), patches(), tiled())) {
            PublishedModel model = new PublishedModel(ModelFamily.QWEN2_VL, image, language());
            ObjectNode json = JSON.createObjectNode();
            PublishedJson.write(model, json);

            assertThat(PublishedModel.of(bundle(json))).isEqualTo(model);
        }
    }

    @Test
    void saysWhichKeyIsWrong() throws IOException {
        ObjectNode json = JSON.createObjectNode();
        PublishedJson.write(new PublishedModel(ModelFamily.LLAVA, fixed(), language()), json);

        refuses(json.deepCopy().put("layout", "own"), "layout is \"own\"");
        refuses(json.deepCopy().put("family", "blip"), "family is \"blip\"");
        ObjectNode changed = json.deepCopy();
        ((ObjectNode) changed.get("languageModel")).put("hidden", "48");
        refuses(changed, "\"hidden\" is \"48\", required a whole number");
        changed = json.deepCopy();
        ((ObjectNode) changed.get("image").get("steps").get(0)).put("do", "sharpen");
        refuses(changed, "unknown step \"sharpen\"");
        changed = json.deepCopy();
        ((ObjectNode) changed.get("languageModel").get("prompt")).put("after", "Go:");
        refuses(changed, "prompt.after is \"Go:\", required {question} once");
        changed = json.deepCopy();
        ((ObjectNode) changed.get("image")).put("tiling", "always");
        refuses(changed, "image.tiling is \"always\", image.tiles is missing");
        ((ObjectNode) changed.get("image")).put("tiling", "sometimes");
        refuses(changed, "image.tiling is \"sometimes\", required off, detail or always");
    }

    @Test
    void putsPicturesBeforeTheQuestion() {
        assertThat(PIECES.text(List.of(2, 1), "Who?"))
                .isEqualTo("<s>USER: <image><i><i>\n<image><i>\nWho? ASSISTANT:");
        assertThat(PIECES.text(List.of(1), "{tokens} {question}?"))
                .isEqualTo("<s>USER: <image><i>\n{tokens} {question}? ASSISTANT:");
    }

    @Test
    void saysWhenThePicturesOfAVideoAre() {
        List<ShownPicture> two =
                List.of(new ShownPicture(1), new ShownPicture(1, 0, 0, 65_400_000L));

        assertThat(PIECES.text(two, 3_700_000_000L, "Who?"))
                .isEqualTo(
                        "<s>USER: two in 1:01:40: at 00:00=<image><i>\n"
                                + " at 01:05=<image><i>\n.Who? ASSISTANT:");
        assertThat(PIECES.text(List.of(new ShownPicture(1)), 2_000_000, "Who?"))
                .isEqualTo("<s>USER: <image><i>\nWho? ASSISTANT:");
        assertThat(new VideoPieces("{count}", "", "").before(32, 0)).isEqualTo("thirty-two");
    }

    @Test
    void namesThePlaceOfEveryTileAndTellsNothingOfAVideoThen() {
        List<ShownPicture> two = List.of(new ShownPicture(2, 2, 1, 5), new ShownPicture(1));

        assertThat(PIECES.text(two, 2_000_000, "Who?"))
                .isEqualTo("<s>USER: <1,1><i><i>;<2,1><i><i>;|<i><i><image><i>\nWho? ASSISTANT:");
    }

    @Test
    void letsNoQuestionHoldAnImageToken() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PIECES.text(List.of(1), "Is <i> a picture?"))
                .withMessageContaining("must not hold <i>");
    }

    @Test
    void countsTokensByTheGridWhereThereIsOne() {
        assertThat(fixed().tokens(4, 6)).isEqualTo(16);
        assertThat(patches().tokens(4, 6)).isEqualTo(6);
    }

    private static ImageForm fixed() {
        return new ImageForm(
                List.of(
                        new ImageStep.PadSquare(List.of(122, 116, 104)),
                        new ImageStep.LongestEdge(128, ImageFilter.LANCZOS),
                        new ImageStep.ShortestEdge(60, ImageFilter.BILINEAR),
                        new ImageStep.Squash(64, 48, ImageFilter.BICUBIC),
                        new ImageStep.Crop(56, 40)),
                1 / 255.0,
                List.of(0.5, 0.4, 0.3),
                List.of(0.25, 0.5, 1.0),
                16,
                Optional.empty());
    }

    private static ImageForm patches() {
        return new ImageForm(
                List.of(new ImageStep.Multiples(28, 3136, 9408, ImageFilter.BICUBIC)),
                1 / 255.0,
                List.of(0.5, 0.5, 0.5),
                List.of(0.5, 0.5, 0.5),
                0,
                Optional.of(new PatchGrid(14, 2, 2)));
    }

    private static ImageForm tiled() {
        return new ImageForm(
                List.of(new ImageStep.Squash(64, 64, ImageFilter.LANCZOS)),
                1 / 255.0,
                List.of(0.5, 0.5, 0.5),
                List.of(0.5, 0.5, 0.5),
                16,
                Optional.empty(),
                Tiling.DETAIL,
                Optional.of(new TileForm(256, 64, ImageFilter.LANCZOS)));
    }

    private static LanguageForm language() {
        return new LanguageForm(
                48,
                512,
                2,
                1,
                16,
                true,
                PositionForm.THREE,
                485,
                List.of(482, 480),
                64,
                512,
                4,
                PIECES);
    }

    private void refuses(ObjectNode json, String message) throws IOException {
        ModelBundle bundle = bundle(json);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PublishedModel.of(bundle))
                .withMessageContaining(message);
    }

    private ModelBundle bundle(ObjectNode json) throws IOException {
        json.put("name", "m").put("version", "1");
        json.putArray("languages").add("en");
        json.putObject("roles");
        Files.write(directory.resolve("bundle.json"), json.toString().getBytes(UTF_8));
        return ModelBundle.open(directory);
    }
}
