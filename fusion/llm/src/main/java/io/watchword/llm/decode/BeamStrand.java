package io.watchword.llm.decode;

import static java.util.Objects.requireNonNull;

import io.watchword.llm.decode.Answer.End;
import io.watchword.llm.prompt.Prompt;
import io.watchword.llm.sample.Sample;
import io.watchword.llm.sample.TokenRule;
import io.watchword.llm.sample.TopTokens;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Continues one prompt in several ways side by side, each a row of the batch, and gives the one
 * whose tokens are the most probable in the mean (beam search, the score divided by the length).
 * Owned by the scheduler's thread until its job has ended.
 */
final class BeamStrand implements Answering {
    private final Prompt prompt;
    private final Supplier<Writing> writing;
    private final Set<Integer> eosIds;
    private final int beams;
    private final int limit;
    private final Consumer<Sample> heard;
    private final List<Answer> ended = new ArrayList<>();
    private List<Beam> live;
    private Answer answer = new Answer(End.ABANDONED, List.of());

    /** One of several beginnings: a row of the batch. */
    private record Beam(List<Sample> samples, TokenRule rule) {
        double sum() {
            return samples.stream().mapToDouble(Sample::logprob).sum();
        }
    }

    /** A token after a row, and the mean logarithm of the probabilities with it. */
    private record Candidate(int row, List<Sample> samples, double score) {
        int tokenId() {
            return samples.get(samples.size() - 1).tokenId();
        }
    }

    /**
     * @param writing gives the rule and the ends of each beam; no sampler is asked
     * @param heard gets the tokens of the best but the end token, when it is known
     */
    BeamStrand(
            Prompt prompt,
            Supplier<Writing> writing,
            Set<Integer> eosIds,
            int beams,
            Consumer<Sample> heard) {
        this.prompt = requireNonNull(prompt, "prompt is null");
        this.writing = requireNonNull(writing, "writing is null");
        this.eosIds = Set.copyOf(eosIds);
        this.beams = beams;
        this.heard = requireNonNull(heard, "heard is null");
        Writing first = writing.get();
        this.limit = first.limit();
        this.live = List.of(new Beam(List.of(), first.rule()));
    }

    @Override
    public Answer answer() {
        return answer;
    }

    @Override
    public Prompt prompt() {
        return prompt;
    }

    @Override
    public int maxNewTokens() {
        return limit;
    }

    @Override
    public int maxRows() {
        return beams;
    }

    @Override
    public List<Step> next(List<float[]> rows) {
        List<Candidate> best = candidates(rows);
        if (best.isEmpty() && ended.isEmpty()) {
            answer = new Answer(End.NOT_FINITE, live.get(0).samples());
            return List.of();
        }
        List<Candidate> further = new ArrayList<>();
        for (Candidate candidate : best) {
            Optional<End> end = end(candidate.samples());
            end.ifPresentOrElse(
                    how -> ended.add(new Answer(how, candidate.samples())),
                    () -> further.add(candidate));
        }
        if (further.isEmpty() || ended.size() >= beams) {
            answer = best();
            answer.samples().subList(0, answer.tokenIds().length).forEach(heard);
            return List.of();
        }
        live = further.stream().map(this::beam).toList();
        return further.stream().map(one -> new Step(one.row(), one.tokenId())).toList();
    }

    /** The best next tokens of all beams, best first. */
    private List<Candidate> candidates(List<float[]> rows) {
        List<Candidate> found = new ArrayList<>();
        for (int row = 0; row < live.size(); row++) {
            Beam beam = live.get(row);
            beam.rule().restrict(rows.get(row));
            for (Sample sample : TopTokens.of(rows.get(row), beams)) {
                List<Sample> samples = new ArrayList<>(beam.samples());
                samples.add(sample);
                double score = (beam.sum() + sample.logprob()) / samples.size();
                found.add(new Candidate(row, List.copyOf(samples), score));
            }
        }
        found.sort(Comparator.comparingDouble((Candidate one) -> -one.score()));
        return found.subList(0, Math.min(beams, found.size()));
    }

    /** A rule remembers what it has heard, so one that divides begins anew and hears it again. */
    private Beam beam(Candidate from) {
        TokenRule rule = writing.get().rule();
        from.samples().forEach(sample -> rule.said(sample.tokenId()));
        return new Beam(from.samples(), rule);
    }

    private Optional<End> end(List<Sample> samples) {
        if (eosIds.contains(samples.get(samples.size() - 1).tokenId())) {
            return Optional.of(End.EOS);
        }
        Writing fresh = writing.get();
        boolean stops = false;
        for (Sample sample : samples) {
            stops = fresh.ends().test(sample.tokenId());
        }
        if (stops) {
            return Optional.of(End.STOP_STRING);
        }
        return samples.size() >= limit ? Optional.of(End.LIMIT) : Optional.empty();
    }

    /** One that is whole, if there is any. */
    private Answer best() {
        boolean whole = ended.stream().anyMatch(one -> one.end() != End.LIMIT);
        return ended.stream()
                .filter(one -> !whole || one.end() != End.LIMIT)
                .max(Comparator.comparingDouble(one -> one.meanLogprob(0, one.samples().size())))
                .orElseThrow();
    }
}
