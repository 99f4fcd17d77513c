package io.watchword.sinks.storyboard;

import static io.watchword.contract.Checks.checkArgument;

/**
 * Where a moment's picture lies: time is cut into slots of {@code intervalUs}, a slot is a cell of
 * a sheet, and a sheet holds {@link #COLUMNS} by {@link #ROWS} of them, row by row.
 */
public record Grid(long intervalUs, int cellWidthPx, int cellHeightPx) {
    static final int COLUMNS = 10;
    static final int ROWS = 10;
    static final int CELLS = COLUMNS * ROWS;

    /** The longer side of a cell. */
    static final int LONG_SIDE_PX = 160;

    private static final int SHORT_SIDE_PX = 40;

    public Grid {
        checkArgument(intervalUs >= 100_000, "interval is %d us, at least 100000", intervalUs);
        checkArgument(
                cellWidthPx >= SHORT_SIDE_PX
                        && cellWidthPx <= LONG_SIDE_PX
                        && cellHeightPx >= SHORT_SIDE_PX
                        && cellHeightPx <= LONG_SIDE_PX,
                "a cell is %d×%d px, required %d to %d",
                cellWidthPx,
                cellHeightPx,
                SHORT_SIDE_PX,
                LONG_SIDE_PX);
    }

    /** Cells of the shape of a stream's pictures. */
    static Grid of(long intervalUs, int widthPx, int heightPx) {
        double scale = (double) LONG_SIDE_PX / Math.max(widthPx, heightPx);
        return new Grid(intervalUs, side(widthPx * scale), side(heightPx * scale));
    }

    /** Even: JPEG keeps colour at half size. */
    private static int side(double px) {
        int even = 2 * (int) Math.round(px / 2);
        return Math.max(SHORT_SIDE_PX, Math.min(LONG_SIDE_PX, even));
    }

    int slot(long ptsUs) {
        return Math.toIntExact(Math.max(0, ptsUs) / intervalUs);
    }

    static int sheet(int slot) {
        return slot / CELLS;
    }

    int x(int slot) {
        return slot % COLUMNS * cellWidthPx;
    }

    int y(int slot) {
        return slot % CELLS / COLUMNS * cellHeightPx;
    }

    /** Height of a sheet whose last picture is in {@code slot}. */
    int heightPx(int slot) {
        return y(slot) + cellHeightPx;
    }

    int widthPx() {
        return COLUMNS * cellWidthPx;
    }
}
