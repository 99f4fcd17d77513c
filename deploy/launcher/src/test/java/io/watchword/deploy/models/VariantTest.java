package io.watchword.deploy.models;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.contract.bundle.ModelBundle;
import io.watchword.deploy.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The graphs of the fixture under other names: which one is taken is all that matters here. */
class VariantTest {
    private static final String DECODER = "onnx/decoder_model_merged";

    @SuppressWarnings("NullAway.Init") // by JUnit
    @TempDir
    Path folder;

    @Test
    void takesWhatIsAskedForAndFullPrecisionElse() throws IOException {
        Download download = new Download(folder, "llava");
        for (String suffix : new String[] {"_q4", "_quantized", "_fp16"}) {
            Files.copy(download.file(DECODER + ".onnx"), download.file(DECODER + suffix + ".onnx"));
        }

        assertThat(chosen(download, "a")).isEqualTo(DECODER + ".onnx");
        assertThat(chosen(download, "b", "--variant", "decoder_model_merged=q4"))
                .isEqualTo(DECODER + "_q4.onnx");
        assertThat(chosen(download, "c", "--variant", "decoder_model_merged=int8"))
                .isEqualTo(DECODER + "_quantized.onnx");
        Files.delete(download.file(DECODER + ".onnx"));
        assertThat(chosen(download, "d")).isEqualTo(DECODER + "_quantized.onnx");
    }

    @Test
    void warnsOfHalfPrecision() throws IOException {
        Download download = new Download(folder, "llava");
        download.rename(DECODER + ".onnx", DECODER + "_fp16.onnx");

        assertThat(chosen(download, "a")).isEqualTo(DECODER + "_fp16.onnx");
        assertThat(download.said())
                .contains(
                        "note: "
                                + DECODER
                                + "_fp16.onnx: half precision, several times slower than fp32 on a"
                                + " CPU");
    }

    @Test
    void saysWhichVariantsThereAre() throws IOException {
        Download download = new Download(folder, "llava");
        Files.copy(download.file(DECODER + ".onnx"), download.file(DECODER + "_q4.onnx"));

        assertThat(download.add("--variant", "q4")).isEqualTo(ExitCode.BAD_USE);
        assertThat(download.said())
                .containsExactly(
                        "onnx/vision_encoder_q4.onnx: missing; there are fp32",
                        "onnx/embed_tokens_q4.onnx: missing; there are fp32");
    }

    private static String chosen(Download download, String name, String... options) {
        String[] all = new String[options.length + 2];
        all[0] = "--name";
        all[1] = name;
        System.arraycopy(options, 0, all, 2, options.length);
        assertThat(download.add(all)).as(() -> download.said().toString()).isEqualTo(ExitCode.OK);
        Path bundle = download.added(name);
        Path file = ModelBundle.open(bundle).file(ModelBundle.Roles.DECODER);
        return bundle.relativize(file).toString();
    }
}
