package io.watchword.llm.onnx;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The nodes of an ONNX graph's top level, read from its file: the runtime does not tell them. */
final class GraphNodes {
    private static final int MODEL_GRAPH = 7;
    private static final int GRAPH_NODE = 1;
    private static final int NODE_INPUT = 1;
    private static final int NODE_OUTPUT = 2;
    private static final int NODE_OPERATOR = 4;
    private static final int NODE_DOMAIN = 7;

    private GraphNodes() {}

    /**
     * One operator's use.
     *
     * @param inputs names of tensors; empty where an optional one is left out
     */
    record Node(String domain, String operator, List<String> inputs, List<String> outputs) {
        Node {
            inputs = List.copyOf(inputs);
            outputs = List.copyOf(outputs);
        }
    }

    /**
     * @throws IllegalArgumentException if the file is no ONNX graph, or cannot be read
     */
    static List<Node> of(Path graph) {
        List<Node> nodes = new ArrayList<>();
        try (InputStream bytes = new BufferedInputStream(Files.newInputStream(graph), 1 << 16)) {
            CodedInputStream in = CodedInputStream.newInstance(bytes);
            in.setSizeLimit(Integer.MAX_VALUE);
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                if (isMessage(tag, MODEL_GRAPH)) {
                    int limit = in.pushLimit(in.readRawVarint32());
                    nodes(in, nodes);
                    in.popLimit(limit);
                } else {
                    in.skipField(tag);
                }
            }
            return nodes;
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(graph.getFileName() + ": not an ONNX graph", e);
        } catch (IOException e) {
            throw new IllegalArgumentException(graph.getFileName() + ": " + e.getMessage(), e);
        }
    }

    private static void nodes(CodedInputStream in, List<Node> nodes) throws IOException {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (isMessage(tag, GRAPH_NODE)) {
                int limit = in.pushLimit(in.readRawVarint32());
                nodes.add(node(in));
                in.popLimit(limit);
            } else {
                in.skipField(tag);
            }
        }
    }

    private static Node node(CodedInputStream in) throws IOException {
        List<String> inputs = new ArrayList<>();
        List<String> outputs = new ArrayList<>();
        String operator = "";
        String domain = "";
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case NODE_INPUT -> inputs.add(in.readString());
                case NODE_OUTPUT -> outputs.add(in.readString());
                case NODE_OPERATOR -> operator = in.readString();
                case NODE_DOMAIN -> domain = in.readString();
                default -> in.skipField(tag);
            }
        }
        return new Node(domain, operator, inputs, outputs);
    }

    private static boolean isMessage(int tag, int field) {
        return WireFormat.getTagFieldNumber(tag) == field
                && WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
    }
}
