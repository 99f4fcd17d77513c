package io.watchword.llm.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class GreedySamplerTest {
    @Test
    void takesTheLargestLogitAndItsLogarithmicProbability() {
        Sample sample =
                new GreedySampler()
                        .pick(new float[] {0, (float) Math.log(3), Float.NEGATIVE_INFINITY})
                        .orElseThrow();

        assertThat(sample.tokenId()).isEqualTo(1);
        assertThat(Math.exp(sample.logprob())).isCloseTo(0.75, within(1e-6));
    }

    @Test
    void takesTheLowestIdOfEquals() {
        assertThat(new GreedySampler().pick(new float[] {-1, 2, 2}).orElseThrow().tokenId())
                .isEqualTo(1);
    }

    @Test
    void staysFiniteWithLogitsThatOverflowAnExponential() {
        Sample sample = new GreedySampler().pick(new float[] {1_000, -1_000}).orElseThrow();

        assertThat(sample).isEqualTo(new Sample(0, 0));
    }

    @Test
    void picksNothingFromLogitsThatAreNotNumbers() {
        assertThat(new GreedySampler().pick(new float[] {1, Float.NaN})).isEmpty();
        assertThat(new GreedySampler().pick(new float[] {1, Float.POSITIVE_INFINITY})).isEmpty();
        assertThat(new GreedySampler().pick(new float[] {Float.NEGATIVE_INFINITY})).isEmpty();
        assertThat(new GreedySampler().pick(new float[0])).isEmpty();
    }
}
