package io.watchword.llm.decode;

import static java.util.Objects.requireNonNull;

import io.watchword.llm.decode.Answer.End;
import io.watchword.llm.engine.LlmEngine;
import io.watchword.llm.prompt.Prompt;
import io.watchword.llm.sample.Sample;
import io.watchword.llm.sample.TopTokens;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Continues one prompt in several ways side by side and gives the one whose tokens are the most
 * probable in the mean (beam search, the score divided by the length). A way that divides is
 * prefilled again, so this costs several times what one answer costs. Every KV cache is freed on
 * every way out. Thread-safe.
 */
final class BeamDecoder {
    private final LlmEngine engine;
    private final Set<Integer> eosIds;

    /** A token after a beam, and the mean logarithm of the probabilities with it. */
    private record Step(Beam beam, Sample sample, double score) {
        List<Sample> samples() {
            List<Sample> samples = new ArrayList<>(beam.samples());
            samples.add(sample);
            return samples;
        }
    }

    BeamDecoder(LlmEngine engine, Set<Integer> eosIds) {
        this.engine = requireNonNull(engine, "engine is null");
        this.eosIds = Set.copyOf(eosIds);
    }

    /**
     * @param writing gives the rule and the ends of each beam; no sampler is asked
     * @param stopped asked before each token
     */
    Answer run(Prompt prompt, Supplier<Writing> writing, int beams, BooleanSupplier stopped) {
        Search search = new Search(prompt, writing, beams);
        try {
            return search.run(stopped);
        } finally {
            search.live.forEach(Beam::close);
        }
    }

    private final class Search {
        private final Prompt prompt;
        private final Supplier<Writing> writing;
        private final int beams;
        private final int limit;
        private final List<Answer> ended = new ArrayList<>();
        private List<Beam> live = new ArrayList<>();

        Search(Prompt prompt, Supplier<Writing> writing, int beams) {
            this.prompt = prompt;
            this.writing = writing;
            this.beams = beams;
            this.limit = writing.get().limit();
        }

        Answer run(BooleanSupplier stopped) {
            live.add(new Beam(engine, prompt, writing.get().rule()));
            for (int said = 1; said <= limit; said++) {
                if (stopped.getAsBoolean()) {
                    return new Answer(End.ABANDONED, List.of());
                }
                List<Step> steps = steps();
                if (steps.isEmpty() && ended.isEmpty()) {
                    return new Answer(End.NOT_FINITE, live.get(0).samples());
                }
                take(steps, said == limit);
                if (live.isEmpty() || ended.size() >= beams) {
                    break;
                }
            }
            return best();
        }

        /** The best next tokens of all beams, best first. */
        private List<Step> steps() {
            List<Step> steps = new ArrayList<>();
            for (Beam beam : live) {
                double sum = beam.samples().stream().mapToDouble(Sample::logprob).sum();
                int count = beam.samples().size() + 1;
                for (Sample sample : TopTokens.of(beam.logits(), beams)) {
                    steps.add(new Step(beam, sample, (sum + sample.logprob()) / count));
                }
            }
            steps.sort(Comparator.comparingDouble((Step step) -> -step.score()));
            return steps.subList(0, Math.min(beams, steps.size()));
        }

        /** Ends the steps that are ends, and goes on with the others. */
        private void take(List<Step> steps, boolean last) {
            List<Step> further = new ArrayList<>();
            for (Step step : steps) {
                end(step, last).ifPresentOrElse(ended::add, () -> further.add(step));
            }
            List<Beam> next = new ArrayList<>();
            Set<Beam> kept = new HashSet<>();
            List<Beam> before = live;
            live = new ArrayList<>(before); // what is open now, should a prefill fail
            for (Step step : further) {
                if (!kept.contains(step.beam())) {
                    kept.add(step.beam());
                    next.add(step.beam());
                } else {
                    List<Sample> said = step.beam().samples();
                    Beam fork = new Beam(engine, prompt, writing.get().rule(), said);
                    live.add(fork);
                    next.add(fork);
                }
            }
            before.stream().filter(beam -> !kept.contains(beam)).forEach(Beam::close);
            live = next;
            for (int i = 0; i < further.size(); i++) {
                next.get(i).say(further.get(i).sample());
            }
        }

        private Optional<Answer> end(Step step, boolean last) {
            int tokenId = step.sample().tokenId();
            if (eosIds.contains(tokenId)) {
                return Optional.of(new Answer(End.EOS, step.samples()));
            }
            Writing heard = writing.get();
            boolean stops = false;
            for (Sample sample : step.samples()) {
                stops = heard.ends().test(sample.tokenId());
            }
            if (stops) {
                return Optional.of(new Answer(End.STOP_STRING, step.samples()));
            }
            return last ? Optional.of(new Answer(End.LIMIT, step.samples())) : Optional.empty();
        }

        /** One that is whole, if there is any. */
        private Answer best() {
            boolean whole = ended.stream().anyMatch(answer -> answer.end() != End.LIMIT);
            return ended.stream()
                    .filter(answer -> !whole || answer.end() != End.LIMIT)
                    .max(
                            Comparator.comparingDouble(
                                    answer -> answer.meanLogprob(0, answer.samples().size())))
                    .orElseThrow();
        }
    }
}
