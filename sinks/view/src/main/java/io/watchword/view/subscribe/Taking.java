package io.watchword.view.subscribe;

import io.watchword.contract.StandingSubscription;
import io.watchword.view.access.Rights;
import java.time.Clock;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Checks what one caller wants to store against what is stored. Stores nothing. Not thread-safe.
 */
final class Taking {
    private final Map<String, StandingSubscription> stored;
    private final Rights rights;
    private final Clock clock;
    private final Set<String> taken = new HashSet<>();
    private long own;

    /**
     * @param stored all subscriptions, by id
     */
    Taking(Map<String, StandingSubscription> stored, Rights rights, Clock clock) {
        this.stored = stored;
        this.rights = rights;
        this.clock = clock;
        this.own = stored.values().stream().filter(one -> Subscriptions.isOf(one, rights)).count();
    }

    /**
     * The subscription that would be stored.
     *
     * @throws IllegalArgumentException naming what is wrong with it, or with it beside those taken
     *     before
     */
    StandingSubscription take(SubscriptionDraft draft) {
        // Ids of others are taken as well: whether there is one must not show.
        Optional<StandingSubscription> before =
                draft.id().flatMap(id -> Optional.ofNullable(stored.get(id)));
        if (before.filter(one -> !Subscriptions.isOf(one, rights)).isPresent()) {
            throw new IllegalArgumentException("id: required one that is free");
        }
        if (before.isEmpty() && own >= Subscriptions.MOST_OF_AN_OWNER) {
            throw new IllegalArgumentException(
                    rights.principal() + " has " + own + " subscriptions, no more are taken");
        }
        StandingSubscription subscription =
                draft.complete(
                        draft.id().orElseGet(() -> UUID.randomUUID().toString()),
                        before.map(one -> one.revision() + 1).orElse(1),
                        rights.principal(),
                        before.map(StandingSubscription::createdAt).orElseGet(clock::instant));
        if (!taken.add(subscription.id())) {
            throw new IllegalArgumentException("id: an entry before has it already");
        }
        own += before.isEmpty() ? 1 : 0;
        return subscription;
    }
}
