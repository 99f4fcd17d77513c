package io.watchword.deploy.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.watchword.contract.TokenLedger;
import io.watchword.llm.engine.Ending;
import io.watchword.llm.engine.EngineMetrics;
import io.watchword.llm.engine.Priority;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

/**
 * What the language model's scheduler counts, in a registry. Tokens a second are the rates of the
 * two totals over the seconds of the two timers. Any thread may call.
 */
public final class LlmMetrics implements EngineMetrics {
    private static final Duration[] DELAYS = {
        Duration.ofMillis(10),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(15),
        Duration.ofSeconds(60)
    };
    private static final double[] BATCHES = {1, 2, 4, 8, 16, 32};

    private final MeterRegistry registry;
    private final Timer prefill;
    private final Timer step;
    private final Counter tokens;
    private final DistributionSummary batch;
    private final Map<Integer, Held> held = new ConcurrentHashMap<>(); // by thread
    private volatile int waiting;

    private record Held(int sequences, int cachePositions) {}

    public LlmMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.prefill = Timer.builder("watchword.llm.prefill").register(registry);
        this.step = Timer.builder("watchword.llm.decode").register(registry);
        this.tokens = registry.counter("watchword.llm.tokens");
        this.batch =
                DistributionSummary.builder("watchword.llm.batch.size")
                        .serviceLevelObjectives(BATCHES)
                        .register(registry);
        gauge("watchword.llm.inflight", metrics -> metrics.sum(Held::sequences));
        gauge("watchword.llm.cache.positions", metrics -> metrics.sum(Held::cachePositions));
        gauge("watchword.llm.waiting", metrics -> metrics.waiting);
    }

    private void gauge(String name, ToDoubleFunction<LlmMetrics> value) {
        Gauge.builder(name, this, value).strongReference(true).register(registry);
    }

    private double sum(ToDoubleFunction<Held> of) {
        return held.values().stream().mapToDouble(of).sum();
    }

    private static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public void admitted(Priority priority, long waitedNs) {
        Timer.builder("watchword.llm.queue.delay")
                .tag("priority", label(priority))
                .serviceLevelObjectives(DELAYS)
                .register(registry)
                .record(Duration.ofNanos(waitedNs));
    }

    @Override
    public void turnedAway(Priority priority, Ending how) {
        String code = how instanceof Ending.Refused refused ? label(refused.code()) : "given_up";
        registry.counter("watchword.llm.turned.away", "priority", label(priority), "code", code)
                .increment();
    }

    @Override
    public void prefilled(TokenLedger prompt, long elapsedNs) {
        prefill.record(Duration.ofNanos(elapsedNs));
        read("text", prompt.text());
        read("delimiter", prompt.delimiter());
        read("spatial", prompt.spatial());
        read("motion", prompt.motion());
        read("audio", prompt.audio());
        read("temporal", prompt.temporal());
    }

    private void read(String modality, int positions) {
        registry.counter("watchword.llm.prompt.positions", "modality", modality)
                .increment(positions);
    }

    @Override
    public void reused(int positions) {
        registry.counter("watchword.llm.prompt.positions.reused").increment(positions);
    }

    @Override
    public void decoded(int batchSize, long elapsedNs) {
        step.record(Duration.ofNanos(elapsedNs));
        tokens.increment(batchSize);
        batch.record(batchSize);
    }

    @Override
    public void holds(int thread, int sequences, int cachePositions) {
        held.put(thread, new Held(sequences, cachePositions));
    }

    @Override
    public void waiting(int jobs) {
        waiting = jobs;
    }
}
