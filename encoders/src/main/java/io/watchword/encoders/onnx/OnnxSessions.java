package io.watchword.encoders.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import ai.onnxruntime.providers.OrtTensorRTProviderOptions;
import io.watchword.contract.bundle.ModelBundle;
import io.watchword.encoders.ExecutionConfig;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/**
 * Opens sessions. A model is loaded from its bytes, so that it cannot name other files whose
 * checksum nobody compared; one whose bundle lists such files, with checksums, from its path.
 */
final class OnnxSessions {
    private OnnxSessions() {}

    /**
     * Opens one model; the caller closes it.
     *
     * @throws IllegalArgumentException if the file is no model, or the device is not there
     */
    static OrtSession open(ModelBundle bundle, String role, ExecutionConfig execution) {
        OrtTelemetry.disable();
        Path model = bundle.file(role);
        try (OrtSession.SessionOptions options = options(execution)) {
            OrtEnvironment environment = OrtEnvironment.getEnvironment();
            return bundle.data(role).isEmpty()
                    ? environment.createSession(mapped(model), options)
                    : environment.createSession(model.toString(), options);
        } catch (OrtException | IOException e) {
            throw new IllegalArgumentException(
                    "model " + model.getFileName() + ": " + e.getMessage(), e);
        }
    }

    /** Large models would not fit the heap beside what it holds already. */
    private static ByteBuffer mapped(Path model) throws IOException {
        try (FileChannel channel = FileChannel.open(model, StandardOpenOption.READ)) {
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
        }
    }

    private static OrtSession.SessionOptions options(ExecutionConfig execution)
            throws OrtException {
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        try {
            options.setIntraOpNumThreads(execution.intraOpThreads());
            options.setInterOpNumThreads(1);
            options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            options.addConfigEntry("session.inter_op.allow_spinning", "0");
            for (ExecutionConfig.Provider provider : execution.providers()) {
                add(provider, options);
            }
            return options;
        } catch (OrtException | RuntimeException e) {
            options.close();
            throw e;
        }
    }

    private static void add(ExecutionConfig.Provider provider, OrtSession.SessionOptions options) {
        int deviceId = Integer.parseInt(provider.options().getOrDefault("device_id", "0"));
        try {
            switch (provider.device()) {
                case CPU -> options.addCPU(true);
                case CUDA -> {
                    try (OrtCUDAProviderOptions cuda = new OrtCUDAProviderOptions(deviceId)) {
                        addAll(provider.options(), cuda::add);
                        options.addCUDA(cuda);
                    }
                }
                case TENSORRT -> {
                    try (OrtTensorRTProviderOptions tensorrt =
                            new OrtTensorRTProviderOptions(deviceId)) {
                        addAll(provider.options(), tensorrt::add);
                        options.addTensorrt(tensorrt);
                    }
                }
            }
        } catch (OrtException e) {
            throw new IllegalArgumentException(
                    "encode.execution.device is "
                            + provider.device()
                            + ", this ONNX Runtime cannot use it (build with -Pgpu, and check the driver, CUDA"
                            + " 12 and cuDNN 9): "
                            + e.getMessage(),
                    e);
        }
    }

    private interface OptionSink {
        void add(String name, String value) throws OrtException;
    }

    private static void addAll(Map<String, String> options, OptionSink sink) throws OrtException {
        for (Map.Entry<String, String> option : options.entrySet()) {
            if (!option.getKey().equals("device_id")) {
                sink.add(option.getKey(), option.getValue());
            }
        }
    }
}
