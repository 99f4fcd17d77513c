package io.watchword.encoders.preprocess;

import static io.watchword.contract.Checks.checkArgument;

import io.watchword.contract.Decoded;
import io.watchword.contract.ErrorCode;
import io.watchword.contract.bundle.ImageFilter;
import io.watchword.contract.bundle.ImageForm;
import io.watchword.contract.bundle.ImageStep;
import io.watchword.contract.bundle.PatchGrid;
import java.awt.image.BufferedImage;
import java.util.List;

/** Takes a key frame through the steps that a published bundle asks for. Pure. Thread-safe. */
public final class PictureShaper {
    private final ImageForm form;
    private final List<ImageStep> steps;

    /**
     * @param maxTokens most embeddings of one picture; where the picture's own size decides, it is
     *     made smaller until they are no more
     * @throws IllegalArgumentException if a picture always has more
     */
    public PictureShaper(ImageForm form, int maxTokens) {
        checkArgument(
                form.tokens() <= maxTokens,
                "image.tokens is %d, a record holds %d",
                form.tokens(),
                maxTokens);
        this.form = form;
        this.steps = form.steps().stream().map(step -> bounded(step, maxTokens)).toList();
    }

    private static ImageStep bounded(ImageStep step, int maxTokens) {
        if (!(step instanceof ImageStep.Multiples rule)) {
            return step;
        }
        long most = (long) maxTokens * rule.factor() * rule.factor();
        int maxPixels = (int) Math.min(rule.maxPixels(), most);
        int minPixels = Math.min(rule.minPixels(), maxPixels);
        return new ImageStep.Multiples(rule.factor(), minPixels, maxPixels, rule.filter());
    }

    /** Decodes a key frame's JPEG. */
    public static Decoded<RgbImage> read(byte[] jpeg) {
        Decoded<BufferedImage> read = KeyframeReader.read(jpeg);
        if (read instanceof Decoded.Invalid<BufferedImage> invalid) {
            return new Decoded.Invalid<>(invalid.code(), invalid.detail());
        }
        return new Decoded.Valid<>(RgbImage.of(((Decoded.Valid<BufferedImage>) read).value()));
    }

    /** The picture as the encoder takes it, or why it cannot be one. */
    public Decoded<EncoderPicture> shape(RgbImage keyframe) {
        try {
            RgbImage image = keyframe;
            for (ImageStep step : steps) {
                image = apply(step, image);
            }
            return new Decoded.Valid<>(picture(image));
        } catch (IllegalArgumentException e) {
            return new Decoded.Invalid<>(ErrorCode.CORRUPT_MEDIA, "key frame: " + e.getMessage());
        }
    }

    private EncoderPicture picture(RgbImage image) {
        if (form.patches().isEmpty()) {
            return new EncoderPicture(image, 1, form.tokens());
        }
        PatchGrid grid = form.patches().get();
        int sidePx = grid.patch() * grid.merge();
        return new EncoderPicture(image, image.heightPx() / sidePx, image.widthPx() / sidePx);
    }

    private static RgbImage apply(ImageStep step, RgbImage image) {
        PictureSize size = PictureSize.of(image);
        if (step instanceof ImageStep.Squash squash) {
            PictureSize given = new PictureSize(squash.width(), squash.height());
            return resized(image, given, squash.filter());
        } else if (step instanceof ImageStep.LongestEdge longest) {
            return resized(image, size.withLongestEdge(longest.edge()), longest.filter());
        } else if (step instanceof ImageStep.ShortestEdge shortest) {
            return resized(image, size.withShortestEdge(shortest.edge()), shortest.filter());
        } else if (step instanceof ImageStep.Multiples rule) {
            return resized(image, size.inMultiples(rule), rule.filter());
        } else if (step instanceof ImageStep.Crop crop) {
            return middle(image, crop.width(), crop.height(), new byte[3]);
        } else if (step instanceof ImageStep.PadSquare pad) {
            int side = Math.max(image.widthPx(), image.heightPx());
            byte[] colour = new byte[3];
            for (int i = 0; i < colour.length; i++) {
                colour[i] = pad.colour().get(i).byteValue();
            }
            return padded(image, side, colour);
        }
        throw new IllegalArgumentException("image.steps has an unknown step " + step);
    }

    private static RgbImage resized(RgbImage image, PictureSize size, ImageFilter filter) {
        return PictureResizer.resize(image, size.widthPx(), size.heightPx(), filter);
    }

    /** Cuts out the middle; an odd pixel stays on the right and below. */
    private static RgbImage middle(RgbImage image, int widthPx, int heightPx, byte[] colour) {
        int left = Math.floorDiv(image.widthPx() - widthPx, 2);
        int top = Math.floorDiv(image.heightPx() - heightPx, 2);
        return image.part(left, top, widthPx, heightPx, colour);
    }

    /** Puts the picture in the middle; an odd row or column of padding goes right and below. */
    private static RgbImage padded(RgbImage image, int sidePx, byte[] colour) {
        int left = (sidePx - image.widthPx()) / 2;
        int top = (sidePx - image.heightPx()) / 2;
        return image.part(-left, -top, sidePx, sidePx, colour);
    }
}
