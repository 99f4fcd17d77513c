package io.watchword.llm.decode;

import static java.util.Objects.requireNonNull;

import io.watchword.llm.decode.Answer.End;
import io.watchword.llm.engine.LlmEngine;
import io.watchword.llm.engine.Sequence;
import io.watchword.llm.prompt.Prompt;
import io.watchword.llm.sample.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Continues one prompt: prefill once, then the tokens that the sampler picks from those that the
 * rule allows, until the model ends or the limit is reached. The KV cache is freed on every way
 * out. Thread-safe.
 */
final class SequenceDecoder {
    private final LlmEngine engine;
    private final Set<Integer> eosIds;

    SequenceDecoder(LlmEngine engine, Set<Integer> eosIds) {
        this.engine = requireNonNull(engine, "engine is null");
        this.eosIds = Set.copyOf(eosIds);
    }

    /**
     * @param heard gets each token but the end token
     * @param stopped asked before each token
     */
    Answer run(Prompt prompt, Writing writing, Consumer<Sample> heard, BooleanSupplier stopped) {
        List<Sample> samples = new ArrayList<>();
        try (Sequence sequence = engine.prefill(prompt)) {
            while (!stopped.getAsBoolean()) {
                float[] logits = sequence.logits();
                writing.rule().restrict(logits);
                Optional<Sample> sample = writing.sampler().pick(logits);
                if (sample.isEmpty()) {
                    return new Answer(End.NOT_FINITE, samples);
                }
                samples.add(sample.get());
                int tokenId = sample.get().tokenId();
                if (eosIds.contains(tokenId)) {
                    return new Answer(End.EOS, samples);
                }
                heard.accept(sample.get());
                if (writing.ends().test(tokenId)) {
                    return new Answer(End.STOP_STRING, samples);
                }
                if (samples.size() >= writing.limit()) {
                    return new Answer(End.LIMIT, samples);
                }
                writing.rule().said(tokenId);
                sequence.decode(tokenId);
            }
        }
        return new Answer(End.ABANDONED, samples);
    }
}
