package io.watchword.encoders.preprocess;

import static io.watchword.contract.Checks.checkArgument;

import java.awt.image.BufferedImage;

/**
 * A picture in memory.
 *
 * @param rgb shape (height, width, 3), row-major; belongs to this record
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record RgbImage(int widthPx, int heightPx, byte[] rgb) {
    public RgbImage {
        checkArgument(widthPx > 0 && heightPx > 0, "picture is %d×%d px", widthPx, heightPx);
        checkArgument(
                rgb.length == Math.multiplyExact(3 * widthPx, heightPx),
                "picture of %d×%d px has %d bytes",
                widthPx,
                heightPx,
                rgb.length);
    }

    /** Copies the pixels of a decoded picture. */
    public static RgbImage of(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        byte[] rgb = new byte[3 * width * height];
        if (image.getRaster().getNumBands() == 1) { // getRGB would treat grey as linear light
            int[] grey = image.getRaster().getSamples(0, 0, width, height, 0, (int[]) null);
            for (int i = 0; i < grey.length; i++) {
                rgb[3 * i] = rgb[3 * i + 1] = rgb[3 * i + 2] = (byte) grey[i];
            }
        } else {
            int[] argb = image.getRGB(0, 0, width, height, null, 0, width);
            for (int i = 0; i < argb.length; i++) {
                rgb[3 * i] = (byte) (argb[i] >> 16);
                rgb[3 * i + 1] = (byte) (argb[i] >> 8);
                rgb[3 * i + 2] = (byte) argb[i];
            }
        }
        return new RgbImage(width, height, rgb);
    }

    /**
     * A copy of a part.
     *
     * @param left may be negative: what lies outside the picture gets the colour
     * @param colour red, green and blue
     */
    RgbImage part(int left, int top, int width, int height, byte[] colour) {
        byte[] copy = new byte[3 * width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int fromX = left + x;
                int fromY = top + y;
                boolean inside = fromX >= 0 && fromX < widthPx && fromY >= 0 && fromY < heightPx;
                byte[] from = inside ? rgb : colour;
                int at = inside ? 3 * (fromY * widthPx + fromX) : 0;
                System.arraycopy(from, at, copy, 3 * (y * width + x), 3);
            }
        }
        return new RgbImage(width, height, copy);
    }
}
