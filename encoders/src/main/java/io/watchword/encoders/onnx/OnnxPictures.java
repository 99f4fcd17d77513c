package io.watchword.encoders.onnx;

import io.watchword.contract.Decoded;
import io.watchword.contract.bundle.ImageForm;
import io.watchword.contract.bundle.ModelBundle;
import io.watchword.contract.bundle.ModelBundle.Roles;
import io.watchword.contract.bundle.PublishedModel;
import io.watchword.encoders.EncodeConfig;
import io.watchword.encoders.batch.BatchStatistics;
import io.watchword.encoders.batch.BatchingEncoder;
import io.watchword.encoders.encode.BundleEncoder;
import io.watchword.encoders.encode.KeyframeEncoder;
import io.watchword.encoders.encode.KeyframeViews;
import io.watchword.encoders.encode.PictureEncoder;
import io.watchword.encoders.preprocess.EncoderPicture;
import io.watchword.encoders.preprocess.PictureShaper;
import java.util.concurrent.CompletableFuture;

/**
 * A published bundle's vision encoder in ONNX Runtime: one session and one inference thread, shared
 * by all callers. Owns them. Thread-safe.
 */
public final class OnnxPictures implements OpenEncoder, PictureEncoder {
    private final OnnxModel model;
    private final BatchingEncoder<EncoderPicture, float[]> batches;
    private final KeyframeEncoder encoder;

    private OnnxPictures(ModelBundle bundle, EncodeConfig config, OnnxModel model) {
        PublishedModel published = PublishedModel.of(bundle);
        ImageForm image = published.image();
        int dim = published.language().hidden();
        PictureShaper shaper = new PictureShaper(image, KeyframeEncoder.maxTokens(dim));
        OnnxVisionEncoder vision = new OnnxVisionEncoder(model, image, dim);
        vision.probe(probe(shaper));
        this.model = model;
        batches =
                new BatchingEncoder<>(
                        model.role(),
                        vision,
                        config.batchLimits(),
                        System::nanoTime,
                        new BatchStatistics());
        KeyframeViews views =
                KeyframeViews.of(image, shaper, KeyframeEncoder.maxViews(dim, tokens(image)));
        encoder = new KeyframeEncoder(bundle.name(), bundle.sha256(), views, this, dim);
    }

    private static int tokens(ImageForm image) {
        return Math.max(1, image.tokens());
    }

    private static EncoderPicture probe(PictureShaper shaper) {
        Decoded<EncoderPicture> shaped = shaper.shape(OnnxVisionEncoder.grey(64, 48));
        return ((Decoded.Valid<EncoderPicture>) shaped).value();
    }

    /**
     * Opens a published bundle's vision encoder, and runs it once.
     *
     * @throws IllegalArgumentException if it is missing, takes what we cannot give, or gives
     *     another number of features than the prompt has places
     */
    public static OnnxPictures open(ModelBundle bundle, EncodeConfig config) {
        OnnxModel model = OnnxModel.open(bundle, Roles.VISION_ENCODER, config.execution());
        try {
            return new OnnxPictures(bundle, config, model);
        } catch (RuntimeException e) {
            model.close();
            throw new IllegalArgumentException(
                    "bundle " + bundle.name() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public BundleEncoder encoder() {
        return encoder;
    }

    @Override
    public CompletableFuture<float[]> encode(EncoderPicture picture) throws InterruptedException {
        return batches.submit(picture);
    }

    @Override
    public void close() {
        batches.close();
        model.close();
    }
}
