package io.watchword.encoders.preprocess;

import static io.watchword.contract.Checks.checkArgument;

import io.watchword.contract.bundle.ImageStep;
import io.watchword.contract.bundle.TileForm;

/** Width and height, and the rules by which published processors choose them. Pure. */
record PictureSize(int widthPx, int heightPx) {
    private static final int LARGEST_EDGE_PX = 4096;
    private static final int MAX_ASPECT = 200;

    static PictureSize of(RgbImage image) {
        return new PictureSize(image.widthPx(), image.heightPx());
    }

    /** As {@link ImageStep.LongestEdge} says. */
    PictureSize withLongestEdge(int edgePx) {
        PictureSize scaled = longest(edgePx);
        PictureSize even =
                widthPx >= heightPx
                        ? new PictureSize(scaled.widthPx, even(scaled.heightPx))
                        : new PictureSize(even(scaled.widthPx), scaled.heightPx);
        return edgePx > LARGEST_EDGE_PX ? even.longest(LARGEST_EDGE_PX) : even;
    }

    private PictureSize longest(int edgePx) {
        double aspect = (double) widthPx / heightPx;
        return widthPx >= heightPx
                ? new PictureSize(edgePx, Math.max(1, (int) (edgePx / aspect)))
                : new PictureSize(Math.max(1, (int) (edgePx * aspect)), edgePx);
    }

    private static int even(int px) {
        return px + px % 2;
    }

    /** As {@link TileForm} says, before it is cut. */
    PictureSize inSquares(int sidePx) {
        double aspect = (double) widthPx / heightPx;
        if (widthPx >= heightPx) {
            int width = roundedUp(widthPx, sidePx);
            return new PictureSize(width, roundedUp((int) (width / aspect), sidePx));
        }
        int height = roundedUp(heightPx, sidePx);
        return new PictureSize(roundedUp((int) (height * aspect), sidePx), height);
    }

    private static int roundedUp(int px, int sidePx) {
        return Math.max(1, (px + sidePx - 1) / sidePx) * sidePx;
    }

    /** As {@link ImageStep.ShortestEdge} says. */
    PictureSize withShortestEdge(int edgePx) {
        return widthPx <= heightPx
                ? new PictureSize(edgePx, (int) ((long) edgePx * heightPx / widthPx))
                : new PictureSize((int) ((long) edgePx * widthPx / heightPx), edgePx);
    }

    /** As {@link ImageStep.Multiples} says. */
    PictureSize inMultiples(ImageStep.Multiples rule) {
        double aspect = Math.max(widthPx, heightPx) / (double) Math.min(widthPx, heightPx);
        checkArgument(aspect <= MAX_ASPECT, "picture is %d×%d px, too narrow", widthPx, heightPx);
        int factor = rule.factor();
        double area = (double) widthPx * heightPx;
        long width = (long) Math.rint((double) widthPx / factor) * factor;
        long height = (long) Math.rint((double) heightPx / factor) * factor;
        if (width * height > rule.maxPixels()) {
            double shrink = Math.sqrt(area / rule.maxPixels());
            width = Math.max(factor, (long) Math.floor(widthPx / shrink / factor) * factor);
            height = Math.max(factor, (long) Math.floor(heightPx / shrink / factor) * factor);
        } else if (width * height < rule.minPixels()) {
            double grow = Math.sqrt(rule.minPixels() / area);
            width = (long) Math.ceil(widthPx * grow / factor) * factor;
            height = (long) Math.ceil(heightPx * grow / factor) * factor;
        }
        return new PictureSize((int) width, (int) height);
    }
}
