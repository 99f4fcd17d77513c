package io.watchword.bench;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.watchword.contract.bundle.ModelBundle;
import io.watchword.contract.bundle.ModelBundle.Roles;
import io.watchword.encoders.encode.EncoderShapes;
import io.watchword.encoders.preprocess.SegmentPreprocessor;
import io.watchword.encoders.preprocess.SegmentTensors;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/**
 * The peer: ONNX Runtime and nothing else. One worker for each core takes the next segment and runs
 * the four sessions on it, one after the other.
 */
final class BareEncoders implements AutoCloseable {
    private final OrtSession image;
    private final OrtSession motion;
    private final OrtSession audio;
    private final OrtSession temporal;
    private final EncoderShapes shapes;
    private final SegmentPreprocessor preprocessor;
    private final ExecutorService workers =
            Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());

    private BareEncoders(ModelBundle bundle, EncoderShapes shapes, SegmentPreprocessor preprocessor)
            throws OrtException {
        this.shapes = shapes;
        this.preprocessor = preprocessor;
        image = session(bundle, Roles.VISION_ENCODER);
        motion = session(bundle, Roles.MOTION_TOKENIZER);
        audio = session(bundle, Roles.AUDIO_ENCODER);
        temporal = session(bundle, Roles.TEMPORAL_ENCODER);
    }

    static BareEncoders open(
            ModelBundle bundle, EncoderShapes shapes, SegmentPreprocessor preprocessor) {
        try {
            return new BareEncoders(bundle, shapes, preprocessor);
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    private static OrtSession session(ModelBundle bundle, String role) throws OrtException {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            return OrtEnvironment.getEnvironment()
                    .createSession(bundle.file(role).toString(), options);
        }
    }

    /**
     * Runs all models on {@code count} segments.
     *
     * @param tensors of a segment; asked on the worker, once for each
     */
    void run(int count, IntFunction<SegmentTensors> tensors)
            throws InterruptedException, ExecutionException {
        AtomicInteger next = new AtomicInteger();
        List<Future<?>> running = new ArrayList<>();
        for (int worker = 0; worker < Runtime.getRuntime().availableProcessors(); worker++) {
            running.add(
                    workers.submit(
                            () -> {
                                for (int i = next.getAndIncrement();
                                        i < count;
                                        i = next.getAndIncrement()) {
                                    runAll(tensors.apply(i));
                                }
                                return null;
                            }));
        }
        for (Future<?> worker : running) {
            worker.get();
        }
    }

    private void runAll(SegmentTensors segment) throws OrtException {
        if (segment.rgb().isPresent()) {
            FloatBuffer pixels = buffer(preprocessor.image().size());
            preprocessor.image().write(segment.rgb().get(), pixels, 0);
            run(
                    image,
                    Map.of(
                            "pixel_values",
                            tensor(
                                    pixels,
                                    1,
                                    3,
                                    preprocessor.image().heightPx(),
                                    preprocessor.image().widthPx())));
        }
        if (segment.motion().isPresent()) {
            FloatBuffer field = buffer(preprocessor.motion().size());
            preprocessor.motion().write(segment.motion().get(), field, 0);
            run(
                    motion,
                    Map.of("motion", tensor(field, 1, preprocessor.motion().steps(), 3, 20, 36)));
        }
        if (segment.pcm().isPresent()) {
            FloatBuffer samples = buffer(preprocessor.audio().size());
            preprocessor.audio().write(segment.pcm().get(), samples, 0);
            run(audio, Map.of("pcm", tensor(samples, 1, preprocessor.audio().size())));
        }
        int window = shapes.window();
        run(
                temporal,
                Map.of(
                        "spatial", empty(window, shapes.spatial().count(), shapes.spatial().dim()),
                        "motion", empty(window, shapes.motion().count(), shapes.motion().dim()),
                        "audio", empty(window, shapes.audio().count(), shapes.audio().dim()),
                        "present", tensor(buffer(window * 4), 1, window, 4)));
    }

    private static OnnxTensor empty(int window, int count, int dim) throws OrtException {
        return tensor(buffer(window * count * dim), 1, window, count, dim);
    }

    private static FloatBuffer buffer(int size) {
        return java.nio.ByteBuffer.allocateDirect(size * Float.BYTES)
                .order(java.nio.ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    private static OnnxTensor tensor(FloatBuffer values, long... shape) throws OrtException {
        return OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), values, shape);
    }

    private static void run(OrtSession session, Map<String, OnnxTensor> inputs)
            throws OrtException {
        try (OrtSession.Result result = session.run(inputs)) {
            if (result.size() == 0) {
                throw new IllegalStateException("no output");
            }
        } finally {
            inputs.values().forEach(OnnxTensor::close);
        }
    }

    @Override
    public void close() {
        workers.shutdown();
        try (image;
                motion;
                audio;
                temporal) {
            // closes the sessions
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }
}
