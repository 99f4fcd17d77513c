package io.watchword.fusion.ask;

import io.watchword.contract.Event;
import io.watchword.fusion.ask.AskedQuestion.Part;
import io.watchword.fusion.ask.WindowScorer.Scored;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Chooses which windows of a span a model is asked about, within a budget of tokens. Pure.
 *
 * <p>Of the windows in which nothing moves, sounds or changes, every eighth is kept for a question
 * for yes or no, which may be about what stands there; any other question is about what happens,
 * and none is kept if there are others. Where the rest does not fit, half of the budget goes to
 * those that score highest for the question, and half covers the span: it is cut into as many equal
 * parts as windows still fit, and the best of each part that has none is taken.
 */
final class WindowPlanner {
    private static final int OF_STILL = 8;
    private static final int FEW = 3;
    private static final Comparator<Scored> BEST_FIRST =
            Comparator.comparingDouble((Scored scored) -> -scored.value())
                    .thenComparingLong(scored -> scored.window().span().startUs());
    private static final Comparator<Scored> EARLIEST_FIRST =
            Comparator.comparingLong(scored -> scored.window().span().startUs());

    private final AskLimits limits;

    WindowPlanner(AskLimits limits) {
        this.limits = limits;
    }

    /**
     * @param segments in order of time
     * @param vector of the question's text; empty for none
     */
    AskPlan plan(
            List<Sketch> segments, List<Event> events, float[] vector, AskedQuestion question) {
        List<Window> windows = new Windows(limits.maxSegments()).of(segments, events);
        List<Scored> scored = new WindowScorer(vector, question.windowText()).of(windows, events);
        List<Scored> telling = withoutStill(scored, question.kind());
        List<Scored> wanted = few(telling, question.part());
        Set<Scored> chosen = new LinkedHashSet<>();
        int byRelevance = choose(wanted, chosen);
        List<Window> ordered =
                chosen.stream()
                        .sorted(question.part() == Part.WHOLE ? BEST_FIRST : EARLIEST_FIRST)
                        .map(Scored::window)
                        .toList();
        long askedUs = lengthUs(List.copyOf(chosen));
        return new AskPlan(
                ordered,
                windows.size(),
                lengthUs(scored),
                scored.size() - telling.size(),
                lengthUs(scored) - lengthUs(telling),
                telling.size() - chosen.size(),
                lengthUs(telling) - askedUs,
                byRelevance,
                captions(events, question),
                ordered.stream().mapToInt(Window::tokens).sum(),
                limits.maxTokens());
    }

    /**
     * What the model said of its own accord; whether it answers the question is for people to see.
     */
    private List<Finding> captions(List<Event> events, AskedQuestion question) {
        TellingWords telling = new TellingWords(question.windowText());
        return events.stream()
                .filter(event -> event.confidence() >= limits.leastConfidence())
                .filter(event -> telling.share(event.caption()) == 1)
                .map(
                        event ->
                                new Finding(
                                        event.span(),
                                        event.caption(),
                                        event.confidence(),
                                        true,
                                        event.evidence().segmentIds()))
                .sorted(Comparator.comparingDouble((Finding one) -> -one.confidence()))
                .toList();
    }

    private static List<Scored> few(List<Scored> telling, Part part) {
        int count = Math.min(FEW, telling.size());
        return switch (part) {
            case WHOLE -> telling;
            case FIRST_FEW -> telling.subList(0, count);
            case LAST_FEW -> telling.subList(telling.size() - count, telling.size());
        };
    }

    private static List<Scored> withoutStill(List<Scored> scored, QuestionKind kind) {
        List<Scored> telling = scored.stream().filter(one -> !one.still()).toList();
        if (!kind.saysYesOrNo() && !telling.isEmpty()) {
            return telling;
        }
        List<Scored> kept = new ArrayList<>();
        int still = 0;
        for (Scored one : scored) {
            if (!one.still() || still++ % OF_STILL == 0) {
                kept.add(one);
            }
        }
        return kept;
    }

    /** Returns how many were chosen by their score. */
    private int choose(List<Scored> telling, Set<Scored> chosen) {
        int all = telling.stream().mapToInt(one -> one.window().tokens()).sum();
        if (all <= limits.maxTokens()) {
            chosen.addAll(telling);
            return telling.size();
        }
        List<Scored> best = telling.stream().sorted(BEST_FIRST).toList();
        int left = limits.maxTokens() - take(best, limits.maxTokens() / 2, chosen);
        int byRelevance = chosen.size();
        left -= take(cover(telling, chosen, left), left, chosen);
        take(best, left, chosen);
        return byRelevance;
    }

    /** Takes in order what fits; returns the tokens spent. */
    private static int take(List<Scored> wanted, int tokens, Set<Scored> chosen) {
        int spent = 0;
        for (Scored one : wanted) {
            int cost = one.window().tokens();
            if (spent + cost <= tokens && chosen.add(one)) {
                spent += cost;
            }
        }
        return spent;
    }

    /** The best window of each equal part of the span that has none yet. */
    private static List<Scored> cover(List<Scored> telling, Set<Scored> chosen, int tokens) {
        int mean =
                Math.max(
                        1,
                        telling.stream().mapToInt(one -> one.window().tokens()).sum()
                                / telling.size());
        int parts = Math.max(1, tokens / mean);
        long startUs = telling.get(0).window().span().startUs();
        long lengthUs =
                Math.max(1, telling.get(telling.size() - 1).window().span().endUs() - startUs);
        List<List<Scored>> byPart = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            byPart.add(new ArrayList<>());
        }
        for (Scored one : telling) {
            long offsetUs = one.window().span().startUs() - startUs;
            byPart.get((int) Math.min(parts - 1, offsetUs * parts / lengthUs)).add(one);
        }
        return byPart.stream()
                .filter(part -> part.stream().noneMatch(chosen::contains))
                .flatMap(part -> part.stream().sorted(BEST_FIRST).limit(1))
                .toList();
    }

    private static long lengthUs(List<Scored> scored) {
        return scored.stream().mapToLong(one -> one.window().span().durationUs()).sum();
    }
}
