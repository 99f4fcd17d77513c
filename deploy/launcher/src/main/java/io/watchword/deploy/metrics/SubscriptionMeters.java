package io.watchword.deploy.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.watchword.view.subscribe.Firing;
import io.watchword.view.subscribe.SubscriptionMetrics;
import io.watchword.view.subscribe.Verifier;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What standing subscriptions count, in a registry. Any thread may call. */
public final class SubscriptionMeters implements SubscriptionMetrics {
    private static final Duration[] BUCKETS = {
        Duration.ofNanos(100_000),
        Duration.ofMillis(1),
        Duration.ofMillis(10),
        Duration.ofMillis(100),
        Duration.ofSeconds(1)
    };

    private final MeterRegistry registry;
    private final Timer match;
    private final AtomicInteger subscriptions = new AtomicInteger();

    public SubscriptionMeters(MeterRegistry registry) {
        this.registry = registry;
        this.match =
                Timer.builder("watchword.subscriptions.match")
                        .serviceLevelObjectives(BUCKETS)
                        .register(registry);
        Gauge.builder("watchword.subscriptions", subscriptions, AtomicInteger::get)
                .strongReference(true)
                .register(registry);
    }

    @Override
    public void eventMatched(int compared, long elapsedNs) {
        subscriptions.set(compared);
        match.record(elapsedNs, TimeUnit.NANOSECONDS);
    }

    @Override
    public void decided(Firing.Outcome outcome) {
        registry.counter("watchword.subscriptions.decided", "outcome", text(outcome)).increment();
    }

    @Override
    public void verified(Verifier.Answer answer) {
        registry.counter("watchword.subscriptions.verified", "answer", text(answer)).increment();
    }

    @Override
    public void verificationQueueFull() {
        registry.counter("watchword.subscriptions.verification.full").increment();
    }

    private static String text(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
