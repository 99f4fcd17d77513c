package io.watchword.view.subscribe;

import io.watchword.contract.StandingSubscription.Rule;
import io.watchword.contract.TimeSpan;
import io.watchword.view.subscribe.FiringState.Matched;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides which matching events are told, one subscription on one stream at a time.
 *
 * <pre>
 *   ARMED --matches--> FIRES --> open, if the rule has closeBelow --scores below it--> ARMED
 *                            --> cooling, if it has a cooldown    --time is over-----> ARMED
 * </pre>
 *
 * An event is told once, whichever of its revisions matched first, and of an event and its parts
 * whichever matched first is told. Pure: equal state and observation give equal steps.
 */
public final class Firing {
    private Firing() {}

    /**
     * An event as one subscription sees it.
     *
     * @param happenedAt what cooldowns count by; equal for every reading of the event
     */
    public record Observation(
            String eventId,
            TimeSpan span,
            boolean part,
            boolean matches,
            float score,
            Instant happenedAt) {}

    /** What becomes of it. */
    public enum Outcome {
        FIRES,
        NO_MATCH,
        /** An earlier revision matched. */
        MATCHED_BEFORE,
        /** The event that it is part of was told, or a part of it. */
        TOLD_WITH_THE_OTHER,
        STILL_OPEN,
        COOLING
    }

    /** The state to keep, and whether to tell. */
    public record Step(FiringState next, Outcome outcome) {}

    public static Step observe(Rule rule, FiringState state, Observation seen) {
        if (!seen.matches()) {
            boolean closes = rule.closeBelow().filter(below -> seen.score() < below).isPresent();
            return new Step(
                    closes ? new FiringState(false, state.lastHit(), state.matched()) : state,
                    Outcome.NO_MATCH);
        }
        if (state.matched().stream().anyMatch(one -> one.eventId().equals(seen.eventId()))) {
            return new Step(state, Outcome.MATCHED_BEFORE);
        }
        boolean told = state.matched().stream().anyMatch(one -> partAndWhole(one, seen));
        FiringState remembered =
                new FiringState(state.open(), state.lastHit(), remember(state.matched(), seen));
        if (told) {
            return new Step(remembered, Outcome.TOLD_WITH_THE_OTHER);
        }
        if (state.open() && rule.closeBelow().isPresent()) {
            return new Step(remembered, Outcome.STILL_OPEN);
        }
        if (cooling(rule, state, seen.happenedAt())) {
            return new Step(remembered, Outcome.COOLING);
        }
        Instant latest =
                state.lastHit()
                        .filter(last -> last.isAfter(seen.happenedAt()))
                        .orElse(seen.happenedAt());
        return new Step(
                new FiringState(true, Optional.of(latest), remembered.matched()), Outcome.FIRES);
    }

    /** Of a late reading of something old, the time since counts as well as the time until. */
    private static boolean cooling(Rule rule, FiringState state, Instant happenedAt) {
        return state.lastHit()
                .filter(
                        last ->
                                Duration.between(last, happenedAt).abs().compareTo(rule.cooldown())
                                        < 0)
                .isPresent();
    }

    private static boolean partAndWhole(Matched one, Observation seen) {
        if (one.part() == seen.part()) {
            return false;
        }
        TimeSpan part = one.part() ? one.span() : seen.span();
        TimeSpan whole = one.part() ? seen.span() : one.span();
        return whole.startUs() <= part.startUs() && part.endUs() <= whole.endUs();
    }

    private static List<Matched> remember(List<Matched> matched, Observation seen) {
        List<Matched> next = new ArrayList<>(matched);
        next.add(new Matched(seen.eventId(), seen.span(), seen.part()));
        return next.subList(Math.max(0, next.size() - FiringState.REMEMBERED), next.size());
    }
}
