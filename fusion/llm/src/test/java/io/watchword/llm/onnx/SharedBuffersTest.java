package io.watchword.llm.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OnnxJavaType;
import io.watchword.llm.onnx.DecoderForm.Cache;
import io.watchword.llm.onnx.GraphNodes.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedBuffersTest {
    private static final List<Cache> CACHES =
            List.of(
                    new Cache("past.key", "present.key", OnnxJavaType.FLOAT, 1, 8),
                    new Cache("past.value", "present.value", OnnxJavaType.FLOAT, 1, 8));
    private static final Node ATTENTION =
            attention(List.of("past.key", "past.value"), List.of("present.key", "present.value"));

    private static Node attention(List<String> past, List<String> present) {
        List<String> inputs = new ArrayList<>(List.of("query", "key", "value"));
        inputs.addAll(past);
        inputs.addAll(List.of("lengths", "total"));
        List<String> outputs = new ArrayList<>(List.of("seen"));
        outputs.addAll(present);
        return new Node("com.microsoft", "GroupQueryAttention", inputs, outputs);
    }

    private static boolean possible(Node... graph) {
        return SharedBuffers.possible(List.of(graph), CACHES);
    }

    @Test
    void aCacheThatGoesThroughOneOperatorAloneMayBeWrittenInPlace() {
        assertThat(possible(new Node("", "Add", List.of("a", "b"), List.of("query")), ATTENTION))
                .isTrue();
    }

    @Test
    void notWhereAnythingElseReadsItOrCould() {
        Node before = new Node("", "Shape", List.of("past.key"), List.of("shape"));
        Node after = new Node("", "Slice", List.of("present.value"), List.of("some"));
        Node hidden = new Node("", "If", List.of("cached"), List.of("seen"));

        assertThat(possible(ATTENTION, before)).isFalse();
        assertThat(possible(ATTENTION, after)).isFalse();
        assertThat(possible(ATTENTION, hidden)).isFalse();
    }

    @Test
    void notWhereItGoesThroughAnotherOperatorOrComesOutAsAnotherCache() {
        Node concat = new Node("", "Concat", List.of("past.key", "k"), List.of("present.key"));
        Node other = new Node("", "GroupQueryAttention", ATTENTION.inputs(), ATTENTION.outputs());
        Node crossed =
                attention(
                        List.of("past.key", "past.value"), List.of("present.value", "present.key"));

        assertThat(possible(concat)).isFalse();
        assertThat(possible(other)).isFalse();
        assertThat(possible(crossed)).isFalse();
        assertThat(possible()).isFalse();
    }

    @Test
    void saysWhichFileIsNoGraph(@TempDir Path directory) throws IOException {
        Path broken = Files.writeString(directory.resolve("decoder.onnx"), "not a model");

        assertThatThrownBy(() -> GraphNodes.of(broken))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("decoder.onnx: not an ONNX graph");
    }
}
