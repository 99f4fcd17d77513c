package io.watchword.encoders.preprocess;

import static io.watchword.contract.Checks.checkArgument;

import io.watchword.contract.Decoded;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.nio.FloatBuffer;

/**
 * Makes a JPEG key frame into the fixed-size picture a vision encoder takes: decoded to RGB and
 * squashed to (height, width) with a triangle filter as wide as the reduction, so that fine detail
 * is averaged and never aliased. Pure: equal bytes give equal pixels. Thread-safe.
 */
public final class ImageTensor {
    private final int widthPx;
    private final int heightPx;

    public ImageTensor(int widthPx, int heightPx) {
        checkArgument(widthPx > 0 && heightPx > 0, "image is %d×%d px", widthPx, heightPx);
        this.widthPx = widthPx;
        this.heightPx = heightPx;
    }

    public int widthPx() {
        return widthPx;
    }

    public int heightPx() {
        return heightPx;
    }

    /** Values of one image, all channels. */
    public int size() {
        return 3 * widthPx * heightPx;
    }

    /**
     * Decodes and squashes a key frame.
     *
     * @return RGB bytes, shape (height, width, 3), row-major
     */
    public Decoded<byte[]> decode(byte[] jpeg) {
        Decoded<BufferedImage> read = KeyframeReader.read(jpeg);
        if (read instanceof Decoded.Invalid<BufferedImage> invalid) {
            return new Decoded.Invalid<>(invalid.code(), invalid.detail());
        }
        return new Decoded.Valid<>(squash(((Decoded.Valid<BufferedImage>) read).value()));
    }

    private byte[] squash(BufferedImage image) {
        Interleaved source = Interleaved.of(image);
        TriangleFilter columns = new TriangleFilter(source.width, widthPx);
        TriangleFilter rows = new TriangleFilter(source.height, heightPx);
        float[] narrow = new float[source.height * widthPx * 3]; // (source height, width, 3)
        for (int y = 0; y < source.height; y++) {
            columns.acrossRow(source, y, narrow);
        }
        byte[] rgb = new byte[size()];
        int rowValues = widthPx * 3;
        float[] sums = new float[rowValues];
        for (int y = 0; y < heightPx; y++) {
            rows.downColumns(y, narrow, sums);
            for (int i = 0; i < rowValues; i++) {
                rgb[y * rowValues + i] = (byte) Math.min(255, Math.max(0, Math.round(sums[i])));
            }
        }
        return rgb;
    }

    /**
     * Writes an image as a model takes it.
     *
     * @param rgb shape (height, width, 3), row-major
     * @param planes receives shape (3, height, width), row-major, {@code [0, 1]}, from {@code
     *     offset}
     */
    public void write(byte[] rgb, FloatBuffer planes, int offset) {
        checkArgument(
                rgb.length == size(), "image has %d bytes, %d are needed", rgb.length, size());
        int plane = widthPx * heightPx;
        for (int i = 0; i < plane; i++) {
            planes.put(offset + i, (rgb[3 * i] & 0xff) / 255f);
            planes.put(offset + plane + i, (rgb[3 * i + 1] & 0xff) / 255f);
            planes.put(offset + 2 * plane + i, (rgb[3 * i + 2] & 0xff) / 255f);
        }
    }

    /** Pixels in one array, three bytes each; red is at {@code red}, then by {@code step}. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Interleaved(int width, int height, int stride, int red, int step, byte[] bytes) {
        static Interleaved of(BufferedImage image) {
            int width = image.getWidth();
            int height = image.getHeight();
            Raster raster = image.getRaster();
            if (image.getType() == BufferedImage.TYPE_3BYTE_BGR
                    && raster.getParent() == null
                    && raster.getDataBuffer() instanceof DataBufferByte data) {
                return new Interleaved(width, height, width * 3, 2, -1, data.getData());
            }
            byte[] bytes = new byte[width * height * 3];
            if (raster.getNumBands() == 1) { // getRGB would treat grey as linear light
                int[] grey = raster.getSamples(0, 0, width, height, 0, (int[]) null);
                for (int i = 0; i < grey.length; i++) {
                    bytes[3 * i] = bytes[3 * i + 1] = bytes[3 * i + 2] = (byte) grey[i];
                }
                return new Interleaved(width, height, width * 3, 0, 1, bytes);
            }
            int[] argb = image.getRGB(0, 0, width, height, null, 0, width);
            for (int i = 0; i < argb.length; i++) {
                bytes[3 * i] = (byte) (argb[i] >> 16);
                bytes[3 * i + 1] = (byte) (argb[i] >> 8);
                bytes[3 * i + 2] = (byte) argb[i];
            }
            return new Interleaved(width, height, width * 3, 0, 1, bytes);
        }
    }

    /** Weights of source pixels for each target pixel along one axis; they sum to one. */
    private static final class TriangleFilter {
        private final int target;
        private final int[] first; // (target)
        private final float[][] weights; // (target, as many as contribute)

        TriangleFilter(int source, int target) {
            this.target = target;
            first = new int[target];
            weights = new float[target][];
            double scale = (double) source / target;
            double reach = Math.max(1, scale);
            for (int i = 0; i < target; i++) {
                double centre = (i + 0.5) * scale;
                int from = Math.max(0, (int) Math.floor(centre - reach + 0.5));
                int to = Math.min(source, (int) Math.floor(centre + reach + 0.5));
                float[] row = new float[Math.max(1, to - from)];
                double sum = 0;
                for (int k = 0; k < row.length; k++) {
                    double weight = Math.max(0, 1 - Math.abs((from + k + 0.5 - centre) / reach));
                    row[k] = (float) weight;
                    sum += weight;
                }
                for (int k = 0; k < row.length; k++) {
                    row[k] /= (float) sum;
                }
                first[i] = from;
                weights[i] = row;
            }
        }

        void acrossRow(Interleaved source, int y, float[] narrow) {
            byte[] bytes = source.bytes;
            int step = source.step;
            for (int x = 0; x < target; x++) {
                float red = 0;
                float green = 0;
                float blue = 0;
                int at = y * source.stride + first[x] * 3 + source.red;
                for (float weight : weights[x]) {
                    red += weight * (bytes[at] & 0xff);
                    green += weight * (bytes[at + step] & 0xff);
                    blue += weight * (bytes[at + 2 * step] & 0xff);
                    at += 3;
                }
                int out = (y * target + x) * 3;
                narrow[out] = red;
                narrow[out + 1] = green;
                narrow[out + 2] = blue;
            }
        }

        void downColumns(int y, float[] narrow, float[] sums) {
            java.util.Arrays.fill(sums, 0);
            int at = first[y] * sums.length;
            for (float weight : weights[y]) {
                for (int i = 0; i < sums.length; i++) {
                    sums[i] += weight * narrow[at + i];
                }
                at += sums.length;
            }
        }
    }
}
