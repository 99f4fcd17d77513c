package io.watchword.contract.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeightFilesTest {
    private static final int GRAPH = 7;
    private static final int NODE = 1;
    private static final int ATTRIBUTE = 5;
    private static final int GRAPH_OF_ATTRIBUTE = 6;
    private static final int TENSOR = 5;
    private static final int ENTRY = 13;

    private final Path folder;

    WeightFilesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private interface Fields {
        void write(CodedOutputStream out) throws IOException;
    }

    @Test
    void areFoundInGraphsAndInGraphsBelowThem() throws IOException {
        byte[] inner = message(out -> out.writeBytes(TENSOR, tensor("inner.data")));
        byte[] attribute =
                message(out -> out.writeBytes(GRAPH_OF_ATTRIBUTE, ByteString.copyFrom(inner)));
        byte[] node = message(out -> out.writeBytes(ATTRIBUTE, ByteString.copyFrom(attribute)));
        byte[] graph =
                message(
                        out -> {
                            out.writeBytes(NODE, ByteString.copyFrom(node));
                            out.writeBytes(TENSOR, tensor("../outer.data"));
                        });
        byte[] model = message(out -> out.writeBytes(GRAPH, ByteString.copyFrom(graph)));

        assertThat(WeightFiles.of(file(model))).containsExactly("../outer.data", "inner.data");
    }

    @Test
    void areNoneWhereTheWeightsAreInside() throws IOException {
        byte[] graph = message(out -> out.writeBytes(TENSOR, ByteString.EMPTY));
        byte[] model = message(out -> out.writeBytes(GRAPH, ByteString.copyFrom(graph)));

        assertThat(WeightFiles.of(file(model))).isEmpty();
    }

    @Test
    void cannotBeReadFromWhatIsNoGraph() throws IOException {
        Path file = Files.writeString(folder.resolve("page.onnx"), "<html>not found</html>");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> WeightFiles.of(file))
                .withMessageStartingWith("page.onnx: not an ONNX graph");
    }

    /** A tensor whose values are in a file. */
    private static ByteString tensor(String location) throws IOException {
        byte[] offset = pair("offset", "0");
        byte[] place = pair("location", location);
        return ByteString.copyFrom(
                message(
                        out -> {
                            out.writeBytes(ENTRY, ByteString.copyFrom(offset));
                            out.writeBytes(ENTRY, ByteString.copyFrom(place));
                        }));
    }

    private static byte[] pair(String key, String value) throws IOException {
        return message(
                out -> {
                    out.writeString(1, key);
                    out.writeString(2, value);
                });
    }

    private Path file(byte[] model) throws IOException {
        return Files.write(folder.resolve("model.onnx"), model);
    }

    private static byte[] message(Fields fields) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        fields.write(out);
        out.flush();
        return bytes.toByteArray();
    }
}
