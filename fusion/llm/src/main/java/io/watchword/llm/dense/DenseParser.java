package io.watchword.llm.dense;

import static java.util.Objects.requireNonNull;

import io.watchword.contract.TimeSpan;
import io.watchword.llm.token.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads an answer of time tokens and words, from any model. Two neighbouring time tokens begin an
 * event and the words up to the next such pair are its text; further times beside a pair and times
 * alone say nothing. An event that ends where it starts, or before, is none, nor is one without
 * words. Pure.
 */
public final class DenseParser {
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    private final DenseVocabulary vocabulary;
    private final Tokenizer tokenizer;
    private final TimeBins bins;

    /**
     * An event read.
     *
     * @param firstToken where it begins in the answer, its start time
     * @param tokenCount of its times and its words
     */
    public record Read(TimeSpan span, String text, int firstToken, int tokenCount) {}

    public DenseParser(DenseVocabulary vocabulary, Tokenizer tokenizer) {
        this.vocabulary = requireNonNull(vocabulary, "vocabulary is null");
        this.tokenizer = requireNonNull(tokenizer, "tokenizer is null");
        this.bins = new TimeBins(vocabulary.timeTokens());
    }

    /**
     * Reads an answer.
     *
     * @param tokenIds without the end token
     * @param whole whether the model ended it; of one that was cut off the last event is left out
     * @param prompt span of everything the model was shown
     * @return ordered by start, then end
     */
    public List<Read> parse(int[] tokenIds, boolean whole, TimeSpan prompt) {
        List<Read> events = new ArrayList<>();
        int at = nextPair(tokenIds, 0);
        while (at < tokenIds.length) {
            int end = nextPair(tokenIds, at + 2);
            if (end < tokenIds.length || whole) {
                add(tokenIds, at, end, prompt, events);
            }
            at = end;
        }
        events.sort(
                Comparator.<Read>comparingLong(e -> e.span().startUs())
                        .thenComparingLong(e -> e.span().endUs()));
        return List.copyOf(events);
    }

    /** Index of the next two neighbouring times that do not belong to a run already begun. */
    private int nextPair(int[] ids, int from) {
        int at = from;
        while (from > 0 && at < ids.length && vocabulary.isTime(ids[at])) {
            at++; // the rest of a run
        }
        while (at + 1 < ids.length) {
            if (vocabulary.isTime(ids[at]) && vocabulary.isTime(ids[at + 1])) {
                return at;
            }
            at++;
        }
        return ids.length;
    }

    private void add(int[] ids, int from, int to, TimeSpan prompt, List<Read> into) {
        long durationUs = prompt.durationUs();
        long startUs = bins.offsetUs(vocabulary.bin(ids[from]), durationUs);
        long endUs = bins.offsetUs(vocabulary.bin(ids[from + 1]), durationUs);
        int[] words =
                Arrays.stream(ids, from + 2, to).filter(id -> !vocabulary.isTime(id)).toArray();
        String text = CONTROL.matcher(tokenizer.decode(words)).replaceAll(" ").strip();
        if (endUs > startUs && !text.isEmpty()) {
            TimeSpan span = new TimeSpan(prompt.startUs() + startUs, prompt.startUs() + endUs);
            into.add(new Read(span, text, from, to - from));
        }
    }
}
