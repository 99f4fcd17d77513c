package io.watchword.view.subscribe;

import io.watchword.contract.StandingSubscription;
import java.util.Map;

/** Where subscriptions are kept. Thread-safe. */
public interface SubscriptionStore {
    /** Those in force, by id. */
    Map<String, StandingSubscription> all();

    /** Keeps one; it is in force when this returns. */
    void put(StandingSubscription subscription);

    /** It is no longer in force when this returns. */
    void remove(String id);
}
