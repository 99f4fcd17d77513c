package io.watchword.fusion.ask;

import java.util.List;

/**
 * Which windows are asked about, and what became of the others.
 *
 * @param windows in the order in which they are asked about, the most telling first
 * @param storedWindows all there are
 * @param storedUs media time that is stored of the span
 * @param stillWindows dropped since nothing moves, sounds or changes in them, of {@link #stillUs}
 *     in all
 * @param budgetWindows not asked about since the budget was spent or only a few were wanted, of
 *     {@link #budgetUs} in all
 * @param byRelevance asked about for what they seem to show; the others to cover the span
 * @param captions stored captions of the span that have every telling word of the question, the
 *     surest first
 * @param tokens stored embeddings in the windows, of at most {@link #maxTokens}
 */
public record AskPlan(
        List<Window> windows,
        int storedWindows,
        long storedUs,
        int stillWindows,
        long stillUs,
        int budgetWindows,
        long budgetUs,
        int byRelevance,
        List<Finding> captions,
        int tokens,
        int maxTokens) {
    public AskPlan {
        windows = List.copyOf(windows);
        captions = List.copyOf(captions);
    }

    /** How many windows are asked about. */
    public int askedWindows() {
        return windows.size();
    }

    /** Media time in the windows that are asked about. */
    public long askedUs() {
        return windows.stream().mapToLong(window -> window.span().durationUs()).sum();
    }
}
