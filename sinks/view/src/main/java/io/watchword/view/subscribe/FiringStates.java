package io.watchword.view.subscribe;

import io.watchword.contract.Hit;
import io.watchword.contract.StandingSubscription;
import io.watchword.view.subscribe.FiringState.Matched;
import io.watchword.view.timeline.TimelineEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The states of all subscriptions on all streams; of those on which nothing matched yet, none. Not
 * thread-safe.
 */
final class FiringStates {
    private final Map<String, Map<String, FiringState>> bySubscription = new HashMap<>();
    private final Map<String, Set<String>> openByStream = new HashMap<>();

    /** Subscriptions of which a stream's events are also looked at that they do not match. */
    Set<String> open(String streamId) {
        return Set.copyOf(openByStream.getOrDefault(streamId, Set.of()));
    }

    /** What would become of an event; changes nothing. */
    Firing.Outcome wouldBe(Scored scored, TimelineEntry entry) {
        return Firing.observe(
                        scored.subscription().rule(),
                        state(scored.subscription().id(), entry.event().streamId()),
                        HitMaker.observation(scored, entry))
                .outcome();
    }

    Firing.Outcome observe(Scored scored, TimelineEntry entry) {
        StandingSubscription subscription = scored.subscription();
        String streamId = entry.event().streamId();
        Firing.Step step =
                Firing.observe(
                        subscription.rule(),
                        state(subscription.id(), streamId),
                        HitMaker.observation(scored, entry));
        keep(
                subscription.id(),
                streamId,
                step.next(),
                subscription.rule().closeBelow().isPresent());
        return step.outcome();
    }

    /** Takes over from an earlier run: what was told then. */
    void recall(Hit hit) {
        String id = hit.subscription().id();
        FiringState before = state(id, hit.streamId());
        if (before.matched().stream().anyMatch(one -> one.eventId().equals(hit.eventId()))) {
            return;
        }
        List<Matched> matched = new ArrayList<>(before.matched());
        matched.add(new Matched(hit.eventId(), hit.span(), hit.part()));
        Instant last = before.lastHit().filter(hit.happenedAt()::isBefore).orElse(hit.happenedAt());
        keep(
                id,
                hit.streamId(),
                new FiringState(
                        true,
                        Optional.of(last),
                        matched.subList(
                                Math.max(0, matched.size() - FiringState.REMEMBERED),
                                matched.size())),
                true);
    }

    void forget(String subscriptionId) {
        bySubscription.remove(subscriptionId);
        openByStream.values().forEach(open -> open.remove(subscriptionId));
        openByStream.values().removeIf(Set::isEmpty);
    }

    private FiringState state(String subscriptionId, String streamId) {
        return bySubscription
                .getOrDefault(subscriptionId, Map.of())
                .getOrDefault(streamId, FiringState.ARMED);
    }

    private void keep(String id, String streamId, FiringState next, boolean closes) {
        bySubscription.computeIfAbsent(id, key -> new HashMap<>()).put(streamId, next);
        if (closes && next.open()) {
            openByStream.computeIfAbsent(streamId, key -> new HashSet<>()).add(id);
        } else {
            Set<String> open = openByStream.get(streamId);
            if (open != null && open.remove(id) && open.isEmpty()) {
                openByStream.remove(streamId);
            }
        }
    }
}
