package io.watchword.llm.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.watchword.contract.bundle.ModelBundle;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;

/** Opens ONNX sessions and reads what they take and give. */
final class OnnxSessions {
    static {
        OrtTelemetry.disable();
    }

    private OnnxSessions() {}

    /**
     * Opens a model with one thread that does not spin: decoding is bound by memory, and the cores
     * are shared with the encoders. It is read from memory, so that it cannot name other files
     * whose checksum nobody compared; one whose bundle lists such files, with checksums, from its
     * path.
     *
     * @throws IllegalArgumentException if the file is no model that this runtime can run
     */
    static OrtSession open(ModelBundle bundle, String role) {
        return open(bundle.file(role), !bundle.data(role).isEmpty());
    }

    /**
     * @param otherFiles whether the model's weights are in files beside it
     */
    static OrtSession open(Path file, boolean otherFiles) {
        OrtEnvironment environment = environment();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
            options.setMemoryPatternOptimization(false); // shapes grow at each step
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            return otherFiles
                    ? environment.createSession(file.toString(), options)
                    : environment.createSession(mapped(file), options);
        } catch (OrtException | IOException e) {
            throw new IllegalArgumentException(
                    "bundle " + file.getParent() + ": " + file.getFileName() + ": " + line(e), e);
        }
    }

    private static ByteBuffer mapped(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
        }
    }

    static OrtEnvironment environment() {
        return OrtEnvironment.getEnvironment();
    }

    /** First line of what the runtime says; the rest names its source files. */
    static String line(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    /** A model that was opened and does not run is a bug in the bundle or here. */
    static IllegalStateException bug(OrtException e) {
        return new IllegalStateException(line(e), e);
    }

    static void close(OrtSession session) {
        try {
            session.close();
        } catch (OrtException e) {
            throw bug(e);
        }
    }

    /**
     * Shape of a tensor; -1 where a dimension is not fixed.
     *
     * @throws IllegalArgumentException if it is missing, or of another type or rank
     */
    static long[] shape(Map<String, NodeInfo> nodes, String name, OnnxJavaType type, int rank) {
        NodeInfo node = nodes.get(name);
        if (node == null
                || !(node.getInfo() instanceof TensorInfo tensor)
                || tensor.type != type
                || tensor.getShape().length != rank) {
            throw new IllegalArgumentException(
                    "tensor "
                            + name
                            + " is "
                            + (node == null ? "missing" : node.getInfo())
                            + ", required "
                            + type
                            + " of rank "
                            + rank);
        }
        return Arrays.copyOf(tensor.getShape(), rank);
    }

    static FloatBuffer floats(int count) {
        return ByteBuffer.allocateDirect(Math.multiplyExact(count, Float.BYTES))
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    static LongBuffer longs(int count) {
        return ByteBuffer.allocateDirect(Math.multiplyExact(count, Long.BYTES))
                .order(ByteOrder.nativeOrder())
                .asLongBuffer();
    }
}
