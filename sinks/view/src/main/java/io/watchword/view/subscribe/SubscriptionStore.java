package io.watchword.view.subscribe;

import io.watchword.contract.StandingSubscription;
import java.util.List;
import java.util.Map;

/** Where subscriptions are kept. Thread-safe. */
public interface SubscriptionStore {
    /** Those in force, by id. */
    Map<String, StandingSubscription> all();

    /** Keeps one; it is in force when this returns. */
    void put(StandingSubscription subscription);

    /** Keeps several; all are in force when this returns. */
    default void putAll(List<StandingSubscription> subscriptions) {
        subscriptions.forEach(this::put);
    }

    /** It is no longer in force when this returns. */
    void remove(String id);
}
