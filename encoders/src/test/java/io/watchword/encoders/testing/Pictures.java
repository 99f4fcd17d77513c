package io.watchword.encoders.testing;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.BiFunction;
import javax.imageio.ImageIO;

/** Pictures made on the spot. */
public final class Pictures {
    private Pictures() {}

    public static BufferedImage of(
            int width, int height, BiFunction<Integer, Integer, Color> colour) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, colour.apply(x, y).getRGB());
            }
        }
        return image;
    }

    public static BufferedImage plain(int width, int height, Color colour) {
        return of(width, height, (x, y) -> colour);
    }

    public static byte[] jpeg(BufferedImage image) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "jpeg", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** Changes the size in the frame header, and only there. */
    public static void declareSize(byte[] jpeg, int width, int height) {
        for (int i = 0; i + 8 < jpeg.length; i++) {
            if ((jpeg[i] & 0xff) == 0xff && (jpeg[i + 1] & 0xff) == 0xc0) {
                jpeg[i + 5] = (byte) (height >> 8);
                jpeg[i + 6] = (byte) height;
                jpeg[i + 7] = (byte) (width >> 8);
                jpeg[i + 8] = (byte) width;
                return;
            }
        }
        throw new IllegalArgumentException("no frame header");
    }
}
