package io.watchword.encoders.encode;

import static java.util.Objects.requireNonNull;

import io.watchword.contract.AudioSamples;
import io.watchword.contract.Decoded;
import io.watchword.contract.Embedding;
import io.watchword.contract.ErrorCode;
import io.watchword.contract.Keyframe;
import io.watchword.contract.Modality;
import io.watchword.contract.PictureTokens;
import io.watchword.contract.Segment;
import io.watchword.contract.SegmentFacts;
import io.watchword.contract.TokenBlock;
import io.watchword.encoders.batch.ModelException;
import io.watchword.encoders.facts.FactsMeter;
import io.watchword.encoders.preprocess.AudioTensor;
import io.watchword.encoders.preprocess.PictureShaper;
import io.watchword.encoders.preprocess.RgbImage;
import io.watchword.encoders.preprocess.SegmentTensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Encodes segments with a published bundle, which only sees pictures: one spatial block of the key
 * frames' features, already in the language model's space. Motion and loudness are measured all the
 * same, since events are found by them. There is no look back.
 */
public final class KeyframeEncoder implements BundleEncoder {
    /** Features of further key frames are kept only as far as a record stays this small. */
    static final int FURTHER_BYTES = 60_000;

    /** No record is larger than this. */
    static final int MAX_BYTES = 900_000;

    private final SegmentEmbeddings embeddings;
    private final KeyframeViews views;
    private final PictureEncoder pictures;
    private final int dim;

    /** One view of a key frame, being encoded. */
    private record Encoding(PictureTokens tokens, CompletableFuture<float[]> features) {}

    /**
     * @param views which make no more of a key frame than {@link #maxTokens} and {@link #maxViews}
     *     say
     * @param dim values of one embedding
     */
    public KeyframeEncoder(
            String bundle,
            String bundleSha256,
            KeyframeViews views,
            PictureEncoder pictures,
            int dim) {
        embeddings = new SegmentEmbeddings(bundle, bundleSha256);
        this.views = requireNonNull(views, "views is null");
        this.pictures = requireNonNull(pictures, "pictures is null");
        this.dim = dim;
    }

    /** Embeddings that one record can hold. */
    public static int maxTokens(int dim) {
        return MAX_BYTES / dim;
    }

    /**
     * Tiles and whole picture that one record can hold of its first key frame, beside further ones.
     *
     * @param tokens embeddings of one view
     */
    public static int maxViews(int dim, int tokens) {
        return (MAX_BYTES - FURTHER_BYTES) / dim / tokens;
    }

    @Override
    public CompletableFuture<EncodedMedia> encode(Segment segment) throws InterruptedException {
        if (segment.last()) {
            return CompletableFuture.completedFuture(
                    new EncodedMedia(embeddings.none(segment), MediaCode.NONE));
        }
        try {
            return encodeMedia(segment);
        } catch (ModelException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletableFuture<EncodedMedia> encodeMedia(Segment segment)
            throws InterruptedException {
        List<Encoding> encodings = new ArrayList<>();
        Optional<byte[]> first = Optional.empty();
        int bytes = 0;
        for (Keyframe keyframe : segment.keyframes()) {
            RgbImage image = valid(PictureShaper.read(keyframe.jpeg()));
            List<KeyframeViews.View> seen = valid(views.of(image, first.isEmpty()));
            bytes += seen.get(seen.size() - 1).picture().tokens() * dim; // the whole picture
            if (first.isPresent() && bytes > FURTHER_BYTES) {
                break;
            }
            first = first.or(() -> Optional.of(image.rgb()));
            for (KeyframeViews.View view : seen) {
                encodings.add(
                        new Encoding(
                                view.tokens(keyframe.ptsUs()), pictures.encode(view.picture())));
            }
        }
        SegmentFacts facts = facts(segment, first);
        return CompletableFuture.allOf(
                        encodings.stream()
                                .map(Encoding::features)
                                .toArray(CompletableFuture<?>[]::new))
                .thenApply(done -> assemble(segment, facts, encodings));
    }

    private static <T> T valid(Decoded<T> decoded) {
        if (decoded instanceof Decoded.Invalid<T> invalid) {
            throw new ModelException(invalid.code(), invalid.detail());
        }
        return ((Decoded.Valid<T>) decoded).value();
    }

    private static SegmentFacts facts(Segment segment, Optional<byte[]> rgb) {
        Optional<short[]> pcm = Optional.empty();
        if (segment.audio().isPresent()) {
            AudioSamples sound = segment.audio().get();
            if (sound.sampleRateHz() != AudioSamples.SAMPLE_RATE_HZ) {
                throw new ModelException(
                        ErrorCode.INVALID_RECORD,
                        "sound has "
                                + sound.sampleRateHz()
                                + " Hz, required "
                                + AudioSamples.SAMPLE_RATE_HZ);
            }
            long samples = segment.span().durationUs() * AudioSamples.SAMPLE_RATE_HZ / 1_000_000;
            AudioTensor whole =
                    new AudioTensor(
                            AudioSamples.SAMPLE_RATE_HZ, Math.toIntExact(Math.max(1, samples)));
            pcm = Optional.of(whole.of(sound, segment.span()));
        }
        SegmentTensors measured = new SegmentTensors(rgb, Optional.empty(), pcm);
        return FactsMeter.measure(segment, measured, new float[0]);
    }

    private EncodedMedia assemble(Segment segment, SegmentFacts facts, List<Encoding> encodings) {
        List<PictureTokens> shown = encodings.stream().map(Encoding::tokens).toList();
        int count = shown.stream().mapToInt(PictureTokens::count).sum();
        float[] all = new float[count * dim];
        double[] sum = new double[dim]; // of whole pictures, whether they were cut or not
        int at = 0;
        for (Encoding encoding : encodings) {
            float[] one =
                    new TokenShape(encoding.tokens().count(), dim)
                            .check("vision_encoder", encoding.features().join());
            System.arraycopy(one, 0, all, at, one.length);
            at += one.length;
            for (int i = 0; i < one.length && !encoding.tokens().tile(); i++) {
                sum[i % dim] += one[i];
            }
        }
        List<TokenBlock> blocks =
                count == 0
                        ? List.of()
                        : List.of(TokenBlock.quantise(Modality.SPATIAL, count, dim, all).of(shown));
        return new EncodedMedia(
                embeddings.of(segment, facts, new int[0], blocks, likeness(sum)), MediaCode.NONE);
    }

    /**
     * Mean of all embeddings, made unit length: pictures that look alike have vectors that are
     * alike. It is not in a space shared with text.
     *
     * @param sum of all embeddings, shape (dim)
     * @return shape (dim), or empty where there is no picture or no direction
     */
    private float[] likeness(double[] sum) {
        double square = 0;
        for (double value : sum) {
            square += value * value;
        }
        if (square == 0) {
            return new float[0];
        }
        float[] unit = new float[dim];
        for (int i = 0; i < dim; i++) {
            unit[i] = (float) (sum[i] / Math.sqrt(square));
        }
        return unit;
    }

    @Override
    public int windowSegments() {
        return 1;
    }

    @Override
    public TemporalWindow window(StreamHistory history) {
        return TemporalWindow.NONE;
    }

    @Override
    public CompletableFuture<Embedding> complete(Embedding embedding, TemporalWindow window) {
        return CompletableFuture.completedFuture(embedding);
    }
}
