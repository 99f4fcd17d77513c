package io.watchword.llm.decode;

import static io.watchword.contract.Checks.checkArgument;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What the mean logarithm of token probabilities says about how often an answer is right: {@code
 * languageModel.calibration} of bundle.json, fitted on answers that were checked.
 *
 * @param platt whether {@code 1 / (1 + exp(-(scale * mean + length * tokens + bias)))} (Platt,
 *     1999); else {@code exp(mean)}, the geometric mean of the probabilities, and the rest says
 *     nothing
 */
public record Calibration(boolean platt, double scale, double length, double bias) {
    /** The geometric mean of the probabilities, as it is. */
    public static final Calibration NONE = new Calibration(false, 1, 0, 0);

    public Calibration {
        checkArgument(
                scale >= 0 && Double.isFinite(scale),
                "languageModel.calibration.scale is %s, required a number not below 0",
                scale);
        checkArgument(
                Double.isFinite(length),
                "languageModel.calibration.length is %s, required a number",
                length);
        checkArgument(
                Double.isFinite(bias),
                "languageModel.calibration.bias is %s, required a number",
                bias);
    }

    /**
     * Reads {@code languageModel.calibration}; {@link #NONE} where it is absent.
     *
     * @throws IllegalArgumentException naming the key that is missing or wrong
     */
    public static Calibration from(JsonNode calibration) {
        if (calibration.isMissingNode() || calibration.isNull()) {
            return NONE;
        }
        String kind = calibration.path("kind").asText();
        checkArgument(
                kind.equals("platt"),
                "languageModel.calibration.kind is \"%s\", required \"platt\"",
                kind);
        for (String key : new String[] {"scale", "bias"}) {
            checkArgument(
                    calibration.path(key).isNumber(),
                    "languageModel.calibration.%s is %s, required a number",
                    key,
                    calibration.path(key).isMissingNode() ? "missing" : calibration.path(key));
        }
        return new Calibration(
                true,
                calibration.path("scale").asDouble(),
                calibration.path("length").asDouble(0),
                calibration.path("bias").asDouble());
    }

    /**
     * Confidence in an answer, [0, 1].
     *
     * @param meanLogprob mean natural logarithm of the probabilities of its tokens, (-inf, 0]
     * @param tokens how many, the end token among them
     */
    public float confidence(double meanLogprob, int tokens) {
        if (!platt) {
            return (float) Math.exp(meanLogprob);
        }
        double logit = scale * meanLogprob + length * tokens + bias;
        return (float) (1 / (1 + Math.exp(-logit)));
    }
}
