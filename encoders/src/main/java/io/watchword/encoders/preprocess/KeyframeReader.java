package io.watchword.encoders.preprocess;

import io.watchword.contract.Decoded;
import io.watchword.contract.ErrorCode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Decodes key frames, and no picture that claims more pixels than is sane. Pure. */
final class KeyframeReader {
    /** Larger pictures are refused before any pixel is decoded. */
    static final long MAX_PIXELS = 40_000_000;

    private KeyframeReader() {}

    static Decoded<BufferedImage> read(byte[] jpeg) {
        try {
            return decode(jpeg);
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
            return new Decoded.Invalid<>(ErrorCode.CORRUPT_MEDIA, "key frame: " + e.getMessage());
        }
    }

    private static Decoded<BufferedImage> decode(byte[] jpeg) throws IOException {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName("jpeg");
        ImageReader reader = readers.next();
        try (MemoryCacheImageInputStream in =
                new MemoryCacheImageInputStream(new ByteArrayInputStream(jpeg))) {
            reader.setInput(in, true, true);
            long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
            if (pixels > MAX_PIXELS) {
                return new Decoded.Invalid<>(
                        ErrorCode.LIMIT_EXCEEDED,
                        "key frame has "
                                + pixels
                                + " pixels, at most "
                                + MAX_PIXELS
                                + " are taken");
            }
            return new Decoded.Valid<>(reader.read(0));
        } finally {
            reader.dispose();
        }
    }
}
