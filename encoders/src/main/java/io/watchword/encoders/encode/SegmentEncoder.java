package io.watchword.encoders.encode;

import static java.util.Objects.requireNonNull;

import io.watchword.contract.Decoded;
import io.watchword.contract.Embedding;
import io.watchword.contract.ErrorCode;
import io.watchword.contract.Modality;
import io.watchword.contract.Segment;
import io.watchword.contract.SegmentFacts;
import io.watchword.contract.TokenBlock;
import io.watchword.encoders.batch.ModelException;
import io.watchword.encoders.facts.FactsMeter;
import io.watchword.encoders.preprocess.SegmentTensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Encodes segments: picture, motion and sound side by side, then the window of the stream's last
 * segments. What the models give is checked before it is stored. Thread-safe.
 */
public final class SegmentEncoder implements BundleEncoder {
    private static final float UNIT_TOLERANCE = 0.05f;

    private final Encoders encoders;
    private final EncoderShapes shapes;
    private final SegmentEmbeddings embeddings;

    public SegmentEncoder(Encoders encoders) {
        this.encoders = requireNonNull(encoders, "encoders is null");
        shapes = encoders.shapes();
        embeddings = new SegmentEmbeddings(encoders.bundle(), encoders.bundleSha256());
    }

    @Override
    public CompletableFuture<EncodedMedia> encode(Segment segment) throws InterruptedException {
        if (segment.last()) {
            return CompletableFuture.completedFuture(
                    new EncodedMedia(embeddings.none(segment), MediaCode.NONE));
        }
        Decoded<SegmentTensors> prepared = encoders.preprocessor().prepare(segment);
        if (prepared instanceof Decoded.Invalid<SegmentTensors> invalid) {
            return CompletableFuture.failedFuture(
                    new ModelException(invalid.code(), invalid.detail()));
        }
        return encode(segment, ((Decoded.Valid<SegmentTensors>) prepared).value());
    }

    private CompletableFuture<EncodedMedia> encode(Segment segment, SegmentTensors tensors)
            throws InterruptedException {
        CompletableFuture<float[]> image =
                tensors.rgb().isPresent()
                        ? encoders.image(tensors.rgb().get())
                        : CompletableFuture.completedFuture(new float[0]);
        CompletableFuture<Encoders.MotionCode> motion =
                tensors.motion().isPresent()
                        ? encoders.motion(tensors.motion().get())
                        : CompletableFuture.completedFuture(
                                new Encoders.MotionCode(new int[0], new float[0]));
        CompletableFuture<Encoders.AudioCode> audio =
                tensors.pcm().isPresent()
                        ? encoders.audio(tensors.pcm().get())
                        : CompletableFuture.completedFuture(
                                new Encoders.AudioCode(new float[0], new float[0]));
        return CompletableFuture.allOf(image, motion, audio)
                .thenApply(
                        done ->
                                assemble(
                                        segment,
                                        tensors,
                                        image.join(),
                                        motion.join(),
                                        audio.join()));
    }

    private EncodedMedia assemble(
            Segment segment,
            SegmentTensors tensors,
            float[] spatial,
            Encoders.MotionCode motion,
            Encoders.AudioCode audio) {
        List<TokenBlock> blocks = new ArrayList<>();
        if (tensors.rgb().isPresent()) {
            blocks.add(block(Modality.SPATIAL, shapes.spatial(), "vision_encoder", spatial));
        }
        if (tensors.motion().isPresent()) {
            blocks.add(
                    block(Modality.MOTION, shapes.motion(), "motion_tokenizer", motion.tokens()));
            checkIds(
                    "motion_tokenizer",
                    motion.ids(),
                    shapes.motion().count(),
                    shapes.motionCodes());
        }
        if (tensors.pcm().isPresent()) {
            blocks.add(block(Modality.AUDIO, shapes.audio(), "audio_encoder", audio.tokens()));
            new TokenShape(1, shapes.audioLabels()).check("audio_encoder", audio.scores());
        }
        SegmentFacts facts = FactsMeter.measure(segment, tensors, audio.scores());
        return new EncodedMedia(
                embeddings.of(segment, facts, motion.ids(), blocks, new float[0]),
                new MediaCode(spatial, motion.tokens(), audio.tokens(), planesToKeep(tensors)));
    }

    private byte[] planesToKeep(SegmentTensors tensors) {
        return encoders.clips().isPresent() ? tensors.motion().orElse(new byte[0]) : new byte[0];
    }

    @Override
    public int windowSegments() {
        return shapes.window();
    }

    @Override
    public TemporalWindow window(StreamHistory history) {
        List<StreamHistory.Past> past = history.past();
        boolean empty = past.isEmpty() || past.get(past.size() - 1).code().isEmpty();
        return empty ? TemporalWindow.NONE : history.window(shapes);
    }

    @Override
    public CompletableFuture<Embedding> complete(Embedding embedding, StreamHistory history)
            throws InterruptedException {
        CompletableFuture<Embedding> temporal = complete(embedding, window(history));
        Optional<ClipTokenizer> clips = encoders.clips();
        Optional<float[]> clip = clips.isPresent() ? history.clip() : Optional.empty();
        if (clips.isEmpty() || clip.isEmpty()) {
            return temporal;
        }
        ClipTokenizer tokenizer = clips.get();
        return temporal.thenCombine(
                tokenizer.encode(clip.get()),
                (whole, ids) -> {
                    checkIds("motion_clip_tokenizer", ids, tokenizer.tokens(), tokenizer.codes());
                    return with(whole, ids, whole.blocks(), whole.searchVector());
                });
    }

    @Override
    public CompletableFuture<Embedding> complete(Embedding embedding, TemporalWindow window)
            throws InterruptedException {
        if (window.isEmpty()) {
            return CompletableFuture.completedFuture(embedding);
        }
        return encoders.temporal(window).thenApply(code -> withTemporal(embedding, code));
    }

    private Embedding withTemporal(Embedding embedding, Encoders.TemporalCode code) {
        List<TokenBlock> blocks = new ArrayList<>(embedding.blocks());
        blocks.add(block(Modality.TEMPORAL, shapes.temporal(), "temporal_encoder", code.tokens()));
        float[] search =
                new TokenShape(1, shapes.searchDim()).check("temporal_encoder", code.search());
        double square = 0;
        for (float value : search) {
            square += (double) value * value;
        }
        if (Math.abs(Math.sqrt(square) - 1) > UNIT_TOLERANCE) {
            throw new ModelException(
                    ErrorCode.INVALID_OUTPUT,
                    "temporal_encoder gave a search vector of length "
                            + Math.sqrt(square)
                            + ", 1 is required");
        }
        return with(embedding, embedding.motionIds(), blocks, search);
    }

    private static Embedding with(
            Embedding embedding, int[] motionIds, List<TokenBlock> blocks, float[] search) {
        return new Embedding(
                embedding.streamId(),
                embedding.segmentId(),
                embedding.source(),
                embedding.epoch(),
                embedding.sequence(),
                embedding.span(),
                embedding.bundle(),
                embedding.bundleSha256(),
                motionIds,
                blocks,
                search,
                embedding.facts(),
                embedding.texts(),
                embedding.decodeErrorRatio(),
                embedding.discontinuity(),
                embedding.last(),
                embedding.clock());
    }

    private static TokenBlock block(
            Modality modality, TokenShape shape, String model, float[] tokens) {
        return TokenBlock.quantise(
                modality, shape.count(), shape.dim(), shape.check(model, tokens));
    }

    private static void checkIds(String model, int[] ids, int count, int codes) {
        if (ids.length != count) {
            throw new ModelException(
                    ErrorCode.INVALID_OUTPUT,
                    model + " gave " + ids.length + " ids, " + count + " are required");
        }
        for (int id : ids) {
            if (id < 0 || id >= codes) {
                throw new ModelException(
                        ErrorCode.INVALID_OUTPUT,
                        model + " gave id " + id + ", codes are [0, " + codes + ")");
            }
        }
    }
}
