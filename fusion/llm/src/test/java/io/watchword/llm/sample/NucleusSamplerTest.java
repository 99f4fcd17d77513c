package io.watchword.llm.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class NucleusSamplerTest {
    private static final int DRAWS = 20_000;
    private static final double[] PROBABILITIES = {0.5, 0.3, 0.15, 0.05};

    /** Chi-square with three degrees of freedom is above this once in a thousand. */
    private static final double CHI_SQUARE = 16.27;

    private static float[] logits() {
        float[] logits = new float[PROBABILITIES.length];
        for (int id = 0; id < logits.length; id++) {
            logits[id] = (float) Math.log(PROBABILITIES[id]) + 3;
        }
        return logits;
    }

    private static int[] counts(Sampler sampler) {
        int[] counts = new int[PROBABILITIES.length];
        for (int i = 0; i < DRAWS; i++) {
            counts[sampler.pick(logits()).orElseThrow().tokenId()]++;
        }
        return counts;
    }

    private static double chiSquare(int[] counts, double... expected) {
        double sum = 0;
        for (int id = 0; id < expected.length; id++) {
            double mean = DRAWS * expected[id];
            sum += (counts[id] - mean) * (counts[id] - mean) / mean;
        }
        return sum;
    }

    @Test
    void drawsEachTokenWithItsProbability() {
        int[] counts = counts(new NucleusSampler(1, 1, 7));

        assertThat(chiSquare(counts, PROBABILITIES)).isLessThan(CHI_SQUARE);
        assertThat(chiSquare(counts, 0.48, 0.32, 0.15, 0.05)).isGreaterThan(CHI_SQUARE);
    }

    @Test
    void dividesTheLogitsByTheTemperature() {
        double sum = 0;
        double[] sharper = new double[PROBABILITIES.length];
        for (double probability : PROBABILITIES) {
            sum += probability * probability;
        }
        for (int id = 0; id < sharper.length; id++) {
            sharper[id] = PROBABILITIES[id] * PROBABILITIES[id] / sum;
        }

        int[] counts = counts(new NucleusSampler(0.5, 1, 7));

        assertThat(chiSquare(counts, sharper)).isLessThan(CHI_SQUARE);
    }

    @Test
    void leavesOutWhatTheMostProbableTokensDoNotNeed() {
        int[] counts = counts(new NucleusSampler(1, 0.75, 7));

        assertThat(counts[2]).isZero();
        assertThat(counts[3]).isZero();
        assertThat(counts[0] / (double) DRAWS).isCloseTo(0.5 / 0.8, within(0.015));
    }

    @Test
    void aTinyNucleusIsTheMostProbableToken() {
        assertThat(counts(new NucleusSampler(2, 1e-6, 7))[0]).isEqualTo(DRAWS);
    }

    @Test
    void equalSeedsDrawEqualTokensAndOthersDoNot() {
        assertThat(drawn(42)).isEqualTo(drawn(42));
        assertThat(drawn(42)).isNotEqualTo(drawn(43));
    }

    private static String drawn(long seed) {
        Sampler sampler = new NucleusSampler(1, 0.99, seed);
        StringBuilder drawn = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            drawn.append(sampler.pick(logits()).orElseThrow().tokenId());
        }
        return drawn.toString();
    }

    @Test
    void neverDrawsWhatIsRuledOutAndSaysHowProbableTheDrawnTokenWas() {
        Sampler sampler = new NucleusSampler(2, 1, 7);
        for (int i = 0; i < 1_000; i++) {
            float[] logits = logits();
            logits[0] = Float.NEGATIVE_INFINITY;

            Sample sample = sampler.pick(logits).orElseThrow();

            assertThat(sample.tokenId()).isNotZero();
            assertThat(Math.exp(sample.logprob()))
                    .isCloseTo(PROBABILITIES[sample.tokenId()] / 0.5, within(1e-5));
        }
    }

    @Test
    void picksNothingFromBrokenLogits() {
        Sampler sampler = new NucleusSampler(1, 0.9, 7);

        assertThat(sampler.pick(new float[] {1, Float.NaN})).isEmpty();
        assertThat(sampler.pick(new float[] {1, Float.POSITIVE_INFINITY})).isEmpty();
        assertThat(sampler.pick(new float[] {Float.NEGATIVE_INFINITY})).isEmpty();
    }

    @Test
    void refusesSettingsThatMeanNothing() {
        assertThatThrownBy(() -> new NucleusSampler(0, 1, 7))
                .hasMessage("temperature is 0.0, required above 0");
        assertThatThrownBy(() -> new NucleusSampler(1, 0, 7))
                .hasMessage("topP is 0.0, required (0, 1]");
    }
}
