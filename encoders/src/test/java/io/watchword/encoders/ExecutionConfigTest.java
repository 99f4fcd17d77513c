package io.watchword.encoders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchword.encoders.ExecutionConfig.Device;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExecutionConfigTest {
    private static final Map<String, String> CUDA_1 =
            Map.of(
                    "device_id", "1",
                    "arena_extend_strategy", "kSameAsRequested",
                    "cudnn_conv_algo_search", "HEURISTIC");

    @Test
    void aCpuNeedsNoProvider() {
        assertThat(ExecutionConfig.DEFAULT.providers()).isEmpty();
    }

    @Test
    void cudaNamesItsDevice() {
        ExecutionConfig config = new ExecutionConfig(Device.CUDA, 1, 1, false, "");

        assertThat(config.providers())
                .containsExactly(new ExecutionConfig.Provider(Device.CUDA, CUDA_1));
    }

    @Test
    void whatTensorrtCannotRunGoesToCudaOnTheSameDevice() {
        ExecutionConfig config = new ExecutionConfig(Device.TENSORRT, 1, 1, true, "engines");

        assertThat(config.providers())
                .isEqualTo(
                        List.of(
                                new ExecutionConfig.Provider(
                                        Device.TENSORRT,
                                        Map.of(
                                                "device_id", "1",
                                                "trt_fp16_enable", "1",
                                                "trt_engine_cache_enable", "1",
                                                "trt_engine_cache_path", "engines",
                                                "trt_timing_cache_enable", "1",
                                                "trt_timing_cache_path", "engines")),
                                new ExecutionConfig.Provider(Device.CUDA, CUDA_1)));
    }

    @Test
    void withoutACacheTensorrtKeepsNothing() {
        ExecutionConfig config = new ExecutionConfig(Device.TENSORRT, 0, 1, false, "");

        assertThat(config.providers().get(0).options())
                .isEqualTo(Map.of("device_id", "0", "trt_fp16_enable", "0"));
    }

    @Test
    void refusesNonsense() {
        assertThatThrownBy(() -> new ExecutionConfig(Device.CUDA, -1, 1, false, ""))
                .hasMessage("encode.execution.deviceId is negative: -1");
        assertThatThrownBy(() -> new ExecutionConfig(Device.CPU, 0, 0, false, ""))
                .hasMessage("encode.execution.intraOpThreads is not positive: 0");
    }
}
