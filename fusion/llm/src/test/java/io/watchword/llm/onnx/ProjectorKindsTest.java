package io.watchword.llm.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.watchword.contract.Modality;
import io.watchword.contract.bundle.ModelBundle;
import io.watchword.contract.bundle.ModelBundle.Roles;
import io.watchword.contract.bundle.ProjectorForm;
import io.watchword.contract.bundle.ProjectorKind;
import io.watchword.llm.project.Projector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against PyTorch's answers, written by models/parity/projector_kinds.py. */
class ProjectorKindsTest {
    private static final Path KINDS = Path.of("../../models/parity/projectors_small");

    @Test
    void aBundleOfEveryKindProjectsAsPyTorchDoes() throws IOException {
        for (ProjectorKind kind : ProjectorKind.values()) {
            Path directory = KINDS.resolve(kind.key());
            ModelBundle bundle = ModelBundle.open(directory);
            JsonNode golden =
                    new ObjectMapper().readTree(directory.resolve("golden.json").toFile());
            try (Projector projector = OnnxProjectors.open(bundle)) {
                Projector.Shape shape = projector.shape(Modality.SPATIAL).orElseThrow();
                float[] stored = new float[shape.count() * shape.dim()];
                for (int i = 0; i < stored.length; i++) {
                    stored[i] = (i * 37 % 255 - 127) / 64f;
                }

                float[] embeds = projector.project(Modality.SPATIAL, stored);

                assertThat(ProjectorForm.of(bundle, "projector_spatial").kind()).contains(kind);
                assertThat(shape.positions()).isEqualTo(golden.path("shape").get(0).asInt());
                assertThat(projector.hidden()).isEqualTo(golden.path("shape").get(1).asInt());
                assertThat(embeds).as(kind.key()).hasSize(golden.path("embeds").size());
                for (int i = 0; i < embeds.length; i++) {
                    assertThat((double) embeds[i])
                            .as("%s[%d]", kind.key(), i)
                            .isCloseTo(golden.path("embeds").get(i).asDouble(), within(1e-5));
                }
            }
        }
    }

    @Test
    void aMixTakesTheFeaturesOfTwoEncodersFromOneBlock() {
        try (Projector projector = OnnxProjectors.open(ModelBundle.open(KINDS.resolve("mix")))) {
            Projector.Shape shape = projector.shape(Modality.SPATIAL).orElseThrow();
            float[] zeros = new float[shape.count() * shape.dim()];
            float[] second = zeros.clone();
            second[shape.dim() - 1] = 1; // of the second encoder, which comes last
            float[] none = projector.project(Modality.SPATIAL, zeros);
            float[] some = projector.project(Modality.SPATIAL, second);

            assertThat(shape.dim()).isEqualTo(2 * 4 + 2 * 3);
            assertThat(Arrays.equals(none, 0, 12, some, 0, 12)).isFalse();
            assertThat(Arrays.equals(none, 12, none.length, some, 12, some.length)).isTrue();
        }
    }

    @Test
    void aKindThatItsGraphIsNotIsRefused(@TempDir Path directory) throws IOException {
        copy("mix", directory, "\"mix\"", "\"linear\"");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> OnnxProjectors.open(ModelBundle.open(directory)))
                .withMessage("projector_spatial is of kind linear and takes 2 tensors, required 1");
    }

    @Test
    void aGridThatItsEmbeddingsDoNotFillIsRefused(@TempDir Path directory) throws IOException {
        copy("mlp", directory, "\"grid\": [\n    2", "\"grid\": [\n    5");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> OnnxProjectors.open(ModelBundle.open(directory)))
                .withMessage("projector_spatial gives 6 embeddings, its grid is 5×3");
    }

    private static void copy(String kind, Path to, String found, String instead)
            throws IOException {
        for (String name : List.of("bundle.json", "projector_spatial.onnx")) {
            Files.copy(KINDS.resolve(kind).resolve(name), to.resolve(name));
        }
        String json = Files.readString(to.resolve("bundle.json"));
        String roles = json.substring(json.indexOf("\"roles\""));
        assertThat(roles).contains(found);
        Files.writeString(
                to.resolve("bundle.json"), json.replace(roles, roles.replace(found, instead)));
    }

    @Test
    void aResamplerMakesAnyNumberOfEmbeddingsAsManyAsItHasQueries() {
        ModelBundle bundle = Golden.bundle();
        try (Projector projector = OnnxProjectors.open(bundle)) {
            assertThat(bundle.has(Roles.resampler("spatial"))).isTrue();
            for (int count : List.of(1, 15, 60)) {
                float[] embeds = new float[count * projector.hidden()];
                Arrays.fill(embeds, 0.25f);

                assertThat(projector.resample(Modality.SPATIAL, embeds))
                        .hasSize(6 * projector.hidden());
            }
            assertThat(projector.resamples(Modality.MOTION)).isTrue();
        }
    }
}
