package io.watchword.encoders.encode;

import static io.watchword.contract.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import io.watchword.contract.Decoded;
import io.watchword.contract.PictureTokens;
import io.watchword.contract.bundle.ImageForm;
import io.watchword.contract.bundle.Tiling;
import io.watchword.encoders.preprocess.EncoderPicture;
import io.watchword.encoders.preprocess.PictureShaper;
import io.watchword.encoders.preprocess.PictureTiler;
import io.watchword.encoders.preprocess.RgbImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a vision encoder is shown of a key frame: the whole, and its tiles if a bundle asks so. */
public final class KeyframeViews {
    private static final int LEAST_VIEWS = 3; // two tiles and the whole picture

    /**
     * A tile, or the whole picture.
     *
     * @param tileRow beginning with 1; 0 for the whole
     * @param tileColumn beginning with 1; 0 for the whole
     */
    record View(EncoderPicture picture, int tileRow, int tileColumn, boolean detail) {
        PictureTokens tokens(long ptsUs) {
            return new PictureTokens(
                    ptsUs, picture.rows(), picture.columns(), tileRow, tileColumn, detail);
        }

        private static View whole(EncoderPicture picture) {
            return new View(picture, 0, 0, false);
        }
    }

    private final PictureShaper shaper;
    private final Optional<PictureTiler> tiler;
    private final boolean detail;

    /**
     * @param tiler empty for whole pictures only
     * @param detail whether only the answer to a question needs the tiles
     */
    KeyframeViews(PictureShaper shaper, Optional<PictureTiler> tiler, boolean detail) {
        this.shaper = requireNonNull(shaper, "shaper is null");
        this.tiler = requireNonNull(tiler, "tiler is null");
        this.detail = detail;
    }

    /**
     * Views as a bundle asks for them.
     *
     * @param maxViews most tiles of a picture, the whole picture counted too
     * @throws IllegalArgumentException if tiles are asked for and none can be kept
     */
    public static KeyframeViews of(ImageForm form, PictureShaper shaper, int maxViews) {
        Tiling tiling = form.tiling();
        if (tiling == Tiling.OFF) {
            return new KeyframeViews(shaper, Optional.empty(), false);
        }
        checkArgument(
                maxViews >= LEAST_VIEWS,
                "image.tiling is %s: a record holds %d views of %d embeddings, required %d;"
                        + " switch it off",
                tiling.key(),
                maxViews,
                form.tokens(),
                LEAST_VIEWS);
        PictureTiler tiler = new PictureTiler(form.tiles().orElseThrow(), form.tokens(), maxViews);
        return new KeyframeViews(shaper, Optional.of(tiler), tiling == Tiling.DETAIL);
    }

    /**
     * Tiles row by row, then the whole picture; or why it cannot be shown.
     *
     * @param tiles whether it may be cut
     */
    Decoded<List<View>> of(RgbImage image, boolean tiles) {
        if (tiles && tiler.isPresent()) {
            Decoded<Optional<PictureTiler.Cut>> cut = tiler.get().cut(image);
            if (cut instanceof Decoded.Invalid<Optional<PictureTiler.Cut>> invalid) {
                return new Decoded.Invalid<>(invalid.code(), invalid.detail());
            }
            Optional<PictureTiler.Cut> made =
                    ((Decoded.Valid<Optional<PictureTiler.Cut>>) cut).value();
            if (made.isPresent()) {
                return new Decoded.Valid<>(views(made.get()));
            }
        }
        Decoded<EncoderPicture> whole = shaper.shape(image);
        if (whole instanceof Decoded.Invalid<EncoderPicture> invalid) {
            return new Decoded.Invalid<>(invalid.code(), invalid.detail());
        }
        return new Decoded.Valid<>(
                List.of(View.whole(((Decoded.Valid<EncoderPicture>) whole).value())));
    }

    private List<View> views(PictureTiler.Cut cut) {
        List<View> views = new ArrayList<>();
        for (EncoderPicture tile : cut.tiles()) {
            int row = views.size() / cut.columns() + 1;
            int column = views.size() % cut.columns() + 1;
            views.add(new View(tile, row, column, detail));
        }
        views.add(View.whole(cut.whole()));
        return views;
    }
}
