package io.watchword.deploy.models;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.watchword.contract.bundle.ModelBundle;
import io.watchword.contract.bundle.PublishedModel;
import io.watchword.contract.bundle.ShownPicture;
import io.watchword.contract.bundle.Tiling;
import io.watchword.deploy.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class AddModelTest {
    static final List<String> FAMILIES = Download.FAMILIES;

    @SuppressWarnings("NullAway.Init") // by JUnit
    @TempDir
    Path folder;

    @ParameterizedTest
    @FieldSource("FAMILIES")
    void writesTheBundleOfEachFamily(String family) throws IOException {
        Download download = new Download(folder, family);

        assertThat(download.add("--lang", "en,ru")).isEqualTo(ExitCode.OK);

        JsonNode written = json(download.added(family));
        assertThat(written).isEqualTo(json(Download.FIXTURES.resolve(family)));
        assertThat(PublishedModel.of(ModelBundle.open(download.added(family))).family().key())
                .isEqualTo(family);
    }

    @ParameterizedTest
    @FieldSource("FAMILIES")
    void derivesPromptsThatEqualTheGoldenOnes(String family) throws IOException {
        Download download = new Download(folder, family);
        assertThat(download.add()).isEqualTo(ExitCode.OK);
        PublishedModel model = PublishedModel.of(ModelBundle.open(download.added(family)));
        JsonNode golden =
                Download.JSON.readTree(Download.GOLDEN.resolve(family + ".json").toFile());

        assertThat(golden.path("prompts")).hasSizeGreaterThanOrEqualTo(6);
        for (JsonNode prompt : golden.path("prompts")) {
            List<Integer> tokens = new ArrayList<>();
            for (int picture = 0; picture < prompt.path("pictures").size(); picture++) {
                JsonNode grid = prompt.path("grid_thw").path(picture);
                tokens.add(model.image().tokens(grid.path(1).asInt(), grid.path(2).asInt()));
            }
            assertThat(model.language().prompt().text(tokens, prompt.path("question").asText()))
                    .isEqualTo(prompt.path("text").asText());
        }
    }

    @Test
    void writesWhenTilesAreShown() throws IOException {
        Download download = new Download(folder, "idefics3");

        assertThat(download.add("--tiling", "detail")).isEqualTo(ExitCode.OK);
        PublishedModel model = PublishedModel.of(ModelBundle.open(download.added("idefics3")));
        assertThat(model.image().tiling()).isEqualTo(Tiling.DETAIL);

        assertThat(download.add("--name", "plain")).isEqualTo(ExitCode.OK);
        assertThat(download.said())
                .contains(
                        "note: one view of each key frame, 16 tokens; --tiling detail adds up to 4"
                                + " tiles of as many where a question is asked");
        assertThat(download.add("--name", "other", "--tiling", "often"))
                .isEqualTo(ExitCode.BAD_USE);
        assertThat(download.said())
                .containsExactly("--tiling is \"often\", required off, detail or always");
    }

    @Test
    void refusesTilesOfAModelThatWasNotTaughtThem() throws IOException {
        Download llava = new Download(folder, "llava");
        assertThat(llava.add("--tiling", "always")).isEqualTo(ExitCode.BAD_USE);
        assertThat(llava.said())
                .containsExactly(
                        "--tiling is always, the model was not taught tiles: required off");

        Download wide = new Download(folder, "idefics3");
        wide.edit(
                "preprocessor_config.json",
                json -> ((ObjectNode) json.get("size")).put("longest_edge", 192));
        assertThat(wide.add()).isEqualTo(ExitCode.OK);
        assertThat(wide.said())
                .anyMatch(line -> line.contains("no special token <row_1_col_3>: pictures cannot"));
    }

    @Test
    void showsFramesOfAVideoAsTheFamilyWasTaught() throws IOException {
        Download download = new Download(folder, "idefics3");
        download.edit("config.json", json -> json.put("model_type", "smolvlm"));
        download.edit(
                "preprocessor_config.json",
                json -> json.putObject("video_sampling").put("max_frames", 6));

        assertThat(download.add()).isEqualTo(ExitCode.OK);

        assertThat(download.said()).anyMatch(line -> line.contains("frames of a video"));
        PublishedModel model = PublishedModel.of(ModelBundle.open(download.added("idefics3")));
        assertThat(model.language().maxImages()).isEqualTo(6);
        JsonNode golden =
                Download.JSON.readTree(Download.GOLDEN.resolve("idefics3_tiles.json").toFile());
        assertThat(golden.path("videos")).hasSize(2);
        for (JsonNode video : golden.path("videos")) {
            List<ShownPicture> frames = new ArrayList<>();
            video.path("seconds")
                    .forEach(
                            s ->
                                    frames.add(
                                            new ShownPicture(
                                                    16, 0, 0, (long) (s.asDouble() * 1e6))));
            long durationUs = (long) (video.path("duration").asDouble() * 1e6);
            assertThat(
                            model.language()
                                    .prompt()
                                    .text(frames, durationUs, video.path("question").asText()))
                    .isEqualTo(video.path("text").asText());
        }
    }

    @Test
    void saysThatAVideoBecomesSeparatePicturesElsewhere() throws IOException {
        Download download = new Download(folder, "qwen2_vl");
        download.edit(
                "processor_config.json", json -> json.putObject("video_processor").put("fps", 2));

        assertThat(download.add()).isEqualTo(ExitCode.OK);
        assertThat(download.said())
                .contains(
                        "note: videos are shown as separate pictures, without the model's own"
                                + " words");
    }

    @Test
    void writesBesideTheFilesWhereThatIsAsked() throws IOException {
        Download download = new Download(folder, "llava");
        String directory = download.directory().toString();

        assertThat(download.add("--to", directory, "--name", "mine")).isEqualTo(ExitCode.OK);
        assertThat(ModelBundle.open(download.directory()).name()).isEqualTo("mine 1");
        assertThat(download.add("--to", directory)).isEqualTo(ExitCode.OK);
        assertThat(download.models("verify", directory)).isEqualTo(ExitCode.OK);
    }

    @Test
    void takesOnlyTheFilesThatAreUsed() throws IOException {
        Download download = new Download(folder, "llava");
        Files.writeString(download.file("onnx/vision_encoder_q4.onnx"), "not asked for");

        assertThat(download.add()).isEqualTo(ExitCode.OK);

        assertThat(download.added("llava/onnx")).isDirectoryNotContaining("glob:**q4*");
        assertThat(download.added("llava/config.json")).doesNotExist();
    }

    @Test
    void keepsWhatIsThereAlready() throws IOException {
        Download download = new Download(folder, "llava");
        download.add();

        assertThat(download.add()).isEqualTo(ExitCode.BAD_USE);
        assertThat(download.said())
                .containsExactly(
                        download.added("llava")
                                + " is there already: remove it, or give another --name");
        assertThat(download.add("--name", "llava-2")).isEqualTo(ExitCode.OK);
        assertThat(folder.resolve("data/models")).isDirectoryNotContaining("glob:**.adding*");
    }

    @Test
    void saysEverythingThatIsWrongAtOnce() throws IOException {
        Download download = new Download(folder, "qwen2_vl");
        download.edit("config.json", json -> json.put("model_type", "phi3_v"));
        Files.writeString(download.file("generation_config.json"), "{");
        Files.delete(download.file("tokenizer.json"));
        Files.delete(download.file("preprocessor_config.json"));
        Files.delete(download.file("onnx/vision_encoder.onnx"));
        Files.writeString(download.file("onnx/embed_tokens.onnx"), "no graph");

        assertThat(download.add()).isEqualTo(ExitCode.BAD_USE);

        assertThat(download.said())
                .hasSize(6)
                .anyMatch(line -> line.startsWith("config.json: model_type is \"phi3_v\", known"))
                .anyMatch(line -> line.startsWith("generation_config.json: "))
                .anyMatch(line -> line.startsWith("tokenizer.json: missing"))
                .anyMatch(line -> line.startsWith("preprocessor_config.json: missing"))
                .contains("onnx/vision_encoder.onnx: missing")
                .anyMatch(line -> line.startsWith("onnx/embed_tokens.onnx: "));
        assertThat(download.added("qwen2_vl")).doesNotExist();
    }

    @Test
    void refusesWhatDoesNotFitTogether() throws IOException {
        Download download = new Download(folder, "llava_qwen2");
        download.edit("config.json", json -> json.put("image_token_index", 7));
        download.edit("generation_config.json", json -> json.put("eos_token_id", 512));
        download.edit("preprocessor_config.json", json -> json.put("resample", 0));
        download.edit(
                "preprocessor_config.json",
                json -> ((ObjectNode) json.get("crop_size")).put("height", 64));

        assertThat(download.add()).isEqualTo(ExitCode.BAD_USE);

        assertThat(download.said())
                .contains(
                        "config.json: token of a picture is 7, tokenizer.json has <image> at 483",
                        "preprocessor_config.json: resample is 0, known are 1 (Lanczos), 2"
                                + " (bilinear), 3 (bicubic)")
                .anyMatch(line -> line.startsWith("vision_encoder.onnx: ONNX Runtime: "));
    }

    @Test
    void takesTheOrdinaryOneOfSeveralChatTemplates() throws IOException {
        Download download = new Download(folder, "llava");
        download.edit(
                "tokenizer_config.json",
                json -> {
                    String own = json.get("chat_template").asText();
                    ArrayNode several = json.putArray("chat_template");
                    several.addObject().put("name", "tools").put("template", "{{ tools }}");
                    several.addObject().put("name", "default").put("template", own);
                });

        assertThat(download.add()).isEqualTo(ExitCode.OK);
        assertThat(download.said()).noneMatch(line -> line.contains("no chat template"));
    }

    @Test
    void looksAtTheDecoderOfAnUnknownKindToo() throws IOException {
        Download download = new Download(folder, "llava");
        download.edit("config.json", json -> json.put("model_type", "phi3_v"));
        Files.copy(
                download.file("onnx/vision_encoder.onnx"),
                download.file("onnx/decoder_model_merged.onnx"),
                StandardCopyOption.REPLACE_EXISTING);

        assertThat(download.add()).isEqualTo(ExitCode.BAD_USE);
        assertThat(download.said())
                .anyMatch(line -> line.contains("model_type"))
                .contains(
                        "decoder_model_merged: input inputs_embeds is missing, required float32 of"
                                + " rank 3",
                        "decoder_model_merged: wants an input that is not known: pixel_values");
    }

    @Test
    void refusesADecoderOfAnotherFamily() throws IOException {
        Download download = new Download(folder, "qwen2_vl");
        Files.copy(
                Download.FIXTURES.resolve("llava/onnx/decoder_model_merged.onnx"),
                download.file("onnx/decoder_model_merged.onnx"),
                StandardCopyOption.REPLACE_EXISTING);

        assertThat(download.add()).isEqualTo(ExitCode.BAD_USE);
        assertThat(download.said())
                .containsExactly(
                        "decoder_model_merged: position_ids are 1d, required mrope for qwen2_vl");
    }

    @Test
    void followsNoLinks() throws IOException {
        Download download = new Download(folder, "llava");
        Path elsewhere = Files.move(download.file("tokenizer.json"), folder.resolve("blob"));
        Files.createSymbolicLink(download.file("tokenizer.json"), elsewhere);

        assertThat(download.add()).isEqualTo(ExitCode.BAD_USE);
        assertThat(download.said())
                .anyMatch(line -> line.startsWith("tokenizer.json: a link to " + elsewhere));

        Files.delete(download.file("tokenizer.json"));
        Files.move(elsewhere, download.file("tokenizer.json"));
        Path graphs = Files.move(download.file("onnx"), folder.resolve("graphs"));
        Files.createSymbolicLink(download.file("onnx"), graphs);

        assertThat(download.add()).isEqualTo(ExitCode.BAD_USE);
        assertThat(download.said())
                .contains("onnx/embed_tokens.onnx: leads out of " + download.directory());
    }

    @Test
    void refusesBadArguments() throws IOException {
        Download download = new Download(folder, "llava");

        assertThat(download.add("--name", "../x", "--lang", "fr", "--variant", "q5"))
                .isEqualTo(ExitCode.BAD_USE);
        assertThat(download.said())
                .hasSize(3)
                .anyMatch(line -> line.startsWith("--name is \"../x\""))
                .anyMatch(line -> line.startsWith("--lang is \"fr\""))
                .anyMatch(line -> line.startsWith("--variant is \"q5\""));
        assertThat(download.add("--name", "tiny")).isEqualTo(ExitCode.BAD_USE);
        assertThat(download.models("add", folder.resolve("absent").toString()))
                .isEqualTo(ExitCode.BAD_USE);
        assertThat(download.said()).containsExactly(folder.resolve("absent") + ": not a directory");
    }

    private static JsonNode json(Path bundle) throws IOException {
        return Download.JSON.readTree(bundle.resolve("bundle.json").toFile());
    }
}
