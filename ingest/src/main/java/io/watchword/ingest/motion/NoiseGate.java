package io.watchword.ingest.motion;

import io.watchword.contract.MotionField;
import java.util.Arrays;

/**
 * Keeps the vectors that two pictures support, finds those that the encoder missed, and sets the
 * others to zero. An encoder takes the vector that costs the fewest bits: on a flat or noisy wall a
 * random one, and for something fast none. A cell moved when it changed by more than the picture's
 * noise, and when its vector explains clearly more of the change than standing still does. A lone
 * moving cell needs stronger support than one among others.
 *
 * <p>Pure in its results: equal pictures and vectors give equal steps. Not thread-safe: the buffers
 * are reused.
 */
public final class NoiseGate {
    private static final int CELLS = MotionField.CELLS;
    private static final int LAST_ROW = MotionField.GRID_HEIGHT - 1;
    private static final int LAST_COLUMN = MotionField.GRID_WIDTH - 1;
    private static final float EXACT = 255;

    /** Mean change of a pixel, of 255, below which a cell never counts as changed. */
    private static final float MIN_CHANGE = 1.5f;

    private static final float CHANGE_OVER_NOISE = 2f;
    private static final float MAX_NOISE = 8f;

    /** Share of the change that may remain under the vector. */
    private static final float MAX_REMAINDER = 0.75f;

    private static final float MAX_REMAINDER_ALONE = 0.5f;

    private static final float MAX_REMAINDER_FAR = 0.25f;

    /** A vector that leaves more than this is worth a second look. */
    private static final float GOOD_REMAINDER = 0.35f;

    /** Mean change of a pixel that neither resting nor the vector accounts for. */
    private static final float UNEXPLAINED = 6;

    /** Half pixels. */
    private static final int FAR = 24;

    /** Cells searched far in one step; what they find spreads to their neighbours. */
    private static final int MAX_SEARCHES = 32;

    /** Cells searched in a second pass, for what is faster than the first one's searches reach. */
    private static final int MAX_FAST_SEARCHES = 96;

    /** Has no divisor in common with CELLS: visits every cell, far from the one before. */
    private static final int STRIDE = 277;

    /** Noise above which it may be a pan that the encoder lost: mean change of a pixel. */
    private static final float SUSPECT_NOISE = 4;

    /** Cells that are asked whether it is. */
    private static final int PROBES = 6;

    /** Cells in a row that are found nowhere, after which the second pass gives up. */
    private static final int MAX_MISSES = 24;

    private final BlockMatch match = new BlockMatch();
    private final CoarseSearch coarse = new CoarseSearch();
    private final float[] change = new float[CELLS]; // mean |difference| at rest
    private final float[] remainder = new float[CELLS]; // the same along the vector
    private final float[] sorted = new float[CELLS];
    private final int[] dx = new int[CELLS];
    private final int[] dy = new int[CELLS];
    private final int[] queue = new int[CELLS];
    private final boolean[] moved = new boolean[CELLS];
    private byte[] before = new byte[0];
    private byte[] now = new byte[0];
    private float minChange;

    /**
     * Judges the vectors of one step.
     *
     * @param lumaBefore luma of the picture one step before, (FRAME_HEIGHT_PX, FRAME_WIDTH_PX)
     * @param lumaNow luma of this picture, same shape
     */
    public MotionStep judge(byte[] lumaBefore, byte[] lumaNow, BlockVectors blocks) {
        before = lumaBefore;
        now = lumaNow;
        for (int cell = 0; cell < CELLS; cell++) {
            dx[cell] = blocks.dx(cell);
            dy[cell] = blocks.dy(cell);
            change[cell] = match.difference(before, now, cell, 0, 0, EXACT);
            boolean rests = dx[cell] == 0 && dy[cell] == 0;
            remainder[cell] =
                    rests
                            ? change[cell]
                            : match.difference(before, now, cell, dx[cell], dy[cell], EXACT);
        }
        float noise = noise();
        if (noise > SUSPECT_NOISE && pans()) {
            minChange = MIN_CHANGE;
            seekFast();
            noise = noise();
        }
        minChange = Math.max(MIN_CHANGE, CHANGE_OVER_NOISE * noise);
        if (repair()) {
            seekFast();
        }
        float floor = 1 + noise / 2;
        for (int cell = 0; cell < CELLS; cell++) {
            float lengthSquared = dx[cell] * dx[cell] + dy[cell] * dy[cell];
            moved[cell] =
                    lengthSquared >= floor * floor
                            && change[cell] > minChange
                            && remainder[cell] < MAX_REMAINDER * change[cell];
        }
        return step(blocks, floor);
    }

    /**
     * Looks again, and farther, where neither resting nor the encoder's vector explains a cell.
     * Returns whether the searches were used up before all was explained.
     */
    private boolean repair() {
        if (spread() == 0) {
            return false;
        }
        coarse.prepare(before, now);
        int searches = 0;
        for (int cell = 0; cell < CELLS && searches < MAX_SEARCHES; cell++) {
            borrow(cell);
            if (unexplained(cell)) {
                searches++;
                search(cell);
            }
        }
        return spread() > 0 && searches == MAX_SEARCHES;
    }

    /**
     * Searches on here and there over the whole picture. The searches before begin at the top: what
     * enters there or was uncovered is found nowhere and uses them up. What is found has to be far,
     * nearly exact and larger than a cell.
     */
    private void seekFast() {
        int misses = 0;
        int searches = 0;
        for (int i = 0; i < CELLS && searches < MAX_FAST_SEARCHES && misses < MAX_MISSES; i++) {
            int cell = i * STRIDE % CELLS;
            if (unexplained(cell)) {
                searches++;
                misses = searchFar(cell, true) ? 0 : misses + 1;
            }
        }
    }

    /** Whether what looks like noise everywhere is motion, too fast for the encoder. */
    private boolean pans() {
        coarse.prepare(before, now);
        int far = 0;
        for (int i = 0; i < PROBES; i++) {
            far += searchFar((2 * i + 1) * CELLS / (2 * PROBES) * STRIDE % CELLS, false) ? 1 : 0;
        }
        return 3 * far >= PROBES;
    }

    /**
     * Whether a cell moved far and nearly exactly so; it and those around are only then changed.
     */
    private boolean searchFar(int cell, boolean keep) {
        int wasDx = dx[cell];
        int wasDy = dy[cell];
        float was = remainder[cell];
        search(cell);
        boolean far =
                dx[cell] * dx[cell] + dy[cell] * dy[cell] > FAR * FAR
                        && remainder[cell] < MAX_REMAINDER_FAR * change[cell];
        if (far && keep && carry(cell) > 0) {
            return true;
        }
        dx[cell] = wasDx;
        dy[cell] = wasDy;
        remainder[cell] = was;
        return far && !keep;
    }

    /** Carries a vector as far as it explains cell after cell; returns how many. */
    private int carry(int from) {
        int reached = 1;
        queue[0] = from;
        for (int head = 0; head < reached; head++) {
            int row = queue[head] / MotionField.GRID_WIDTH;
            int column = queue[head] % MotionField.GRID_WIDTH;
            for (int y = Math.max(0, row - 1); y <= Math.min(LAST_ROW, row + 1); y++) {
                for (int x = Math.max(0, column - 1); x <= Math.min(LAST_COLUMN, column + 1); x++) {
                    int other = y * MotionField.GRID_WIDTH + x;
                    if (unexplained(other) && takes(other, dx[from], dy[from])) {
                        queue[reached++] = other;
                    }
                }
            }
        }
        return reached - 1;
    }

    private boolean takes(int cell, int x, int y) {
        float left = match.difference(before, now, cell, x, y, remainder[cell]);
        if (left >= remainder[cell] || left >= GOOD_REMAINDER * change[cell]) {
            return false;
        }
        remainder[cell] = left;
        dx[cell] = x;
        dy[cell] = y;
        return true;
    }

    private boolean unexplained(int cell) {
        return change[cell] > minChange
                && remainder[cell] > minChange
                && remainder[cell] > GOOD_REMAINDER * change[cell];
    }

    /** Tries the neighbours' vectors, forth and back; returns how many cells stay unexplained. */
    private int spread() {
        for (int cell = 0; cell < CELLS; cell++) {
            borrow(cell);
        }
        int left = 0;
        for (int cell = CELLS - 1; cell >= 0; cell--) {
            borrow(cell);
            left += unexplained(cell) ? 1 : 0;
        }
        return left;
    }

    private void borrow(int cell) {
        if (!unexplained(cell)) {
            return;
        }
        int row = cell / MotionField.GRID_WIDTH;
        int column = cell % MotionField.GRID_WIDTH;
        int triedX = 0;
        int triedY = 0;
        for (int y = Math.max(0, row - 1); y <= Math.min(LAST_ROW, row + 1); y++) {
            for (int x = Math.max(0, column - 1); x <= Math.min(LAST_COLUMN, column + 1); x++) {
                int other = y * MotionField.GRID_WIDTH + x;
                boolean tried = dx[other] == triedX && dy[other] == triedY;
                if (!tried && !unexplained(other)) {
                    triedX = dx[other];
                    triedY = dy[other];
                    attempt(cell, triedX, triedY);
                }
            }
        }
    }

    private void search(int cell) {
        coarse.find(cell);
        int aroundX = coarse.dx();
        int aroundY = coarse.dy();
        for (int reach = 2 * CoarseSearch.SHRINK; reach >= 1; reach /= 2) {
            int centreX = reach == 2 * CoarseSearch.SHRINK ? aroundX : dx[cell];
            int centreY = reach == 2 * CoarseSearch.SHRINK ? aroundY : dy[cell];
            for (int y = -1; y <= 1; y++) {
                for (int x = -1; x <= 1; x++) {
                    attempt(cell, centreX + x * reach, centreY + y * reach);
                }
            }
        }
    }

    private void attempt(int cell, int x, int y) {
        if ((x == 0 && y == 0) || (x == dx[cell] && y == dy[cell])) {
            return;
        }
        float left = match.difference(before, now, cell, x, y, remainder[cell]);
        if (left < remainder[cell]) {
            remainder[cell] = left;
            dx[cell] = x;
            dy[cell] = y;
        }
    }

    private MotionStep step(BlockVectors blocks, float floor) {
        byte[] vectors = new byte[2 * CELLS];
        byte[] intra = new byte[CELLS];
        int unexplained = 0;
        for (int cell = 0; cell < CELLS; cell++) {
            if (moved[cell] && (clear(cell) || accompanied(cell))) {
                vectors[cell] = clip(dx[cell]);
                vectors[CELLS + cell] = clip(dy[cell]);
            } else if (blocks.intra(cell) && change[cell] > minChange) {
                intra[cell] = 1;
            }
            unexplained += Math.min(change[cell], remainder[cell]) > UNEXPLAINED ? 1 : 0;
        }
        return new MotionStep(vectors, intra, floor, (float) unexplained / CELLS);
    }

    /**
     * Whether a cell's vector needs no neighbour's support; a far one, which chance finds, does.
     */
    private boolean clear(int cell) {
        boolean far = dx[cell] * dx[cell] + dy[cell] * dy[cell] > FAR * FAR;
        return remainder[cell] < (far ? MAX_REMAINDER_FAR : MAX_REMAINDER_ALONE) * change[cell];
    }

    /** Whether a neighbour moves the same way, within a quarter turn and about as far. */
    private boolean accompanied(int cell) {
        int row = cell / MotionField.GRID_WIDTH;
        int column = cell % MotionField.GRID_WIDTH;
        int length = dx[cell] * dx[cell] + dy[cell] * dy[cell];
        for (int y = Math.max(0, row - 1); y <= Math.min(LAST_ROW, row + 1); y++) {
            for (int x = Math.max(0, column - 1); x <= Math.min(LAST_COLUMN, column + 1); x++) {
                int other = y * MotionField.GRID_WIDTH + x;
                int ex = dx[other] - dx[cell];
                int ey = dy[other] - dy[cell];
                if (other != cell && moved[other] && 2 * (ex * ex + ey * ey) <= length + 8) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Median of what the better of resting and moving leaves unexplained, over the picture. */
    private float noise() {
        for (int cell = 0; cell < CELLS; cell++) {
            sorted[cell] = Math.min(change[cell], remainder[cell]);
        }
        Arrays.sort(sorted);
        return Math.min(MAX_NOISE, sorted[CELLS / 2]);
    }

    private static byte clip(int halfPixels) {
        return (byte) Math.max(-127, Math.min(127, halfPixels));
    }
}
