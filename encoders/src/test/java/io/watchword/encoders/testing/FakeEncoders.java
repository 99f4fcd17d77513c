package io.watchword.encoders.testing;

import io.watchword.contract.MotionField;
import io.watchword.encoders.encode.BundleEncoder;
import io.watchword.encoders.encode.ClipTokenizer;
import io.watchword.encoders.encode.EncoderLease;
import io.watchword.encoders.encode.EncoderShapes;
import io.watchword.encoders.encode.EncoderSource;
import io.watchword.encoders.encode.Encoders;
import io.watchword.encoders.encode.SegmentEncoder;
import io.watchword.encoders.encode.TemporalWindow;
import io.watchword.encoders.encode.TokenShape;
import io.watchword.encoders.preprocess.AudioTensor;
import io.watchword.encoders.preprocess.ImageTensor;
import io.watchword.encoders.preprocess.MotionTensor;
import io.watchword.encoders.preprocess.SegmentPreprocessor;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Encoders that say what they were given: spatial tokens hold the first red value, motion tokens
 * the first dx, audio tokens the first sample; the temporal tokens hold, for each segment of the
 * window, its first spatial value. Three first values mean mischief: {@link #NAN}, {@link #SHORT}
 * and {@link #BUG}.
 */
public final class FakeEncoders implements Encoders {
    /** First dx for which the motion tokenizer gives NaN. */
    public static final byte NAN = 101;

    /** First dx for which the motion tokenizer gives too few values. */
    public static final byte SHORT = 102;

    /** First dx for which the motion tokenizer throws what is no refusal. */
    public static final byte BUG = 103;

    public static final EncoderShapes SHAPES =
            new EncoderShapes(
                    new TokenShape(2, 3),
                    new TokenShape(4, 3),
                    512,
                    new TokenShape(1, 3),
                    2,
                    new TokenShape(2, 2),
                    4,
                    2);

    private final Optional<ClipTokenizer> clips;

    public FakeEncoders() {
        this(Optional.empty());
    }

    public FakeEncoders(Optional<ClipTokenizer> clips) {
        this.clips = clips;
    }

    @Override
    public Optional<ClipTokenizer> clips() {
        return clips;
    }

    /** A source of these. */
    public record Source() implements EncoderSource {
        @Override
        public EncoderLease acquire() {
            return new EncoderLease() {
                @Override
                public BundleEncoder encoder() {
                    return new SegmentEncoder(new FakeEncoders());
                }

                @Override
                public void close() {}
            };
        }
    }

    @Override
    public String bundle() {
        return "fake 1";
    }

    @Override
    public String bundleSha256() {
        return "ab".repeat(32);
    }

    @Override
    public EncoderShapes shapes() {
        return SHAPES;
    }

    @Override
    public SegmentPreprocessor preprocessor() {
        return new SegmentPreprocessor(
                new ImageTensor(8, 8),
                new MotionTensor(12, MotionField.GRID_HEIGHT, MotionField.GRID_WIDTH),
                new AudioTensor(16_000, 32_000));
    }

    @Override
    public CompletableFuture<float[]> image(byte[] rgb) {
        return CompletableFuture.completedFuture(filled(SHAPES.spatial().size(), rgb[0] & 0xff));
    }

    @Override
    public CompletableFuture<MotionCode> motion(byte[] planes) {
        byte first = planes[0];
        if (first == BUG) {
            return CompletableFuture.failedFuture(new IllegalStateException("bug"));
        }
        int size = SHAPES.motion().size() - (first == SHORT ? 1 : 0);
        float[] tokens = filled(size, first == NAN ? Float.NaN : first);
        return CompletableFuture.completedFuture(new MotionCode(new int[] {1, 2, 3, 4}, tokens));
    }

    @Override
    public CompletableFuture<AudioCode> audio(short[] pcm) {
        return CompletableFuture.completedFuture(
                new AudioCode(filled(SHAPES.audio().size(), pcm[0]), new float[] {0.25f, 0.75f}));
    }

    @Override
    public CompletableFuture<TemporalCode> temporal(TemporalWindow window) {
        float[] tokens = new float[SHAPES.temporal().size()];
        for (int segment = 0; segment < SHAPES.window(); segment++) {
            tokens[segment] = window.spatial()[segment * SHAPES.spatial().size()];
        }
        return CompletableFuture.completedFuture(
                new TemporalCode(tokens, new float[] {0.6f, 0.8f}));
    }

    private static float[] filled(int size, float value) {
        float[] values = new float[size];
        java.util.Arrays.fill(values, value);
        return values;
    }
}
