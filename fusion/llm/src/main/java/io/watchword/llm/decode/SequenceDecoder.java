package io.watchword.llm.decode;

import static java.util.Objects.requireNonNull;

import io.watchword.llm.engine.LlmEngine;
import io.watchword.llm.engine.Sequence;
import io.watchword.llm.prompt.Prompt;
import io.watchword.llm.sample.Sample;
import io.watchword.llm.sample.Sampler;
import io.watchword.llm.sample.TokenRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntPredicate;

/**
 * Continues one prompt: prefill once, then the tokens that the sampler picks from those that the
 * rule allows, until the model ends or the limit is reached. The KV cache is freed on every way out. Thread-safe.
 */
final class SequenceDecoder {
    private final LlmEngine engine;
    private final Set<Integer> eosIds;

    /** Why decoding ended. */
    enum End {
        EOS,
        STOP_STRING,
        LIMIT,
        NOT_FINITE,
        ABANDONED
    }

    /**
     * What was decoded.
     *
     * @param samples the end token among them
     */
    record Answer(End end, List<Sample> samples) {
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

    /**
     * How an answer is written.
     *
     * @param ends hears each token but the end token, and says whether the answer ends with it
     * @param limit most tokens
     */
    record How(TokenRule rule, Sampler sampler, IntPredicate ends, int limit) {}

    SequenceDecoder(LlmEngine engine, Set<Integer> eosIds) {
        this.engine = requireNonNull(engine, "engine is null");
        this.eosIds = Set.copyOf(eosIds);
    }

    /**
     * @param heard gets each token but the end token
     * @param stopped asked before each token
     */
    Answer run(Prompt prompt, How how, Consumer<Sample> heard, BooleanSupplier stopped) {
        List<Sample> samples = new ArrayList<>();
        try (Sequence sequence = engine.prefill(prompt)) {
            while (!stopped.getAsBoolean()) {
                float[] logits = sequence.logits();
                how.rule().restrict(logits);
                Optional<Sample> sample = how.sampler().pick(logits);
                if (sample.isEmpty()) {
                    return new Answer(End.NOT_FINITE, samples);
                }
                samples.add(sample.get());
                int tokenId = sample.get().tokenId();
                if (eosIds.contains(tokenId)) {
                    return new Answer(End.EOS, samples);
                }
                heard.accept(sample.get());
                if (how.ends().test(tokenId)) {
                    return new Answer(End.STOP_STRING, samples);
                }
                if (samples.size() >= how.limit()) {
                    return new Answer(End.LIMIT, samples);
                }
                how.rule().said(tokenId);
                sequence.decode(tokenId);
            }
        }
        return new Answer(End.ABANDONED, samples);
    }
}
