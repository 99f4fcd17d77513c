package io.watchword.encoders.preprocess;

import static java.util.Objects.requireNonNull;

import io.watchword.contract.Decoded;
import io.watchword.contract.ErrorCode;
import io.watchword.contract.bundle.TileForm;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Cuts a key frame into tiles for an encoder that takes squares, as {@link TileForm} says. Where
 * the tiles are more than there is room for, the picture is made smaller, square by square. Pure.
 * Thread-safe.
 */
public final class PictureTiler {
    private static final byte[] NO_COLOUR = new byte[3];

    /**
     * A picture that was cut.
     *
     * @param tiles row by row
     * @param columns tiles in a row
     */
    public record Cut(List<EncoderPicture> tiles, int columns, EncoderPicture whole) {
        public Cut {
            tiles = List.copyOf(tiles);
            requireNonNull(whole, "whole is null");
        }
    }

    private final TileForm form;
    private final int tokens;
    private final int maxViews;

    /**
     * @param tokens embeddings of each tile, and of the whole picture
     * @param maxViews most tiles of a picture, the whole picture counted too
     */
    public PictureTiler(TileForm form, int tokens, int maxViews) {
        this.form = requireNonNull(form, "form is null");
        this.tokens = tokens;
        this.maxViews = maxViews;
    }

    /** Tiles and whole picture; nothing where the picture needs no cutting, or has no room. */
    public Decoded<Optional<Cut>> cut(RgbImage keyframe) {
        try {
            PictureSize size = PictureSize.of(keyframe);
            for (int edge = form.edge(); edge > form.side(); edge = smaller(edge)) {
                PictureSize longest = size.withLongestEdge(edge);
                PictureSize squares = longest.inSquares(form.side());
                int tiles = squares.widthPx() / form.side() * (squares.heightPx() / form.side());
                if (tiles > 1 && tiles < maxViews) {
                    return new Decoded.Valid<>(Optional.of(cut(keyframe, longest, squares)));
                }
            }
            return new Decoded.Valid<>(Optional.empty());
        } catch (IllegalArgumentException | ArithmeticException e) {
            return new Decoded.Invalid<>(ErrorCode.CORRUPT_MEDIA, "key frame: " + e.getMessage());
        }
    }

    private int smaller(int edge) {
        return (edge - 1) / form.side() * form.side();
    }

    private Cut cut(RgbImage keyframe, PictureSize longest, PictureSize squares) {
        RgbImage large = resized(resized(keyframe, longest), squares);
        int side = form.side();
        List<EncoderPicture> tiles = new ArrayList<>();
        for (int top = 0; top < large.heightPx(); top += side) {
            for (int left = 0; left < large.widthPx(); left += side) {
                tiles.add(view(large.part(left, top, side, side, NO_COLOUR)));
            }
        }
        EncoderPicture whole = view(resized(large, new PictureSize(side, side)));
        return new Cut(tiles, large.widthPx() / side, whole);
    }

    private EncoderPicture view(RgbImage image) {
        return new EncoderPicture(image, 1, tokens);
    }

    private RgbImage resized(RgbImage image, PictureSize size) {
        return PictureResizer.resize(image, size.widthPx(), size.heightPx(), form.filter());
    }
}
