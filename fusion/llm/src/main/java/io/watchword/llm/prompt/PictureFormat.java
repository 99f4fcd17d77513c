package io.watchword.llm.prompt;

import static io.watchword.contract.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import io.watchword.contract.bundle.LanguageForm;
import io.watchword.contract.bundle.PromptPieces;

/**
 * How a published model reads pictures.
 *
 * @param pieces the fixed text
 * @param imageToken id whose places the features of pictures take
 * @param maxPictures most pictures in one prompt; of more, an even selection is shown
 * @param maxPositions longest prompt; fewer pictures are shown where it would be longer
 */
public record PictureFormat(
        PromptPieces pieces, int imageToken, int maxPictures, int maxPositions) {
    public PictureFormat {
        requireNonNull(pieces, "pieces is null");
        checkArgument(maxPictures > 0, "languageModel.maxImages is %d", maxPictures);
        checkArgument(
                maxPositions > 0,
                "languageModel.maxPositions leaves %d for a prompt",
                maxPositions);
    }

    static PictureFormat from(LanguageForm form) {
        return new PictureFormat(
                form.prompt(),
                form.imageToken(),
                form.maxImages(),
                form.maxPositions() - form.maxNewTokens());
    }
}
