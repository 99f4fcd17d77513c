package io.watchword.deploy.eval.report;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** A key frame small enough for a page. */
final class Thumbnail {
    private static final int WIDTH_PX = 320;

    private Thumbnail() {}

    /** As it is if it is small already, or cannot be read. */
    static byte[] of(byte[] jpeg) {
        try {
            BufferedImage image = ImageIO.read(new ByteArrayInputStream(jpeg));
            if (image == null || image.getWidth() <= WIDTH_PX) {
                return jpeg;
            }
            int height = Math.max(1, image.getHeight() * WIDTH_PX / image.getWidth());
            BufferedImage small = new BufferedImage(WIDTH_PX, height, BufferedImage.TYPE_INT_RGB);
            Graphics2D graphics = small.createGraphics();
            graphics.setRenderingHint(
                    RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
            graphics.drawImage(image, 0, 0, WIDTH_PX, height, null);
            graphics.dispose();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ImageIO.write(small, "jpg", out);
            return out.toByteArray();
        } catch (IOException e) { // memory does not fail to be read
            throw new UncheckedIOException(e);
        }
    }
}
