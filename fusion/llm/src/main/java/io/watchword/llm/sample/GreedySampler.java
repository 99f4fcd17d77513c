package io.watchword.llm.sample;

import java.util.Optional;

/** Takes the most probable token, the lowest id of equals. Pure. */
public final class GreedySampler implements Sampler {
    @Override
    public Optional<Sample> pick(float[] logits) {
        int best = Logits.best(logits);
        if (best == Logits.NONE) {
            return Optional.empty();
        }
        double sum = Logits.sum(logits, logits[best]);
        return Optional.of(new Sample(best, (float) (0 - Math.log(sum))));
    }
}
