package io.watchword.llm.decode;

import io.watchword.llm.sample.GreedySampler;
import io.watchword.llm.sample.NucleusSampler;
import io.watchword.llm.sample.Sampler;

/** Options to a sampler. */
public final class Samplers {
    private Samplers() {}

    /** A new sampler for one answer. */
    public static Sampler of(DecodingOptions options) {
        return options.temperature() == 0
                ? new GreedySampler()
                : new NucleusSampler(options.temperature(), options.topP(), options.seed());
    }
}
