package io.watchword.llm.decode;

import io.watchword.llm.sample.Sample;
import java.util.List;

/**
 * What was decoded of one prompt.
 *
 * @param samples the end token among them
 */
record Answer(End end, List<Sample> samples) {
    /** Why decoding ended. */
    enum End {
        EOS,
        STOP_STRING,
        LIMIT,
        NOT_FINITE,
        ABANDONED
    }

    Answer {
        samples = List.copyOf(samples);
    }

    /** Ids without the end token. */
    int[] tokenIds() {
        int count = end == End.EOS ? samples.size() - 1 : samples.size();
        return samples.stream().limit(count).mapToInt(Sample::tokenId).toArray();
    }

    /** Mean logarithm of the probabilities of {@code count} tokens. */
    double meanLogprob(int from, int count) {
        double sum = 0;
        for (Sample sample : samples.subList(from, from + count)) {
            sum += sample.logprob();
        }
        return sum / count;
    }
}
