package io.watchword.deploy.models;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.contract.bundle.ModelBundle;
import io.watchword.deploy.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code models add} does with weights that are in files of their own. */
class AddedWeightsTest {
    private static final String GRAPH = "onnx/embed_tokens.onnx";
    private static final String DATA = "embed_tokens.onnx_data";

    @SuppressWarnings("NullAway.Init") // by JUnit
    @TempDir
    Path folder;

    @Test
    void areTakenAlongAndChecked() throws IOException {
        Download download = download(DATA);
        Files.write(download.file("onnx/" + DATA), new byte[512 * 48 * Float.BYTES]);

        assertThat(download.add()).as(() -> download.said().toString()).isEqualTo(ExitCode.OK);

        Path added = download.added("llava");
        assertThat(ModelBundle.open(added).data("embed_tokens"))
                .containsExactly(added.resolve("onnx").resolve(DATA));
        assertThat(download.models("verify", "llava")).isEqualTo(ExitCode.OK);

        Files.delete(added.resolve("onnx").resolve(DATA));
        Files.write(added.resolve("onnx").resolve(DATA), new byte[512 * 48 * Float.BYTES + 1]);
        assertThat(download.models("verify", "llava")).isEqualTo(ExitCode.BAD_USE);
        assertThat(download.said()).singleElement().asString().contains(DATA + " has sha256 ");
    }

    @Test
    void areMissed() throws IOException {
        Download download = download(DATA);

        assertThat(download.add()).isEqualTo(ExitCode.BAD_USE);
        assertThat(download.said())
                .containsExactly(GRAPH + ": its weights are missing: onnx/" + DATA);
    }

    @Test
    void neverLeadOut() throws IOException {
        for (String location : new String[] {"/etc/passwd", "../../secret", "a/../../b", ""}) {
            Download download = download(location);

            assertThat(download.add()).isEqualTo(ExitCode.BAD_USE);
            assertThat(download.said())
                    .containsExactly(
                            GRAPH
                                    + ": its weights lead out of the directory: \""
                                    + location
                                    + "\"");
        }
        Download download = download(DATA);
        Path secret = Files.write(folder.resolve("secret"), new byte[512 * 48 * Float.BYTES]);
        Files.createSymbolicLink(download.file("onnx/" + DATA), secret);

        assertThat(download.add()).isEqualTo(ExitCode.BAD_USE);
        assertThat(download.said().get(0)).startsWith("onnx/" + DATA + ": a link to " + secret);
    }

    private Download download(String location) throws IOException {
        Path own = Files.createTempDirectory(folder, "download");
        Download download = new Download(own, "llava");
        Files.write(download.file(GRAPH), OnnxBytes.embedTokens(location, 512, 48));
        return download;
    }
}
