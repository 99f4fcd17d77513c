package io.watchword.encoders.preprocess;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.watchword.contract.Decoded;
import io.watchword.contract.bundle.ImageFilter;
import io.watchword.contract.bundle.PublishedModel;
import io.watchword.contract.bundle.TileForm;
import io.watchword.encoders.testing.Published;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PictureTilerTest {
    private static final JsonNode GOLDEN = Published.golden("idefics3_tiles");

    @Test
    void givesThePixelsOfTheReferenceTileByTile() {
        TileForm form =
                PublishedModel.of(Published.bundle("idefics3")).image().tiles().orElseThrow();
        for (JsonNode one : GOLDEN.path("cut")) {
            RgbImage image = RgbImage.of(Published.picture(one.path("picture").asText()));

            PictureTiler.Cut cut = cut(new PictureTiler(form, 16, 99), image).orElseThrow();

            byte[] required = Published.bytes(one.path("pixels")); // (views, 3, side, side)
            List<EncoderPicture> views = new ArrayList<>(cut.tiles());
            views.add(cut.whole());
            assertThat(views.size() * 3 * 64 * 64).isEqualTo(required.length);
            assertThat(largestDifference(views, required)).isLessThanOrEqualTo(1);
        }
        assertThat(GOLDEN.path("cut")).hasSize(2);
    }

    private static int largestDifference(List<EncoderPicture> views, byte[] required) {
        int largest = 0;
        int plane = 64 * 64;
        for (int i = 0; i < required.length; i++) {
            byte[] rgb = views.get(i / (3 * plane)).image().rgb();
            int found = rgb[3 * (i % plane) + i / plane % 3] & 0xff;
            largest = Math.max(largest, Math.abs(found - (required[i] & 0xff)));
        }
        return largest;
    }

    @Test
    void cutsAsManyTilesAsTheReferenceOfEverySize() {
        PictureTiler tiler =
                new PictureTiler(new TileForm(2048, 512, ImageFilter.BILINEAR), 64, 99);
        for (JsonNode one : GOLDEN.path("grids")) {
            int width = one.path("width").asInt();
            int height = one.path("height").asInt();

            PictureTiler.Cut cut = cut(tiler, plain(width, height)).orElseThrow();

            assertThat(List.of(cut.tiles().size() / cut.columns(), cut.columns()))
                    .as(width + "x" + height)
                    .containsExactly(
                            one.path("tiles").get(0).asInt(), one.path("tiles").get(1).asInt());
        }
        assertThat(GOLDEN.path("grids")).hasSize(8);
    }

    @Test
    void makesThePictureSmallerUntilItsTilesHaveRoom() {
        TileForm form = new TileForm(128, 32, ImageFilter.BILINEAR);

        assertThat(views(form, 17, plain(64, 64))).isEqualTo(17);
        assertThat(views(form, 16, plain(64, 64))).isEqualTo(10);
        assertThat(views(form, 5, plain(64, 64))).isEqualTo(5);
        assertThat(cut(new PictureTiler(form, 1, 4), plain(64, 64))).isEmpty();
        assertThat(views(form, 4, plain(640, 64))).isEqualTo(4);
    }

    private static int views(TileForm form, int maxViews, RgbImage image) {
        return cut(new PictureTiler(form, 1, maxViews), image).orElseThrow().tiles().size() + 1;
    }

    private static RgbImage plain(int width, int height) {
        return new RgbImage(width, height, new byte[3 * width * height]);
    }

    private static Optional<PictureTiler.Cut> cut(PictureTiler tiler, RgbImage image) {
        return ((Decoded.Valid<Optional<PictureTiler.Cut>>) tiler.cut(image)).value();
    }
}
