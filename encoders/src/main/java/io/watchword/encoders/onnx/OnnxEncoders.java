package io.watchword.encoders.onnx;

import static io.watchword.contract.Checks.checkArgument;

import com.fasterxml.jackson.databind.JsonNode;
import io.watchword.contract.bundle.ModelBundle;
import io.watchword.contract.bundle.ModelBundle.Roles;
import io.watchword.encoders.EncodeConfig;
import io.watchword.encoders.batch.BatchModel;
import io.watchword.encoders.batch.BatchStatistics;
import io.watchword.encoders.batch.BatchingEncoder;
import io.watchword.encoders.encode.BundleEncoder;
import io.watchword.encoders.encode.ClipTokenizer;
import io.watchword.encoders.encode.EncoderShapes;
import io.watchword.encoders.encode.Encoders;
import io.watchword.encoders.encode.SegmentEncoder;
import io.watchword.encoders.encode.TemporalWindow;
import io.watchword.encoders.encode.TokenShape;
import io.watchword.encoders.preprocess.SegmentPreprocessor;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A bundle's encoders in ONNX Runtime: one session and one inference thread for each model, shared
 * by all callers. Owns them; closing answers what still waits with an error. Thread-safe.
 */
public final class OnnxEncoders implements Encoders, OpenEncoder {
    private static final String VIDEO_LAVIT = "video-lavit";

    private final ModelBundle bundle;
    private final EncodeConfig config;
    private final BatchStatistics statistics = new BatchStatistics();
    private final Deque<Runnable> closers; // newest first
    private final SegmentPreprocessor preprocessor;
    private final EncoderShapes shapes;
    private final BatchingEncoder<byte[], float[]> image;
    private final BatchingEncoder<byte[], MotionCode> motion;
    private final BatchingEncoder<short[], AudioCode> audio;
    private final BatchingEncoder<TemporalWindow, TemporalCode> temporal;
    private final Optional<ClipTokenizer> clips;

    private OnnxEncoders(ModelBundle bundle, EncodeConfig config, Deque<Runnable> closers) {
        this.closers = closers;
        this.bundle = bundle;
        this.config = config;
        preprocessor = SegmentPreprocessor.of(bundle);
        OnnxModel vision = model(Roles.VISION_ENCODER);
        OnnxModel tokenizer = model(Roles.MOTION_TOKENIZER);
        OnnxModel sound = model(Roles.AUDIO_ENCODER);
        OnnxModel fuser = model(Roles.TEMPORAL_ENCODER);
        shapes =
                new EncoderShapes(
                        tokens(vision),
                        tokens(tokenizer),
                        bundle.section("motion").path("codes").asInt(),
                        tokens(sound),
                        sound.outputShape("scores")[0],
                        tokens(fuser),
                        bundle.section("temporal").path("segments").asInt(),
                        fuser.outputShape("search")[0]);
        int most = config.maxBatchSize();
        image = shared(vision, new OnnxImageEncoder(vision, preprocessor.image(), most));
        motion = shared(tokenizer, new OnnxMotionTokenizer(tokenizer, preprocessor.motion(), most));
        audio = shared(sound, new OnnxAudioEncoder(sound, preprocessor.audio(), most));
        temporal = shared(fuser, new OnnxTemporalEncoder(fuser, shapes, most));
        clips = clipTokenizer(bundle.section("motion"), most);
    }

    /**
     * Opens a bundle's encoders.
     *
     * @throws IllegalArgumentException if a model is missing, or differs from what bundle.json says
     */
    public static OnnxEncoders open(ModelBundle bundle, EncodeConfig config) {
        Deque<Runnable> closers = new ArrayDeque<>();
        try {
            return new OnnxEncoders(bundle, config, closers);
        } catch (RuntimeException e) {
            closers.forEach(Runnable::run);
            throw e;
        }
    }

    private OnnxModel model(String role) {
        OnnxModel model = OnnxModel.open(bundle, role, config.execution());
        closers.addFirst(model::close);
        return model;
    }

    /** A bundle without a motion profile has none: its segments' own ids are all. */
    private Optional<ClipTokenizer> clipTokenizer(JsonNode section, int most) {
        String profile = section.path("profile").asText("");
        if (profile.isEmpty()) {
            return Optional.empty();
        }
        checkArgument(
                profile.equals(VIDEO_LAVIT),
                "bundle.json: motion.profile is \"%s\", known is \"%s\"",
                profile,
                VIDEO_LAVIT);
        OnnxModel model = model(Roles.MOTION_CLIP_TOKENIZER);
        int codes = section.path("clip").path("codes").asInt();
        checkArgument(codes > 0, "bundle.json: motion.clip.codes is not positive: %d", codes);
        int tokens = model.outputShape("ids")[0];
        BatchingEncoder<float[], int[]> encoder = shared(model, new OnnxClipTokenizer(model, most));
        return Optional.of(new SharedClipTokenizer(tokens, codes, encoder));
    }

    private record SharedClipTokenizer(
            int tokens, int codes, BatchingEncoder<float[], int[]> encoder)
            implements ClipTokenizer {
        @Override
        public CompletableFuture<int[]> encode(float[] clip) throws InterruptedException {
            return encoder.submit(clip);
        }
    }

    private static TokenShape tokens(OnnxModel model) {
        int[] shape = model.outputShape("tokens");
        checkArgument(
                shape.length == 2, "%s: tokens has %d dimensions", model.role(), shape.length + 1);
        return new TokenShape(shape[0], shape[1]);
    }

    private <I, O> BatchingEncoder<I, O> shared(OnnxModel model, BatchModel<I, O> batches) {
        BatchingEncoder<I, O> encoder =
                new BatchingEncoder<>(
                        model.role(), batches, config.batchLimits(), System::nanoTime, statistics);
        closers.addFirst(encoder::close);
        return encoder;
    }

    @Override
    public String bundle() {
        return bundle.name();
    }

    @Override
    public String bundleSha256() {
        return bundle.sha256();
    }

    @Override
    public EncoderShapes shapes() {
        return shapes;
    }

    @Override
    public SegmentPreprocessor preprocessor() {
        return preprocessor;
    }

    @Override
    public BundleEncoder encoder() {
        return new SegmentEncoder(this);
    }

    /** What the batchers did so far. */
    public BatchStatistics statistics() {
        return statistics;
    }

    @Override
    public CompletableFuture<float[]> image(byte[] rgb) throws InterruptedException {
        return image.submit(rgb);
    }

    @Override
    public CompletableFuture<MotionCode> motion(byte[] planes) throws InterruptedException {
        return motion.submit(planes);
    }

    @Override
    public CompletableFuture<AudioCode> audio(short[] pcm) throws InterruptedException {
        return audio.submit(pcm);
    }

    @Override
    public CompletableFuture<TemporalCode> temporal(TemporalWindow window)
            throws InterruptedException {
        return temporal.submit(window);
    }

    @Override
    public Optional<ClipTokenizer> clips() {
        return clips;
    }

    @Override
    public void close() {
        closers.forEach(Runnable::run);
    }
}
