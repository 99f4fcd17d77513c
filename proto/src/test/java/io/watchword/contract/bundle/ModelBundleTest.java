package io.watchword.contract.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.watchword.contract.Ids;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelBundleTest {
    private final Path directory;

    ModelBundleTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void refusesAGraphThatTakesWeightsFromAFileNobodyChecked() throws IOException {
        byte[] location = "\012\010location\022\010data.bin".getBytes(UTF_8);
        byte[] tensor = concat(new byte[] {(13 << 3) | 2, (byte) location.length}, location);
        byte[] graph = concat(new byte[] {(5 << 3) | 2, (byte) tensor.length}, tensor);
        byte[] model = concat(new byte[] {(7 << 3) | 2, (byte) graph.length}, graph);
        String sha256 = file("m.onnx", new String(model, UTF_8));
        String weights = file("data.bin", "weights");
        String listed =
                role("vision_encoder", "m.onnx", sha256)
                        .replace(
                                "\"sha256\"",
                                "\"data\": [{\"file\": \"data.bin\", \"sha256\": \""
                                        + weights
                                        + "\"}], \"sha256\"");

        describe(role("vision_encoder", "m.onnx", sha256));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ModelBundle.open(directory))
                .withMessageContaining(
                        "m.onnx takes weights from \"data.bin\", which bundle.json does not list");
        describe(listed);
        assertThat(ModelBundle.open(directory).data("vision_encoder"))
                .containsExactly(directory.resolve("data.bin"));
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = java.util.Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    @Test
    void opensADirectoryWhoseFilesAreWhatTheyShouldBe() throws IOException {
        String vision = file("vision_encoder.onnx", "vision");
        String json = describe(role("vision_encoder", "vision_encoder.onnx", vision));

        ModelBundle bundle = ModelBundle.open(directory);

        assertThat(bundle.name()).isEqualTo("tiny 1");
        assertThat(bundle.languages()).containsExactly("en", "ru");
        assertThat(bundle.sha256()).isEqualTo(sha256(json));
        assertThat(bundle.has(ModelBundle.Roles.VISION_ENCODER)).isTrue();
        assertThat(bundle.has(ModelBundle.Roles.projector("audio"))).isFalse();
        assertThat(bundle.file(ModelBundle.Roles.VISION_ENCODER))
                .isEqualTo(directory.resolve("vision_encoder.onnx"));
        assertThat(bundle.section("image").path("width").asInt()).isEqualTo(160);
    }

    @Test
    void opensARelativeDirectory() throws IOException {
        describe(role("tokenizer", "tokenizer.json", file("tokenizer.json", "{}")));
        Path relative = Path.of("").toAbsolutePath().relativize(directory.toRealPath());

        assertThat(ModelBundle.open(relative).has("tokenizer")).isTrue();
        assertThat(ModelBundle.open(relative.resolve(".")).has("tokenizer")).isTrue();
    }

    @Test
    void opensTheDirectoryItIsRunIn() throws Exception {
        describe(role("tokenizer", "tokenizer.json", file("tokenizer.json", "{}")));
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                OpenHere.class.getName())
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .start();

        String said = new String(process.getInputStream().readAllBytes(), UTF_8);

        assertThat(said).isEqualTo("tiny 1");
    }

    /** Opens {@code .}; the working directory of a process cannot be changed from inside. */
    static final class OpenHere {
        private OpenHere() {}

        public static void main(String[] args) {
            System.out.print(ModelBundle.open(Path.of(".")).name());
        }
    }

    @Test
    void namesEveryProblemAtOnce() throws IOException {
        file("changed.onnx", "changed since");
        describe(
                role("vision_encoder", "changed.onnx", sha256("as published"))
                        + ","
                        + role("audio_encoder", "absent.onnx", sha256("")));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ModelBundle.open(directory))
                .withMessageContainingAll(
                        "changed.onnx has sha256 " + sha256("changed since"),
                        "bundle.json requires " + sha256("as published"),
                        "absent.onnx is missing")
                .satisfies(e -> assertThat(String.valueOf(e.getMessage()).lines()).hasSize(2));
    }

    @Test
    void readsNoFileOutsideItsDirectory() throws IOException {
        Path bundle = Files.createDirectory(directory.resolve("bundle"));
        String sha256 = file("secret", "secret");
        Files.createSymbolicLink(bundle.resolve("link.onnx"), directory.resolve("secret"));
        Files.createDirectory(bundle.resolve("sub"));
        Files.createSymbolicLink(bundle.resolve("up"), directory);

        for (String name :
                new String[] {
                    "../secret", "/etc/hostname", "sub/../../secret", "up/secret", "", ".", ".."
                }) {
            describe(bundle, role("tokenizer", name, sha256));
            assertRefused(bundle, "tokenizer names a file outside: \"" + name + "\"");
        }
        describe(bundle, role("tokenizer", "link.onnx", sha256));
        assertRefused(bundle, "link.onnx is missing");
    }

    @Test
    void readsFilesBelowItsDirectoryAndTheWeightsBesideThem() throws IOException {
        Files.createDirectory(directory.resolve("onnx"));
        String graph = file("onnx/decoder.onnx", "graph");
        String weights = file("onnx/decoder.onnx_data", "weights");
        String data = "\"data\":[{\"file\":\"onnx/decoder.onnx_data\",\"sha256\":\"%s\"}]";
        String described = role("decoder", "onnx/decoder.onnx", graph).replace("}", ",%s}");
        describe(String.format(described, String.format(data, weights)));

        ModelBundle bundle = ModelBundle.open(directory);

        assertThat(bundle.roles()).containsExactly("decoder");
        assertThat(bundle.data("decoder"))
                .containsExactly(directory.resolve("onnx/decoder.onnx_data"));
        describe(String.format(described, String.format(data, graph)));
        assertRefused(directory, "onnx/decoder.onnx_data has sha256 " + weights);
    }

    @Test
    void refusesADirectoryThatIsNoBundle() throws IOException {
        Path missing = directory.resolve("missing");

        assertRefused(missing, missing + ": not a directory");
        assertRefused(directory, "bundle.json is missing or not readable");
        Files.writeString(directory.resolve("bundle.json"), "{\"name\": ");
        assertRefused(directory, "bundle " + directory + ": ");
        Files.writeString(directory.resolve("bundle.json"), "{\"name\":\"tiny\",\"roles\":{}}");
        assertRefused(directory, "bundle.json has no \"version\"");
        assertRefused(directory, "bundle.json has no \"languages\"");
        Files.writeString(directory.resolve("bundle.json"), "[]");
        assertRefused(directory, "bundle.json has no \"roles\"");
        Files.writeString(directory.resolve("bundle.json"), "");
        assertRefused(directory, "bundle.json has no \"roles\"");
    }

    @Test
    void refusesAProjectorOfAKindOrGridThatIsNone() throws IOException {
        String projector =
                role("projector_spatial", "p.onnx", file("p.onnx", "p")).replace("}", ",%s}");

        describe(String.format(projector, "\"kind\":\"mlp\",\"grid\":[3,5]"));
        ProjectorForm form = ProjectorForm.of(ModelBundle.open(directory), "projector_spatial");

        assertThat(form).isEqualTo(new ProjectorForm(Optional.of(ProjectorKind.MLP), 3, 5));
        describe(String.format(projector, "\"kind\":\"qformer\",\"grid\":[3,0]"));
        assertRefused(
                directory,
                "roles.projector_spatial.kind is \"qformer\", required one of linear, mlp,"
                        + " transformer, mix, perceiver");
        assertRefused(directory, "roles.projector_spatial.grid is [3,0], required [rows, columns]");
    }

    @Test
    void aProjectorOfBeforeKindsWereStatedHasNone() throws IOException {
        describe(role("projector_spatial", "p.onnx", file("p.onnx", "p")));

        assertThat(ProjectorForm.of(ModelBundle.open(directory), "projector_spatial"))
                .isEqualTo(new ProjectorForm(Optional.empty(), 0, 0));
    }

    @Test
    void namesTheRoleOrSectionThatItLacks() throws IOException {
        describe(role("tokenizer", "tokenizer.json", file("tokenizer.json", "{}")));
        ModelBundle bundle = ModelBundle.open(directory);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> bundle.file("search_text"))
                .withMessageContaining("has no role search_text");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> bundle.section("languageModel"))
                .withMessageContaining("no section \"languageModel\"");
    }

    private static void assertRefused(Path bundle, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ModelBundle.open(bundle))
                .withMessageContaining(message);
    }

    /** Writes a file of the bundle and returns its sha256. */
    private String file(String name, String content) throws IOException {
        Files.writeString(directory.resolve(name), content);
        return sha256(content);
    }

    private static String role(String role, String file, String sha256) {
        return String.format("\"%s\":{\"file\":\"%s\",\"sha256\":\"%s\"}", role, file, sha256);
    }

    private String describe(String roles) throws IOException {
        return describe(directory, roles);
    }

    private static String describe(Path bundle, String roles) throws IOException {
        String json =
                "{\"name\":\"tiny\",\"version\":\"1\",\"languages\":[\"en\",\"ru\"],"
                        + "\"image\":{\"width\":160},\"roles\":{"
                        + roles
                        + "}}";
        Files.writeString(bundle.resolve("bundle.json"), json);
        return json;
    }

    private static String sha256(String content) {
        return Ids.sha256Hex(content.getBytes(UTF_8));
    }
}
