package io.watchword.deploy.models;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/**
 * Writes one small ONNX graph, field by field: a table of embeddings with its weights elsewhere.
 */
final class OnnxBytes {
    private static final int FLOAT = 1;
    private static final int INT64 = 7;

    private OnnxBytes() {}

    private interface Fields {
        void write(CodedOutputStream out) throws IOException;
    }

    /** inputs_embeds = table[input_ids], the table being the bytes of the file {@code location}. */
    static byte[] embedTokens(String location, int rows, int columns) throws IOException {
        return message(
                model -> {
                    model.writeInt64(1, 8); // format
                    nested(model, 8, opset -> opset.writeInt64(2, 17));
                    nested(model, 7, graph -> graph(graph, location, rows, columns));
                });
    }

    private static void graph(CodedOutputStream graph, String location, int rows, int columns)
            throws IOException {
        nested(
                graph,
                1,
                node -> {
                    node.writeString(1, "table");
                    node.writeString(1, "input_ids");
                    node.writeString(2, "inputs_embeds");
                    node.writeString(4, "Gather");
                });
        graph.writeString(2, "embeddings");
        nested(
                graph,
                5,
                tensor -> {
                    tensor.writeInt64(1, rows);
                    tensor.writeInt64(1, columns);
                    tensor.writeInt32(2, FLOAT);
                    tensor.writeString(8, "table");
                    nested(tensor, 13, entry -> pair(entry, "location", location));
                    nested(tensor, 13, entry -> pair(entry, "offset", "0"));
                    tensor.writeInt32(14, 1); // elsewhere
                });
        nested(graph, 11, value -> value(value, "input_ids", INT64, "batch", "step"));
        nested(graph, 12, value -> value(value, "inputs_embeds", FLOAT, "batch", "step", columns));
    }

    private static void pair(CodedOutputStream entry, String key, String value) throws IOException {
        entry.writeString(1, key);
        entry.writeString(2, value);
    }

    private static void value(CodedOutputStream value, String name, int type, Object... shape)
            throws IOException {
        value.writeString(1, name);
        nested(value, 2, of -> nested(of, 1, tensor -> tensor(tensor, type, shape)));
    }

    private static void tensor(CodedOutputStream tensor, int type, Object... shape)
            throws IOException {
        tensor.writeInt32(1, type);
        nested(
                tensor,
                2,
                dims -> {
                    for (Object size : shape) {
                        nested(
                                dims,
                                1,
                                dim -> {
                                    if (size instanceof Integer fixed) {
                                        dim.writeInt64(1, fixed);
                                    } else {
                                        dim.writeString(2, size.toString());
                                    }
                                });
                    }
                });
    }

    private static void nested(CodedOutputStream out, int field, Fields fields) throws IOException {
        out.writeBytes(field, ByteString.copyFrom(message(fields)));
    }

    private static byte[] message(Fields fields) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        fields.write(out);
        out.flush();
        return bytes.toByteArray();
    }
}
