package io.watchword.llm.sample;

import static io.watchword.contract.Checks.checkArgument;

import java.util.Comparator;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Draws from the most probable tokens that together have a given probability (Holtzman et al., The
 * Curious Case of Neural Text Degeneration, 2020, section 3.1), after the logits were divided by a
 * temperature. Equal seeds and logits give equal tokens on every machine.
 */
public final class NucleusSampler implements Sampler {
    private final double temperature;
    private final double topP;
    private final SplittableRandom random;

    /**
     * @param temperature above 0; 1 leaves the model's probabilities as they are
     * @param topP (0, 1]; 1 draws from all tokens
     */
    public NucleusSampler(double temperature, double topP, long seed) {
        checkArgument(temperature > 0, "temperature is %s, required above 0", temperature);
        checkArgument(topP > 0 && topP <= 1, "topP is %s, required (0, 1]", topP);
        this.temperature = temperature;
        this.topP = topP;
        this.random = new SplittableRandom(seed);
    }

    @Override
    public Optional<Sample> pick(float[] logits) {
        int best = Logits.best(logits);
        if (best == Logits.NONE) {
            return Optional.empty();
        }
        double[] weights = new double[logits.length];
        double sum = 0;
        for (int id = 0; id < logits.length; id++) {
            weights[id] = StrictMath.exp(((double) logits[id] - logits[best]) / temperature);
            sum += weights[id];
        }
        int drawn = draw(weights, nucleus(weights, sum), best);
        double logSum = Math.log(Logits.sum(logits, logits[best]));
        double logprob = (double) logits[drawn] - logits[best] - logSum;
        return Optional.of(new Sample(drawn, (float) Math.min(0, logprob)));
    }

    /** The fewest tokens with the probability asked for, the most probable first. */
    private int[] nucleus(double[] weights, double sum) {
        if (topP >= 1) {
            return IntStream.range(0, weights.length).toArray();
        }
        // Tokens below this can all be left out and more than topP remains.
        double least = (1 - topP) * sum / weights.length;
        int[] ids =
                IntStream.range(0, weights.length)
                        .filter(id -> weights[id] >= least)
                        .boxed()
                        .sorted(Comparator.comparingDouble(id -> -weights[id]))
                        .mapToInt(Integer::intValue)
                        .toArray();
        double kept = 0;
        int count = 0;
        while (count < ids.length && kept < topP * sum) {
            kept += weights[ids[count]];
            count++;
        }
        return IntStream.of(ids).limit(count).toArray();
    }

    private int draw(double[] weights, int[] ids, int best) {
        double total = 0;
        for (int id : ids) {
            total += weights[id];
        }
        double left = random.nextDouble() * total;
        for (int id : ids) {
            left -= weights[id];
            if (left < 0) {
                return id;
            }
        }
        return best; // what rounding left over
    }
}
