package io.watchword.contract;

import static io.watchword.contract.Checks.checkArgument;

import java.util.ArrayList;
import java.util.List;

/**
 * A picture with the tiles that were cut out of it.
 *
 * @param tiles row by row, all rows of one length; empty where the picture was not cut
 */
public record TiledPicture(PictureTokens whole, List<PictureTokens> tiles) {
    public TiledPicture {
        tiles = List.copyOf(tiles);
        checkArgument(!whole.tile(), "a tile stands where its picture should");
        int columns = tiles.isEmpty() ? 1 : tiles.get(tiles.size() - 1).tileColumn();
        for (int i = 0; i < tiles.size(); i++) {
            PictureTokens tile = tiles.get(i);
            checkArgument(
                    tile.ptsUs() == whole.ptsUs() && tile.count() == whole.count(),
                    "a tile of picture %d us has %d embeddings at %d us, the picture %d",
                    whole.ptsUs(),
                    tile.count(),
                    tile.ptsUs(),
                    whole.count());
            checkArgument(
                    tile.tileRow() == i / columns + 1 && tile.tileColumn() == i % columns + 1,
                    "tile %d of a picture is in row %d, column %d of %d",
                    i + 1,
                    tile.tileRow(),
                    tile.tileColumn(),
                    columns);
        }
        checkArgument(tiles.size() % columns == 0, "%d tiles in rows of %d", tiles.size(), columns);
    }

    /** Rows of tiles; 0 where the picture was not cut. */
    public int tileRows() {
        return tiles.isEmpty() ? 0 : tiles.get(tiles.size() - 1).tileRow();
    }

    /** Tiles in a row; 0 where the picture was not cut. */
    public int tileColumns() {
        return tiles.isEmpty() ? 0 : tiles.get(tiles.size() - 1).tileColumn();
    }

    /**
     * Puts tiles and pictures together.
     *
     * @throws IllegalArgumentException if a tile is missing or stands elsewhere
     */
    public static List<TiledPicture> of(List<PictureTokens> runs) {
        List<TiledPicture> pictures = new ArrayList<>();
        List<PictureTokens> tiles = new ArrayList<>();
        for (PictureTokens run : runs) {
            if (run.tile()) {
                tiles.add(run);
            } else {
                pictures.add(new TiledPicture(run, tiles));
                tiles.clear();
            }
        }
        checkArgument(tiles.isEmpty(), "%d tiles without their picture", tiles.size());
        return pictures;
    }
}
