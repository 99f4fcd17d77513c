package io.watchword.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TiledPictureTest {
    private static final PictureTokens WHOLE = new PictureTokens(5, 1, 2);

    @Test
    void takesTheTilesBeforeAPictureAsItsOwn() {
        List<PictureTokens> runs = new ArrayList<>(grid(2, 3, false));
        runs.add(WHOLE);
        runs.add(new PictureTokens(9, 1, 2));

        List<TiledPicture> pictures = TiledPicture.of(runs);

        assertThat(pictures).hasSize(2);
        assertThat(pictures.get(0).tileRows()).isEqualTo(2);
        assertThat(pictures.get(0).tileColumns()).isEqualTo(3);
        assertThat(pictures.get(0).whole()).isEqualTo(WHOLE);
        assertThat(pictures.get(1).tiles()).isEmpty();
        assertThat(pictures.get(1).tileRows()).isZero();
    }

    @Test
    void refusesTilesThatAreMissingOrElsewhere() {
        List<PictureTokens> gap = new ArrayList<>(grid(2, 2, false));
        gap.remove(1);
        refuses(gap, WHOLE, "tile 2 of a picture is in row 2, column 1 of 2");
        refuses(grid(1, 2, false), new PictureTokens(6, 1, 2), "at 5 us");
        refuses(grid(1, 2, false), new PictureTokens(5, 1, 3), "has 2 embeddings");
        List<PictureTokens> torn = new ArrayList<>(grid(2, 2, false));
        torn.remove(3);
        refuses(torn, WHOLE, "tile 2 of a picture is in row 1, column 2 of 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TiledPicture.of(grid(1, 2, false)))
                .withMessage("2 tiles without their picture");
    }

    @Test
    void aBlockWithoutDetailKeepsTheEmbeddingsOfWholePictures() {
        List<PictureTokens> runs = new ArrayList<>(grid(1, 2, true));
        runs.add(WHOLE);
        byte[] values = {1, 2, 3, 4, 5, 6};
        TokenBlock block = new TokenBlock(Modality.SPATIAL, 6, 1, 1, values).of(runs);

        TokenBlock plain = block.withoutDetail();

        assertThat(plain.values()).containsExactly(5, 6);
        assertThat(plain.pictures()).containsExactly(WHOLE);
        assertThat(plain.withoutDetail()).isSameAs(plain);
    }

    @Test
    void refusesABlockWhoseTilesAreOutOfPlace() {
        TokenBlock block = new TokenBlock(Modality.SPATIAL, 4, 1, 1, new byte[4]);

        assertThatIllegalArgumentException().isThrownBy(() -> block.of(grid(1, 2, false)));
    }

    private static void refuses(List<PictureTokens> tiles, PictureTokens whole, String message) {
        List<PictureTokens> runs = new ArrayList<>(tiles);
        runs.add(whole);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TiledPicture.of(runs))
                .withMessageContaining(message);
    }

    private static List<PictureTokens> grid(int rows, int columns, boolean detail) {
        List<PictureTokens> tiles = new ArrayList<>();
        for (int row = 1; row <= rows; row++) {
            for (int column = 1; column <= columns; column++) {
                tiles.add(new PictureTokens(5, 1, 2, row, column, detail));
            }
        }
        return tiles;
    }
}
