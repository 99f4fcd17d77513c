package io.watchword.encoders;

import static io.watchword.contract.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the models run on.
 *
 * @param device {@code cpu}; {@code cuda} and {@code tensorrt} need a build with profile gpu
 * @param deviceId which accelerator, from 0; several processes may name different ones
 * @param intraOpThreads threads of one model on a CPU; one each, and several models side by side,
 *     is faster than several for one
 * @param halfPrecision whether TensorRT may compute in 16 bits
 * @param engineCache directory in which TensorRT keeps what it built; empty builds anew at each
 *     start
 */
public record ExecutionConfig(
        Device device, int deviceId, int intraOpThreads, boolean halfPrecision, String engineCache)
        implements Serializable {
    public static final ExecutionConfig DEFAULT = new ExecutionConfig(Device.CPU, 0, 1, false, "");

    /** Kinds of execution provider. */
    public enum Device {
        CPU,
        CUDA,
        TENSORRT
    }

    /** One execution provider and its options, by the names ONNX Runtime gives them. */
    public record Provider(Device device, Map<String, String> options) {
        public Provider {
            requireNonNull(device, "device is null");
            options = Map.copyOf(options);
        }
    }

    public ExecutionConfig {
        requireNonNull(device, "encode.execution.device is missing");
        requireNonNull(engineCache, "encode.execution.engineCache is missing");
        checkArgument(deviceId >= 0, "encode.execution.deviceId is negative: %d", deviceId);
        checkArgument(
                intraOpThreads > 0,
                "encode.execution.intraOpThreads is not positive: %d",
                intraOpThreads);
    }

    /**
     * Execution providers in order of preference. The CPU always comes last by itself and is not
     * listed; what TensorRT cannot run goes to CUDA.
     */
    public List<Provider> providers() {
        Provider cuda =
                new Provider(
                        Device.CUDA,
                        Map.of(
                                "device_id",
                                Integer.toString(deviceId),
                                "arena_extend_strategy",
                                "kSameAsRequested",
                                "cudnn_conv_algo_search",
                                "HEURISTIC"));
        return switch (device) {
            case CPU -> List.of();
            case CUDA -> List.of(cuda);
            case TENSORRT -> List.of(new Provider(Device.TENSORRT, tensorrt()), cuda);
        };
    }

    private Map<String, String> tensorrt() {
        Map<String, String> options = new TreeMap<>();
        options.put("device_id", Integer.toString(deviceId));
        options.put("trt_fp16_enable", halfPrecision ? "1" : "0");
        if (!engineCache.isEmpty()) {
            options.put("trt_engine_cache_enable", "1");
            options.put("trt_engine_cache_path", engineCache);
            options.put("trt_timing_cache_enable", "1");
            options.put("trt_timing_cache_path", engineCache);
        }
        return options;
    }
}
