package io.watchword.fusion.describe;

import static java.util.Comparator.comparingLong;

import io.watchword.contract.TimeSpan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Brings together the span that the detector picked and the spans that the language model tells.
 * The detector decides that there is an event; the model may narrow it and name its parts. The rule
 * is written out in {@code deploy/docs/decisions/dense-events.md}. Pure.
 */
final class SpanReconciler {
    /** Names this rule in the ids of parts: change it with the rule. */
    static final String RULE = "parts-1";

    private static final double LEAST_IOU = 0.5;
    private static final long LEAST_PART_US = 1_000_000;
    private static final long JOIN_WITHIN_US = 1_000_000;
    private static final int MAX_PARTS = 8;
    private static final int EDGE_SHARE = 99; // time tokens divide the window into as many parts

    private static final Comparator<DenseEvent> ORDER =
            comparingLong((DenseEvent event) -> event.span().startUs())
                    .thenComparingLong(event -> event.span().endUs())
                    .thenComparing(DenseEvent::text);

    private SpanReconciler() {}

    /**
     * What both say together.
     *
     * @param span within the candidate's
     * @param parts within the span of the candidate, by start; none or at least two
     */
    record Reconciled(TimeSpan span, List<DenseEvent> parts) {
        Reconciled {
            parts = List.copyOf(parts);
        }
    }

    /**
     * @param window all that the model was shown; holds the candidate or most of it
     */
    static Reconciled reconcile(TimeSpan candidate, TimeSpan window, List<DenseEvent> told) {
        List<DenseEvent> ours = new ArrayList<>();
        for (DenseEvent event : told) {
            if (2 * overlapUs(event.span(), candidate) >= event.span().durationUs()) {
                ours.add(event);
            }
        }
        if (ours.isEmpty()) {
            return new Reconciled(candidate, List.of());
        }
        List<DenseEvent> joined = joined(ours);
        return new Reconciled(narrowed(candidate, window, joined), parts(candidate, joined));
    }

    /** Joins what is said twice of one thing: equal words with hardly a pause between. */
    private static List<DenseEvent> joined(List<DenseEvent> events) {
        List<DenseEvent> joined = new ArrayList<>();
        for (DenseEvent event : events.stream().sorted(ORDER).toList()) {
            int twin = twin(joined, event);
            if (twin < 0) {
                joined.add(event);
            } else {
                DenseEvent first = joined.get(twin);
                joined.set(
                        twin,
                        new DenseEvent(
                                hull(first.span(), event.span()),
                                first.text(),
                                Math.max(first.confidence(), event.confidence())));
            }
        }
        return joined;
    }

    private static int twin(List<DenseEvent> events, DenseEvent event) {
        for (int i = events.size() - 1; i >= 0; i--) {
            DenseEvent other = events.get(i);
            boolean close = event.span().startUs() - other.span().endUs() < JOIN_WITHIN_US;
            if (close && other.text().equals(event.text())) {
                return i;
            }
        }
        return -1;
    }

    private static TimeSpan narrowed(TimeSpan candidate, TimeSpan window, List<DenseEvent> events) {
        TimeSpan told = events.get(0).span();
        for (DenseEvent event : events) {
            told = hull(told, event.span());
        }
        long bothUs = overlapUs(told, candidate);
        long eitherUs = told.durationUs() + candidate.durationUs() - bothUs;
        if (bothUs < LEAST_IOU * eitherUs) {
            return candidate;
        }
        // A time token is no finer than this, so a nearer end is the same end.
        long edgeUs = (window.durationUs() + EDGE_SHARE - 1) / EDGE_SHARE;
        return new TimeSpan(
                told.startUs() - candidate.startUs() > edgeUs
                        ? told.startUs()
                        : candidate.startUs(),
                candidate.endUs() - told.endUs() > edgeUs ? told.endUs() : candidate.endUs());
    }

    private static List<DenseEvent> parts(TimeSpan candidate, List<DenseEvent> events) {
        List<DenseEvent> parts = new ArrayList<>();
        for (DenseEvent event : events) {
            TimeSpan within =
                    new TimeSpan(
                            Math.max(event.span().startUs(), candidate.startUs()),
                            Math.min(event.span().endUs(), candidate.endUs()));
            if (within.durationUs() >= LEAST_PART_US && parts.size() < MAX_PARTS) {
                parts.add(new DenseEvent(within, event.text(), event.confidence()));
            }
        }
        boolean differ = parts.stream().map(DenseEvent::text).distinct().count() >= 2;
        return differ ? parts : List.of();
    }

    private static TimeSpan hull(TimeSpan one, TimeSpan other) {
        return new TimeSpan(
                Math.min(one.startUs(), other.startUs()), Math.max(one.endUs(), other.endUs()));
    }

    private static long overlapUs(TimeSpan one, TimeSpan other) {
        return Math.max(
                0, Math.min(one.endUs(), other.endUs()) - Math.max(one.startUs(), other.startUs()));
    }
}
