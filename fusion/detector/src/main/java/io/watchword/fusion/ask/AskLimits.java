package io.watchword.fusion.ask;

import static io.watchword.contract.Checks.checkArgument;

/**
 * What one question may cost.
 *
 * @param maxSegments segments in one window; the bundle's {@code languageModel.maxSegments}
 * @param maxTokens stored embeddings that the model is shown, over all windows
 * @param inFlight windows that are asked about at the same time
 * @param leastConfidence a yes below this is not counted, {@code [0, 1]}
 * @param readsText whether the model understands a prompt that holds the answers of the windows
 */
public record AskLimits(
        int maxSegments, int maxTokens, int inFlight, float leastConfidence, boolean readsText) {
    public static final int DEFAULT_TOKENS = 24_000;
    public static final float DEFAULT_CONFIDENCE = 0.5f;

    public AskLimits {
        checkArgument(maxSegments >= 1, "maxSegments is %d, required at least 1", maxSegments);
        checkArgument(maxTokens >= 1, "maxTokens is %d, required at least 1", maxTokens);
        checkArgument(inFlight >= 1 && inFlight <= 64, "inFlight is %d, not in [1, 64]", inFlight);
        checkArgument(
                leastConfidence >= 0 && leastConfidence <= 1,
                "leastConfidence is %s, not in [0, 1]",
                leastConfidence);
    }
}
