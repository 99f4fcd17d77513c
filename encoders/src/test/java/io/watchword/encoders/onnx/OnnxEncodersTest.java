package io.watchword.encoders.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.watchword.contract.Segment;
import io.watchword.contract.bundle.ModelBundle;
import io.watchword.encoders.EncodeConfig;
import io.watchword.encoders.ExecutionConfig;
import io.watchword.encoders.encode.EncoderLease;
import io.watchword.encoders.encode.Encoders.AudioCode;
import io.watchword.encoders.encode.Encoders.MotionCode;
import io.watchword.encoders.encode.Encoders.TemporalCode;
import io.watchword.encoders.encode.TemporalWindow;
import io.watchword.encoders.testing.Segments;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OnnxEncodersTest {
    private static final float TOLERANCE = 1e-4f;

    private static OnnxEncoders encoders;

    private final GoldenValues golden = new GoldenValues();

    @BeforeAll
    static void open() {
        encoders = OnnxEncoders.open(ModelBundle.open(GoldenValues.BUNDLE), EncodeConfig.DEFAULT);
    }

    @AfterAll
    static void close() {
        encoders.close();
    }

    @Test
    void encodesAPictureAsPythonDoes() throws Exception {
        float[] tokens = encoders.image(goldenRgb()).get();

        assertThat(tokens).hasSize(15 * 128);
        assertThat(Arrays.copyOf(tokens, 8))
                .containsExactly(golden.first("vision_encoder", "tokens"), within(TOLERANCE));
    }

    @Test
    void encodesMotionAsPythonDoes() throws Exception {
        int[] numbers = golden.numerators("motion_tokenizer", "motion");
        byte[] planes = new byte[numbers.length];
        for (int i = 0; i < planes.length; i++) {
            planes[i] = (byte) numbers[i];
        }

        MotionCode code = encoders.motion(planes).get();

        float[] ids = golden.first("motion_tokenizer", "ids");
        for (int i = 0; i < ids.length; i++) {
            assertThat(code.ids()[i]).isEqualTo((int) ids[i]);
        }
        assertThat(Arrays.copyOf(code.tokens(), 8))
                .containsExactly(golden.first("motion_tokenizer", "tokens"), within(TOLERANCE));
    }

    @Test
    void encodesSoundAsPythonDoesUpToSixteenBits() throws Exception {
        float[] samples = golden.values("audio_encoder", "pcm");
        short[] pcm = new short[samples.length];
        for (int i = 0; i < pcm.length; i++) {
            pcm[i] = (short) Math.round(samples[i] * 32768);
        }

        AudioCode code = encoders.audio(pcm).get();

        assertThat(code.scores())
                .containsExactly(golden.first("audio_encoder", "scores"), within(5e-3f));
        assertThat(Arrays.copyOf(code.tokens(), 8))
                .containsExactly(golden.first("audio_encoder", "tokens"), within(5e-3f));
    }

    @Test
    void encodesAWindowAsPythonDoes() throws Exception {
        TemporalWindow window =
                new TemporalWindow(
                        golden.values("temporal_encoder", "spatial"),
                        golden.values("temporal_encoder", "motion"),
                        golden.values("temporal_encoder", "audio"),
                        golden.values("temporal_encoder", "present"));

        TemporalCode code = encoders.temporal(window).get();

        assertThat(Arrays.copyOf(code.tokens(), 8))
                .containsExactly(golden.first("temporal_encoder", "tokens"), within(TOLERANCE));
        assertThat(Arrays.copyOf(code.search(), 8))
                .containsExactly(golden.first("temporal_encoder", "search"), within(TOLERANCE));
    }

    @Test
    void givesEachOfABatchWhatItWouldGetAlone() throws Exception {
        EncodeConfig patient =
                new EncodeConfig(
                        5,
                        Duration.ofSeconds(5),
                        64,
                        16,
                        Duration.ofSeconds(60),
                        1,
                        ExecutionConfig.DEFAULT);
        List<byte[]> pictures = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            byte[] rgb = goldenRgb();
            Arrays.fill(rgb, 0, 3 * 160 * 10 * i, (byte) (50 * i));
            pictures.add(rgb);
        }
        List<float[]> alone = new ArrayList<>();
        for (byte[] rgb : pictures) {
            alone.add(encoders.image(rgb).get());
        }

        try (OnnxEncoders batching =
                OnnxEncoders.open(ModelBundle.open(GoldenValues.BUNDLE), patient)) {
            List<CompletableFuture<float[]>> together = new ArrayList<>();
            for (byte[] rgb : pictures) {
                together.add(batching.image(rgb));
            }

            for (int i = 0; i < 5; i++) {
                assertThat(together.get(i).get()).containsExactly(alone.get(i), within(TOLERANCE));
            }
            assertThat(batching.statistics().batches()).isEqualTo(1);
        }
    }

    @Test
    void saysWhatIsMissingForAGpu() {
        ExecutionConfig cuda = new ExecutionConfig(ExecutionConfig.Device.CUDA, 0, 1, false, "");
        EncodeConfig config =
                new EncodeConfig(8, Duration.ZERO, 8, 8, Duration.ofSeconds(1), 1, cuda);
        ModelBundle bundle = ModelBundle.open(GoldenValues.BUNDLE);

        assertThatThrownBy(() -> OnnxEncoders.open(bundle, config))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("encode.execution.device is CUDA")
                .hasMessageContaining("-Pgpu");
    }

    @Test
    void opensOneSetOfModelsForAllWhoAskAndClosesItWithTheLast() throws Exception {
        EncodeConfig own =
                new EncodeConfig(
                        3, Duration.ZERO, 8, 8, Duration.ofSeconds(1), 1, ExecutionConfig.DEFAULT);
        String directory = GoldenValues.BUNDLE.toString();
        EncoderLease first = new SharedEncoders(directory, own).acquire();
        EncoderLease second = new SharedEncoders(directory, own).acquire();

        assertThat(first.encoder()).isSameAs(second.encoder());
        first.close();
        first.close();
        Segment segment = Segments.of("cam", 0, 90, 4);
        assertThat(second.encoder().encode(segment).get().embedding().blocks()).hasSize(3);
        second.close();

        assertThat(SharedEncoders.open()).isZero();
        assertThatThrownBy(() -> second.encoder().encode(segment).get())
                .hasRootCauseMessage("vision_encoder is closed");
    }

    /** The golden picture is given as planes; pictures come interleaved. */
    private byte[] goldenRgb() {
        int[] planes = golden.numerators("vision_encoder", "pixel_values");
        int pixels = planes.length / 3;
        byte[] rgb = new byte[planes.length];
        for (int i = 0; i < pixels; i++) {
            for (int channel = 0; channel < 3; channel++) {
                rgb[3 * i + channel] = (byte) planes[channel * pixels + i];
            }
        }
        return rgb;
    }
}
