package io.watchword.contract.bundle;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which other files an ONNX graph takes its weights from. Read from the graph itself, before any
 * runtime opens it: a graph may name any path.
 */
public final class WeightFiles {
    private static final int DEPTH = 64;

    /** Messages of onnx.proto that hold tensors somewhere below, and the fields that lead there. */
    private enum Message {
        MODEL,
        GRAPH,
        FUNCTION,
        NODE,
        ATTRIBUTE,
        SPARSE_TENSOR,
        TENSOR
    }

    private static final Map<Message, Map<Integer, Message>> FIELDS =
            Map.of(
                    Message.MODEL,
                    Map.of(7, Message.GRAPH, 25, Message.FUNCTION),
                    Message.GRAPH,
                    Map.of(1, Message.NODE, 5, Message.TENSOR, 15, Message.SPARSE_TENSOR),
                    Message.FUNCTION,
                    Map.of(7, Message.NODE),
                    Message.NODE,
                    Map.of(5, Message.ATTRIBUTE),
                    Message.ATTRIBUTE,
                    Map.of(
                            5,
                            Message.TENSOR,
                            6,
                            Message.GRAPH,
                            10,
                            Message.TENSOR,
                            11,
                            Message.GRAPH,
                            22,
                            Message.SPARSE_TENSOR,
                            23,
                            Message.SPARSE_TENSOR),
                    Message.SPARSE_TENSOR,
                    Map.of(1, Message.TENSOR, 2, Message.TENSOR),
                    Message.TENSOR,
                    Map.of());
    private static final int EXTERNAL_DATA = 13;

    private final CodedInputStream in;
    private final Set<String> locations = new TreeSet<>();

    private WeightFiles(CodedInputStream in) {
        this.in = in;
    }

    /**
     * Locations as the graph has them, relative to its own directory.
     *
     * @throws IllegalArgumentException if the file is no ONNX graph
     */
    public static Set<String> of(Path graph) throws IOException {
        try (InputStream bytes = new BufferedInputStream(Files.newInputStream(graph), 1 << 16)) {
            CodedInputStream in = CodedInputStream.newInstance(bytes);
            in.setSizeLimit(Integer.MAX_VALUE);
            WeightFiles files = new WeightFiles(in);
            files.read(Message.MODEL, 0);
            return files.locations;
        } catch (com.google.protobuf.InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(
                    graph.getFileName() + ": not an ONNX graph (" + e.getMessage() + ")", e);
        }
    }

    private void read(Message message, int depth) throws IOException {
        if (depth > DEPTH) {
            throw new IllegalArgumentException("an ONNX graph with more than 64 levels");
        }
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            int field = WireFormat.getTagFieldNumber(tag);
            boolean nested = WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
            Message below = FIELDS.getOrDefault(message, Map.of()).get(field);
            if (nested && below != null) {
                int limit = in.pushLimit(in.readRawVarint32());
                read(below, depth + 1);
                in.popLimit(limit);
            } else if (nested && message == Message.TENSOR && field == EXTERNAL_DATA) {
                entry();
            } else {
                in.skipField(tag);
            }
        }
    }

    /** A pair of key (1) and value (2); the one of interest has the key {@code location}. */
    private void entry() throws IOException {
        int limit = in.pushLimit(in.readRawVarint32());
        String key = "";
        String value = "";
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case 1 -> key = in.readString();
                case 2 -> value = in.readString();
                default -> in.skipField(tag);
            }
        }
        in.popLimit(limit);
        if (key.equals("location")) {
            locations.add(value);
        }
    }
}
