package io.watchword.encoders.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.watchword.contract.ErrorCode;
import io.watchword.contract.bundle.ImageForm;
import io.watchword.contract.bundle.PatchGrid;
import io.watchword.encoders.batch.BatchModel;
import io.watchword.encoders.batch.ModelException;
import io.watchword.encoders.preprocess.EncoderPicture;
import io.watchword.encoders.preprocess.PixelScale;
import io.watchword.encoders.preprocess.RgbImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Pictures to a language model's embeddings, by a published {@code vision_encoder}. Not
 * thread-safe: the inference thread owns it.
 */
final class OnnxVisionEncoder implements BatchModel<EncoderPicture, float[]> {
    private final OnnxModel model;
    private final VisionForm form;
    private final ImageForm image;
    private final PixelScale scale;
    private final int dim;
    private FloatBuffer pixels = floats(0); // grows, and is used again for every batch

    /**
     * @param dim values of one embedding
     */
    OnnxVisionEncoder(OnnxModel model, ImageForm image, int dim) {
        this.model = model;
        this.form = VisionForm.of(model.inputs(), model.outputs());
        this.image = image;
        this.scale = new PixelScale(image);
        this.dim = dim;
        if (image.patches().isPresent() != (form.pixels() == VisionForm.Pixels.PATCHES)) {
            throw new IllegalArgumentException(
                    "vision_encoder takes "
                            + form.pixels()
                            + ", bundle.json has image.patches "
                            + image.patches());
        }
    }

    /**
     * @return of each picture shape (tokens, dim), row-major
     */
    @Override
    public List<float[]> run(List<EncoderPicture> pictures) {
        Map<String, OnnxTensor> inputs = new HashMap<>();
        try {
            fill(pictures, inputs);
            try (OrtSession.Result result = model.run(inputs)) {
                return features(pictures, result);
            }
        } catch (OrtException e) {
            throw new ModelException(
                    ErrorCode.UNAVAILABLE, model.role() + ": " + e.getMessage(), e);
        } finally {
            inputs.values().forEach(OnnxTensor::close);
        }
    }

    private void fill(List<EncoderPicture> pictures, Map<String, OnnxTensor> inputs)
            throws OrtException {
        int count = pictures.size();
        long width = pictures.get(0).image().widthPx();
        long height = pictures.get(0).image().heightPx();
        if (image.patches().isEmpty()) {
            requireOneSize(pictures);
        }
        long[] pixelShape =
                switch (form.pixels()) {
                    case PICTURES -> new long[] {count, 3, height, width};
                    case BATCHES_OF_PICTURES -> new long[] {1, count, 3, height, width};
                    case PATCHES -> patchShape(pictures);
                };
        room(pixelShape);
        for (EncoderPicture picture : pictures) {
            if (image.patches().isPresent()) {
                scale.writePatches(picture.image(), image.patches().get(), pixels);
            } else {
                scale.writePlanes(picture.image(), pixels);
            }
        }
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        inputs.put(
                VisionForm.PIXEL_VALUES,
                OnnxTensor.createTensor(environment, pixels.flip(), pixelShape));
        if (form.mask()) {
            long[] maskShape = {1, count, height, width};
            inputs.put(VisionForm.MASK, allTrue(environment, maskShape));
        }
        if (form.grid() != null) {
            inputs.put(form.grid(), grids(environment, pictures));
        }
    }

    /** Those of another size are run again, one by one. */
    private static void requireOneSize(List<EncoderPicture> pictures) {
        RgbImage first = pictures.get(0).image();
        for (EncoderPicture picture : pictures) {
            RgbImage other = picture.image();
            if (other.widthPx() != first.widthPx() || other.heightPx() != first.heightPx()) {
                throw new ModelException(
                        ErrorCode.INVALID_RECORD, "pictures of one batch differ in size");
            }
        }
    }

    private long[] patchShape(List<EncoderPicture> pictures) {
        PatchGrid grid = image.patches().orElseThrow();
        long patches = 0;
        for (EncoderPicture picture : pictures) {
            patches += (long) picture.tokens() * grid.merge() * grid.merge();
        }
        return new long[] {patches, 3L * grid.temporal() * grid.patch() * grid.patch()};
    }

    private void room(long... shape) {
        long size = 1;
        for (long dimension : shape) {
            size = Math.multiplyExact(size, dimension);
        }
        if (pixels.capacity() < size) {
            pixels = floats(Math.toIntExact(size));
        }
        pixels.clear();
    }

    private static FloatBuffer floats(int size) {
        return ByteBuffer.allocateDirect(Math.multiplyExact(size, Float.BYTES))
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    /** Every pixel counts: a picture fills what the encoder takes. */
    private static OnnxTensor allTrue(OrtEnvironment environment, long[] shape)
            throws OrtException {
        ByteBuffer ones = ByteBuffer.allocateDirect((int) (shape[1] * shape[2] * shape[3]));
        while (ones.hasRemaining()) {
            ones.put((byte) 1);
        }
        return OnnxTensor.createTensor(environment, ones.flip(), shape, OnnxJavaType.BOOL);
    }

    /** Time, rows and columns of patches, shape (pictures, 3). */
    private OnnxTensor grids(OrtEnvironment environment, List<EncoderPicture> pictures)
            throws OrtException {
        int merge = image.patches().orElseThrow().merge();
        LongBuffer grids = LongBuffer.allocate(3 * pictures.size());
        for (EncoderPicture picture : pictures) {
            grids.put(1).put((long) picture.rows() * merge).put((long) picture.columns() * merge);
        }
        return OnnxTensor.createTensor(environment, grids.flip(), new long[] {pictures.size(), 3});
    }

    private List<float[]> features(List<EncoderPicture> pictures, OrtSession.Result result) {
        OnnxTensor tensor = (OnnxTensor) result.get(VisionForm.IMAGE_FEATURES).orElseThrow();
        int required = pictures.stream().mapToInt(EncoderPicture::tokens).sum();
        long[] shape = tensor.getInfo().getShape();
        long found = tensor.getInfo().getNumElements();
        if (shape[shape.length - 1] != dim || found != (long) required * dim) {
            throw new ModelException(
                    ErrorCode.INVALID_OUTPUT,
                    model.role()
                            + " gave features of shape "
                            + java.util.Arrays.toString(shape)
                            + ", required are "
                            + required
                            + " of "
                            + dim
                            + " values, as many as there are image tokens");
        }
        FloatBuffer values = tensor.getFloatBuffer();
        List<float[]> features = new ArrayList<>(pictures.size());
        for (EncoderPicture picture : pictures) {
            float[] one = new float[picture.tokens() * dim];
            values.get(one);
            features.add(one);
        }
        return features;
    }

    /** Runs once, so that a mismatch is said when the bundle is opened. */
    void probe(EncoderPicture picture) {
        try {
            run(List.of(picture));
        } catch (ModelException e) {
            throw new IllegalArgumentException(ModelException.text(e), e);
        }
    }

    /** A grey picture that no encoder takes for padding. */
    static RgbImage grey(int widthPx, int heightPx) {
        byte[] rgb = new byte[3 * widthPx * heightPx];
        java.util.Arrays.fill(rgb, (byte) 100);
        return new RgbImage(widthPx, heightPx, rgb);
    }
}
