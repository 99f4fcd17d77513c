package io.watchword.view.subscribe;

import io.watchword.contract.StandingSubscription;
import java.time.Duration;

/**
 * What holds where nobody says otherwise. Chosen on rendered days, see {@code
 * deploy/docs/decisions/subscriptions.md}.
 */
public final class SubscriptionDefaults {
    public static final StandingSubscription.By BY = StandingSubscription.By.WORDS;
    public static final float THRESHOLD = 0.5f;

    /** How far back a preview looks. */
    public static final Duration PREVIEW = Duration.ofDays(1);

    public static final int PREVIEW_HITS = 50;

    private SubscriptionDefaults() {}
}
