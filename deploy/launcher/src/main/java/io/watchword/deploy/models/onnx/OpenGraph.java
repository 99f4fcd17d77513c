package io.watchword.deploy.models.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.watchword.deploy.models.GraphForm;
import io.watchword.deploy.models.TensorForm;
import io.watchword.encoders.onnx.OrtTelemetry;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A graph opened to be looked at, and perhaps run once. Not for work: nothing is optimised. */
public final class OpenGraph implements AutoCloseable {
    private final OrtSession session;
    private final String name;

    private OpenGraph(OrtSession session, String name) {
        this.session = session;
        this.name = name;
    }

    /**
     * Opens a graph; weights beside it are found by the runtime.
     *
     * @throws IllegalArgumentException if this runtime cannot run it
     */
    public static OpenGraph open(Path file) {
        OrtTelemetry.disable();
        String name = String.valueOf(file.getFileName());
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.NO_OPT);
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            OrtEnvironment environment = OrtEnvironment.getEnvironment();
            return new OpenGraph(environment.createSession(file.toString(), options), name);
        } catch (OrtException e) {
            throw refused(name, e);
        }
    }

    private static IllegalArgumentException refused(String name, OrtException e) {
        String line = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return new IllegalArgumentException(name + ": ONNX Runtime: " + line, e);
    }

    /** What it takes and gives. */
    public GraphForm form() {
        try {
            return new GraphForm(tensors(session.getInputInfo()), tensors(session.getOutputInfo()));
        } catch (OrtException e) {
            throw refused(name, e);
        }
    }

    private static Map<String, TensorForm> tensors(Map<String, NodeInfo> nodes) {
        Map<String, TensorForm> tensors = new LinkedHashMap<>();
        nodes.forEach(
                (name, node) ->
                        tensors.put(
                                name,
                                node.getInfo() instanceof TensorInfo tensor
                                        ? tensor(tensor)
                                        : TensorForm.of("no tensor", List.of())));
        return tensors;
    }

    private static TensorForm tensor(TensorInfo tensor) {
        List<String> names = new ArrayList<>();
        for (String dimension : tensor.getDimensionNames()) {
            names.add(dimension == null ? "" : dimension);
        }
        return new TensorForm(
                type(tensor.type), Arrays.stream(tensor.getShape()).boxed().toList(), names);
    }

    private static String type(OnnxJavaType type) {
        return switch (type) {
            case FLOAT -> "float32";
            case FLOAT16 -> "float16";
            case BFLOAT16 -> "bfloat16";
            case DOUBLE -> "float64";
            default -> type.name().toLowerCase(java.util.Locale.ROOT);
        };
    }

    /**
     * Runs it once on made-up values and says what shape an output has.
     *
     * @throws IllegalArgumentException if it does not run
     */
    public List<Long> run(Map<String, Feed> feeds, String output) {
        Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
        try {
            for (Map.Entry<String, Feed> feed : feeds.entrySet()) {
                inputs.put(feed.getKey(), tensor(feed.getValue()));
            }
            try (OrtSession.Result result = session.run(inputs, java.util.Set.of(output))) {
                OnnxTensor found = (OnnxTensor) result.get(0);
                return Arrays.stream(found.getInfo().getShape()).boxed().toList();
            }
        } catch (OrtException e) {
            throw refused(name, e);
        } finally {
            inputs.values().forEach(OnnxTensor::close);
        }
    }

    private static OnnxTensor tensor(Feed feed) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        long[] shape = feed.shape().stream().mapToLong(Long::longValue).toArray();
        int count = Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
        if (feed.type() == Feed.Type.INT64) {
            ByteBuffer bytes = buffer(count, Long.BYTES);
            feed.values().forEach(value -> bytes.putLong(value.longValue()));
            return OnnxTensor.createTensor(environment, bytes.rewind(), shape, OnnxJavaType.INT64);
        }
        if (feed.type() == Feed.Type.BOOL) {
            ByteBuffer bytes = buffer(count, 1);
            for (int index = 0; index < count; index++) {
                bytes.put((byte) 1);
            }
            return OnnxTensor.createTensor(environment, bytes.rewind(), shape, OnnxJavaType.BOOL);
        }
        ByteBuffer bytes = buffer(count, Float.BYTES);
        for (int index = 0; index < count; index++) {
            bytes.putFloat((index % 17 - 8) / 8f); // some pattern: all-zero pictures may be dropped
        }
        return OnnxTensor.createTensor(environment, bytes.rewind(), shape, OnnxJavaType.FLOAT);
    }

    private static ByteBuffer buffer(int count, int bytes) {
        return ByteBuffer.allocateDirect(Math.multiplyExact(count, bytes))
                .order(ByteOrder.nativeOrder());
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }
}
