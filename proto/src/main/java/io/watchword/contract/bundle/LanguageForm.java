package io.watchword.contract.bundle;

import static io.watchword.contract.Checks.checkArgument;

import java.util.List;

/**
 * The language model of a published bundle: {@code languageModel} of bundle.json. Names of tensors
 * are in the roles.
 *
 * @param hidden values of one embedding
 * @param vocabulary logits of one position
 * @param layers layers with a cache; their numbers are in the names of the tensors
 * @param halfCache the cache is float16, else float32
 * @param imageToken id of the token whose place the features of a picture take
 * @param eosTokens ids that end an answer
 * @param maxPositions tokens that prompt and answer may have together
 * @param maxImages pictures that make sense in one prompt
 */
public record LanguageForm(
        int hidden,
        int vocabulary,
        int layers,
        int kvHeads,
        int headDim,
        boolean halfCache,
        PositionForm positions,
        int imageToken,
        List<Integer> eosTokens,
        int maxNewTokens,
        int maxPositions,
        int maxImages,
        PromptPieces prompt) {
    public LanguageForm {
        eosTokens = List.copyOf(eosTokens);
        positive("hidden", hidden);
        positive("vocabulary", vocabulary);
        positive("layers", layers);
        positive("kvHeads", kvHeads);
        positive("headDim", headDim);
        positive("maxNewTokens", maxNewTokens);
        positive("maxPositions", maxPositions);
        positive("maxImages", maxImages);
        checkArgument(
                imageToken >= 0 && imageToken < vocabulary,
                "bundle.json: languageModel.imageToken is %s of %s",
                imageToken,
                vocabulary);
        checkArgument(!eosTokens.isEmpty(), "bundle.json: languageModel.eosTokens is empty");
    }

    private static void positive(String key, int value) {
        checkArgument(
                value > 0, "bundle.json: languageModel.%s is %s, required more than 0", key, value);
    }
}
