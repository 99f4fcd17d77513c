package io.watchword.encoders.preprocess;

import static io.watchword.contract.Checks.checkArgument;
import static io.watchword.contract.MotionField.CELLS;

import io.watchword.contract.MotionField;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Four seconds of motion as Video-LaVIT's motion tokenizer takes them (Jin et al., 2024): 24 frames
 * at 6 Hz in two groups of pictures, x and y displacement in shares of the picture's size, over a
 * fixed deviation. Shape (2, 24, GRID_HEIGHT, GRID_WIDTH), row-major. Pure.
 *
 * <p>Frames 0 and 12 begin a group and have no vectors: the first is zero, the other the mean of
 * its neighbours.
 */
public final class MotionClip {
    public static final int FRAMES = 24;
    public static final int SIZE = 2 * FRAMES * CELLS;

    private static final int GROUP = 12;
    private static final int BLOCK_PX = 16;
    private static final float NOTHING = -10_000;
    private static final float LEAST = -1_000;
    private static final double[] DEVIATION = {0.0993703 / 10, 0.1130276 / 10};

    private MotionClip() {}

    /**
     * A clip of exported vectors, as the published model was trained on them: of a block of 16×16
     * pixels the greatest x and the greatest y, by sign and each by itself; blocks without a vector
     * stand still.
     *
     * @param frames vectors of up to 24 frames; missing ones at the end stand still
     */
    public static float[] ofVectors(List<List<BlockVector>> frames, int widthPx, int heightPx) {
        checkArgument(
                frames.size() <= FRAMES, "clip has %d frames, limit %d", frames.size(), FRAMES);
        checkArgument(widthPx > 0 && heightPx > 0, "pictures are %d×%d pixels", widthPx, heightPx);
        int columns = (widthPx + BLOCK_PX - 1) / BLOCK_PX;
        int rows = (heightPx + BLOCK_PX - 1) / BLOCK_PX;
        float[][][] pooled = new float[2][FRAMES][rows * columns];
        for (int frame = 0; frame < frames.size(); frame++) {
            for (int axis = 0; axis < 2; axis++) {
                float[] field = field(frames.get(frame), widthPx, heightPx, axis);
                pooled[axis][frame] = pooled(field, widthPx, heightPx);
            }
        }
        float[] clip = new float[SIZE];
        for (int axis = 0; axis < 2; axis++) {
            betweenGroups(pooled[axis]);
            for (int frame = 0; frame < FRAMES; frame++) {
                float[] plane =
                        BicubicResize.resize(
                                pooled[axis][frame],
                                rows,
                                columns,
                                MotionField.GRID_HEIGHT,
                                MotionField.GRID_WIDTH);
                System.arraycopy(plane, 0, clip, (axis * FRAMES + frame) * CELLS, CELLS);
            }
        }
        return clip;
    }

    /** One axis at every pixel; of vectors that end at one pixel the last holds. */
    private static float[] field(List<BlockVector> vectors, int width, int height, int axis) {
        float[] field = new float[width * height];
        Arrays.fill(field, NOTHING);
        int size = axis == 0 ? width : height;
        for (BlockVector vector : vectors) {
            int x = Math.max(0, Math.min(vector.dstX(), width - 1));
            int y = Math.max(0, Math.min(vector.dstY(), height - 1));
            int motion = axis == 0 ? vector.motionX() : vector.motionY();
            double pixels = (double) vector.source() * motion / vector.motionScale();
            field[y * width + x] = (float) (pixels / size / DEVIATION[axis]);
        }
        return field;
    }

    private static float[] pooled(float[] field, int width, int height) {
        int columns = (width + BLOCK_PX - 1) / BLOCK_PX;
        int rows = (height + BLOCK_PX - 1) / BLOCK_PX;
        float[] most = new float[rows * columns];
        Arrays.fill(most, NOTHING);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int block = y / BLOCK_PX * columns + x / BLOCK_PX;
                most[block] = Math.max(most[block], field[y * width + x]);
            }
        }
        for (int block = 0; block < most.length; block++) {
            most[block] = most[block] < LEAST ? 0 : most[block];
        }
        return most;
    }

    private static void betweenGroups(float[][] frames) {
        float[] middle = frames[GROUP];
        for (int cell = 0; cell < middle.length; cell++) {
            middle[cell] = (frames[GROUP - 1][cell] + frames[GROUP + 1][cell]) / 2;
        }
    }

    /**
     * A clip of two neighbouring segments' stored fields. It differs from one of exported vectors:
     * a cell has one vector at most, in half pixels, and none where the noise gate trusted none;
     * what the encoder's local search missed was searched for farther; and a stored step has
     * vectors also where a group begins, which are dropped here.
     *
     * @param before planes of the segment before, as {@link MotionTensor} makes them; without one,
     *     the newest segment comes first and nothing moves after it
     * @param newest planes of the newest segment
     */
    public static float[] ofStored(Optional<byte[]> before, byte[] newest) {
        float[] clip = new float[SIZE];
        before.ifPresent(planes -> put(planes, clip, 0));
        put(newest, clip, before.isPresent() ? GROUP : 0);
        for (int axis = 0; axis < 2; axis++) {
            int first = axis * FRAMES * CELLS;
            Arrays.fill(clip, first, first + CELLS, 0);
            int middle = first + GROUP * CELLS;
            for (int cell = 0; cell < CELLS; cell++) {
                clip[middle + cell] =
                        (clip[middle - CELLS + cell] + clip[middle + CELLS + cell]) / 2;
            }
        }
        return clip;
    }

    private static void put(byte[] planes, float[] clip, int firstFrame) {
        checkArgument(
                planes.length == GROUP * 3 * CELLS,
                "motion has %d bytes, a clip of stored fields takes %d",
                planes.length,
                GROUP * 3 * CELLS);
        int[] sizePx = {MotionField.FRAME_WIDTH_PX, MotionField.FRAME_HEIGHT_PX};
        for (int step = 0; step < GROUP; step++) {
            for (int axis = 0; axis < 2; axis++) {
                int from = (step * 3 + axis) * CELLS;
                int to = (axis * FRAMES + firstFrame + step) * CELLS;
                for (int cell = 0; cell < CELLS; cell++) {
                    double pixels = planes[from + cell] * (double) MotionField.PX_PER_UNIT;
                    clip[to + cell] = (float) (pixels / sizePx[axis] / DEVIATION[axis]);
                }
            }
        }
    }
}
