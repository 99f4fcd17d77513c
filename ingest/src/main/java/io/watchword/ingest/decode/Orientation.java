package io.watchword.ingest.decode;

import static io.watchword.contract.Checks.checkArgument;

/**
 * How a stored picture has to be turned (and mirrored) to stand upright: a point moves to {@code
 * (xx * x + xy * y, yx * x + yy * y)}, x to the right, y down. Pure.
 *
 * <p>Each coefficient is -1, 0 or 1; one of each row and of each column is not zero.
 */
public record Orientation(int xx, int xy, int yx, int yy) {
    public static final Orientation UPRIGHT = new Orientation(1, 0, 0, 1);

    public Orientation {
        checkArgument(
                Math.abs(xx) + Math.abs(xy) == 1
                        && Math.abs(xx) == Math.abs(yy)
                        && Math.abs(xy) == Math.abs(yx),
                "no turn by quarters: %d %d %d %d",
                xx,
                xy,
                yx,
                yy);
    }

    /**
     * From a container's display matrix, to the nearest quarter turn.
     *
     * @param matrix 3×3, row-major, as ISO/IEC 14496-12 stores it: a point is a row vector
     */
    public static Orientation of(int[] matrix) {
        checkArgument(matrix.length == 9, "display matrix has %d values, not 9", matrix.length);
        long straight = Math.abs((long) matrix[0]) + Math.abs((long) matrix[4]);
        long turned = Math.abs((long) matrix[1]) + Math.abs((long) matrix[3]);
        if (straight == 0 && turned == 0) {
            return UPRIGHT;
        }
        if (straight >= turned) {
            return new Orientation(sign(matrix[0]), 0, 0, sign(matrix[4]));
        }
        return new Orientation(0, sign(matrix[3]), sign(matrix[1]), 0);
    }

    private static int sign(int value) {
        return value < 0 ? -1 : 1;
    }

    /** Whether width and height change places. */
    public boolean swapsSides() {
        return xx == 0;
    }

    public boolean upright() {
        return equals(UPRIGHT);
    }

    /** Clockwise turn, mirroring not counted: 0, 90, 180 or 270. */
    public int degrees() {
        if (swapsSides()) {
            return yx > 0 ? 90 : 270;
        }
        return xx > 0 ? 0 : 180;
    }

    /**
     * Turns one plane.
     *
     * @param from (height, width), row-major
     * @param to as many bytes; (width, height) when the sides change places
     */
    public void apply(byte[] from, int width, int height, byte[] to) {
        int toWidth = swapsSides() ? height : width;
        int x0 = (xx < 0 ? width - 1 : 0) + (xy < 0 ? height - 1 : 0);
        int y0 = (yx < 0 ? width - 1 : 0) + (yy < 0 ? height - 1 : 0);
        int perColumn = xx + yx * toWidth;
        for (int y = 0; y < height; y++) {
            int target = x0 + xy * y + (y0 + yy * y) * toWidth;
            for (int x = 0; x < width; x++) {
                to[target + x * perColumn] = from[y * width + x];
            }
        }
    }
}
