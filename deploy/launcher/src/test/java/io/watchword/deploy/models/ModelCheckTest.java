package io.watchword.deploy.models;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.watchword.deploy.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCheckTest {
    @SuppressWarnings("NullAway.Init") // by JUnit
    @TempDir
    Path folder;

    @Test
    void findsBundlesByNameOrDirectory() throws IOException {
        Download download = new Download(folder, "qwen2_vl");
        download.add("--name", "qwen");

        assertThat(download.models("verify", "qwen")).isEqualTo(ExitCode.OK);
        assertThat(download.models("verify", download.added("qwen").toString()))
                .isEqualTo(ExitCode.OK);
        assertThat(download.models("verify", "../../models/testbundle")).isEqualTo(ExitCode.OK);
        assertThat(download.models("verify", "other")).isEqualTo(ExitCode.BAD_USE);
        assertThat(download.said()).singleElement().asString().startsWith("other: neither");
    }

    @Test
    void comparesShapesWithTheGraphs() throws IOException {
        Download download = new Download(folder, "llava");
        download.add("--to", download.directory().toString());
        download.edit(
                "bundle.json",
                json -> {
                    ObjectNode roles = (ObjectNode) json.get("roles");
                    ObjectNode inputs = (ObjectNode) roles.get("vision_encoder").get("inputs");
                    inputs.putArray("pixel_values").add("n").add(3).add(56).add(60);
                    ((ObjectNode) json.get("image")).put("tokens", 15);
                    ((ObjectNode) json.get("languageModel")).put("vocabulary", 600);
                });

        assertThat(download.models("verify", download.directory().toString()))
                .isEqualTo(ExitCode.BAD_USE);
        assertThat(download.said())
                .containsExactly(
                        "vision_encoder input pixel_values is float32 [num_images, 3, 56, 56],"
                                + " bundle.json has [\"n\",3,56,60]",
                        "vision_encoder: a picture gives 16 tokens, bundle.json has 15",
                        "languageModel.vocabulary is 600, the decoder has float32 [batch_size,"
                                + " sequence_length, 512]");
    }

    @Test
    void listsWhatShipsWhatWasAddedAndWhatIsBroken() throws IOException {
        Download download = new Download(folder, "llava");
        download.add("--name", "mine", "--lang", "ru");
        Files.createDirectories(download.added("broken"));

        assertThat(download.models("list")).isEqualTo(ExitCode.OK);
        assertThat(download.printed().lines().map(line -> line.replaceAll(" +", " ")))
                .hasSize(4)
                .anyMatch(line -> line.startsWith("MODEL FAMILY SIZE LANGUAGES ROLES"))
                .anyMatch(line -> line.startsWith("tiny watchword "))
                .anyMatch(line -> line.matches("mine llava 0\\.\\d MB ru vision_encoder .*"))
                .anyMatch(line -> line.endsWith("bundle.json cannot be read"));
    }
}
