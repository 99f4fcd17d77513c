package io.watchword.encoders.preprocess;

import static io.watchword.contract.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

/**
 * A key frame at the size a published vision encoder takes it, not yet normalised.
 *
 * @param rows embeddings that the encoder gives from top to bottom; 1 where it keeps no order of
 *     rows
 * @param columns embeddings from left to right
 */
public record EncoderPicture(RgbImage image, int rows, int columns) {
    public EncoderPicture {
        requireNonNull(image, "image is null");
        checkArgument(rows > 0 && columns > 0, "picture gives %d×%d embeddings", rows, columns);
    }

    /** Embeddings of this picture. */
    public int tokens() {
        return rows * columns;
    }
}
