package io.watchword.view.subscribe;

/** What is counted of subscriptions. Thread-safe. */
public interface SubscriptionMetrics {
    /** Counts nothing. */
    SubscriptionMetrics NONE =
            new SubscriptionMetrics() {
                @Override
                public void eventMatched(int subscriptions, long elapsedNs) {}

                @Override
                public void decided(Firing.Outcome outcome) {}

                @Override
                public void verified(Verifier.Answer answer) {}

                @Override
                public void verificationQueueFull() {}
            };

    /**
     * An event was compared with all subscriptions.
     *
     * @param subscriptions how many there were
     */
    void eventMatched(int subscriptions, long elapsedNs);

    /** What became of an event that a subscription matches. */
    void decided(Firing.Outcome outcome);

    void verified(Verifier.Answer answer);

    /** The language model has too much to do: a hit went out unverified. */
    void verificationQueueFull();
}
