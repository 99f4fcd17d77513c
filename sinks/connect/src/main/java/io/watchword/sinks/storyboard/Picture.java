package io.watchword.sinks.storyboard;

import static io.watchword.contract.Checks.checkArgument;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;

/** JPEG pictures in and out of memory, without a display. */
final class Picture {
    private static final int MAX_SIDE_PX = 8192;
    private static final float QUALITY = 0.85f;

    private Picture() {}

    /**
     * @throws IllegalArgumentException if the bytes are no JPEG, or one larger than any of ours
     */
    static BufferedImage decode(byte[] jpeg) {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName("jpeg");
        ImageReader reader = readers.next();
        try (ImageInputStream in =
                new javax.imageio.stream.MemoryCacheImageInputStream(
                        new ByteArrayInputStream(jpeg))) {
            reader.setInput(in, true, true);
            int widthPx = reader.getWidth(0);
            int heightPx = reader.getHeight(0);
            checkArgument(
                    Math.max(widthPx, heightPx) <= MAX_SIDE_PX,
                    "picture is %d×%d px, more than %d",
                    widthPx,
                    heightPx,
                    MAX_SIDE_PX);
            return reader.read(0);
        } catch (IOException e) {
            throw new IllegalArgumentException("no JPEG: " + e.getMessage(), e);
        } finally {
            reader.dispose();
        }
    }

    static byte[] encode(BufferedImage image) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = new javax.imageio.stream.MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam how = writer.getDefaultWriteParam();
            how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            how.setCompressionQuality(QUALITY);
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), how);
        } catch (IOException e) {
            throw new IllegalStateException("a picture in memory cannot be written to memory", e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    static BufferedImage blank(int widthPx, int heightPx) {
        return new BufferedImage(widthPx, heightPx, BufferedImage.TYPE_INT_RGB);
    }

    /** Draws the whole picture into a cell, in its own shape, black beside it. */
    static void draw(
            BufferedImage picture, BufferedImage onto, int x, int y, int widthPx, int heightPx) {
        double scale =
                Math.min(
                        (double) widthPx / picture.getWidth(),
                        (double) heightPx / picture.getHeight());
        int drawnWidthPx = Math.min(widthPx, (int) Math.round(picture.getWidth() * scale));
        int drawnHeightPx = Math.min(heightPx, (int) Math.round(picture.getHeight() * scale));
        Graphics2D graphics = onto.createGraphics();
        graphics.setRenderingHint(
                RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        graphics.setColor(java.awt.Color.BLACK);
        graphics.fillRect(x, y, widthPx, heightPx);
        graphics.drawImage(
                picture,
                x + (widthPx - drawnWidthPx) / 2,
                y + (heightPx - drawnHeightPx) / 2,
                drawnWidthPx,
                drawnHeightPx,
                null);
        graphics.dispose();
    }
}
