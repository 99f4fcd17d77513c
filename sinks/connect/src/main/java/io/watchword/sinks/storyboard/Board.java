package io.watchword.sinks.storyboard;

import java.awt.image.BufferedImage;
import java.util.SortedMap;
import java.util.TreeMap;

/** One stream's slots, and which picture stands for each. Not thread-safe. */
final class Board {
    private final String streamId;
    private final String source;
    private final Grid grid;
    private final SortedMap<Integer, Long> ptsUsBySlot = new TreeMap<>();
    private long endUs;
    private boolean changed;

    Board(String streamId, String source, Grid grid) {
        this.streamId = streamId;
        this.source = source;
        this.grid = grid;
    }

    static Board from(StoryboardVtt vtt) {
        Board board = new Board(vtt.streamId(), vtt.source(), vtt.grid());
        board.ptsUsBySlot.putAll(vtt.ptsUsBySlot());
        board.endUs = vtt.endUs();
        return board;
    }

    Grid grid() {
        return grid;
    }

    String source() {
        return source;
    }

    /** Whether a picture of this time belongs on a sheet: the earliest of a slot stands for it. */
    boolean wants(long ptsUs) {
        Long known = ptsUsBySlot.get(grid.slot(ptsUs));
        return known == null || ptsUs < known;
    }

    void draw(long ptsUs, BufferedImage picture, BufferedImage sheet) {
        int slot = grid.slot(ptsUs);
        Picture.draw(
                picture,
                sheet,
                grid.x(slot),
                grid.y(slot),
                grid.cellWidthPx(),
                grid.cellHeightPx());
        ptsUsBySlot.put(slot, ptsUs);
        changed = true;
    }

    void reached(long us) {
        if (us > endUs) {
            endUs = us;
            changed = true;
        }
    }

    /** Height that a sheet needs for the pictures it has. */
    int heightPx(int sheet) {
        return ptsUsBySlot.headMap((sheet + 1) * Grid.CELLS).isEmpty()
                ? grid.cellHeightPx()
                : grid.heightPx(ptsUsBySlot.headMap((sheet + 1) * Grid.CELLS).lastKey());
    }

    boolean isChanged() {
        return changed && !ptsUsBySlot.isEmpty();
    }

    void written() {
        changed = false;
    }

    String render(String stem) {
        return new StoryboardVtt(streamId, source, grid, endUs, ptsUsBySlot).render(stem);
    }
}
