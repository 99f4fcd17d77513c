package io.watchword.deploy.metrics;

import static io.watchword.contract.Checks.checkArgument;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.watchword.contract.Gap;
import io.watchword.contract.StreamVitals;
import io.watchword.deploy.metrics.StreamSeries.Total;
import io.watchword.ingest.IngestMetrics;
import io.watchword.ingest.child.Sandbox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;

/**
 * What ingest counts, in a registry. The first streams have a label each, the others share {@code
 * other}; what a stream had is removed when it is forgotten, so that adding and removing streams
 * leaves nothing behind. Any thread may call.
 */
public final class StreamMetrics implements IngestMetrics {
    private static final String OTHER = "other";
    private static final int MAX_REASONS = 24;
    private static final Duration[] LATENCIES = {
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        Duration.ofSeconds(3),
        Duration.ofSeconds(4),
        Duration.ofSeconds(6),
        Duration.ofSeconds(10),
        Duration.ofSeconds(15),
        Duration.ofSeconds(30),
        Duration.ofSeconds(60)
    };

    private final MeterRegistry registry;
    private final LongSupplier nanoClock;
    private final int maxLabels;
    private final Map<String, Labelled> labelled = new HashMap<>(); // by label; guarded by this
    private final Set<String> others = new HashSet<>(); // guarded by this
    private final Set<String> reasons = new HashSet<>(); // guarded by this
    private volatile String sandbox = "";

    /** The meters of one label. */
    private record Labelled(StreamSeries series, List<Meter> meters) {}

    public StreamMetrics(MeterRegistry registry) {
        this(registry, System::nanoTime, 1000);
    }

    /**
     * @param maxLabels streams with a label of their own at one time
     */
    StreamMetrics(MeterRegistry registry, LongSupplier nanoClock, int maxLabels) {
        checkArgument(maxLabels > 0, "maxLabels is not positive: %d", maxLabels);
        this.registry = registry;
        this.nanoClock = nanoClock;
        this.maxLabels = maxLabels;
        for (Sandbox mode : Sandbox.values()) {
            Gauge.builder(
                            "watchword.decoder.sandbox",
                            this,
                            metrics -> metrics.sandbox.equals(mode.text()) ? 1 : 0)
                    .tag("mode", mode.text())
                    .strongReference(true)
                    .register(registry);
        }
    }

    /** How decoder processes are confined. */
    public void sandbox(Sandbox mode) {
        sandbox = mode.text();
    }

    @Override
    public synchronized void vitals(String streamId, StreamVitals vitals) {
        if (!vitals.sandbox().isEmpty()) {
            sandbox = vitals.sandbox();
        }
        labelled(label(streamId)).series().observe(streamId, vitals, nanoClock.getAsLong());
    }

    @Override
    public synchronized void segment(String streamId, long bytes, long mediaUs) {
        counter(streamId, "watchword.segments").increment();
        DistributionSummary.builder("watchword.segment")
                .baseUnit("bytes")
                .serviceLevelObjectives(1 << 14, 1 << 16, 1 << 18, 1 << 20, 1 << 22)
                .register(registry)
                .record((double) bytes);
    }

    @Override
    public synchronized void gap(String streamId, Gap.Reason reason, long mediaUs) {
        Tag why = Tag.of("reason", reason.name().toLowerCase(Locale.ROOT));
        counter(streamId, "watchword.gaps", why).increment();
    }

    @Override
    public synchronized void reconnected(String streamId, String reason) {
        counter(streamId, "watchword.stream.reconnects", reason(reason)).increment();
    }

    @Override
    public synchronized void decoderRestarted(String streamId, String reason) {
        registry.counter("watchword.decoder.restarts", List.of(reason(reason))).increment();
    }

    @Override
    public void addressDenied(String streamId) {
        registry.counter("watchword.url.policy.denied", "reason", "address").increment();
    }

    @Override
    public void latency(String streamId, long elapsedNs) {
        Timer.builder("watchword.stage.latency")
                .tag("stage", "ingest")
                .serviceLevelObjectives(LATENCIES)
                .register(registry)
                .record(Duration.ofNanos(elapsedNs));
    }

    @Override
    public synchronized void forgotten(String streamId) {
        boolean shared = others.remove(streamId);
        String label = shared ? OTHER : streamId;
        Labelled gone = labelled.get(label);
        if (gone == null) {
            return;
        }
        gone.series().forget(streamId);
        if (!shared || others.isEmpty()) {
            labelled.remove(label);
            gone.meters().forEach(registry::remove);
        }
    }

    private String label(String streamId) {
        if (others.contains(streamId)) {
            return OTHER;
        }
        boolean full = labelled.size() - (others.isEmpty() ? 0 : 1) >= maxLabels;
        if ((full && !labelled.containsKey(streamId)) || streamId.equals(OTHER)) {
            others.add(streamId);
            return OTHER;
        }
        return streamId;
    }

    /**
     * Reasons are few; should one be made of something that varies, it does not fill the memory.
     */
    private Tag reason(String reason) {
        String plain = reason.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]+", "_");
        if (reasons.size() < MAX_REASONS) {
            reasons.add(plain);
        }
        return Tag.of("reason", reasons.contains(plain) ? plain : OTHER);
    }

    private Counter counter(String streamId, String name, Tag... tags) {
        String label = label(streamId);
        Labelled of = labelled(label);
        List<Tag> all = new ArrayList<>(List.of(Tag.of("stream", label)));
        all.addAll(List.of(tags));
        Counter counter = registry.counter(name, all);
        if (!of.meters().contains(counter)) {
            of.meters().add(counter);
        }
        return counter;
    }

    private Labelled labelled(String label) {
        return labelled.computeIfAbsent(label, this::register);
    }

    private Labelled register(String label) {
        StreamSeries series = new StreamSeries();
        List<Meter> meters = new ArrayList<>();
        Tag stream = Tag.of("stream", label);
        for (StreamVitals.State state : StreamVitals.State.values()) {
            Tag tag = Tag.of("state", state.name().toLowerCase(Locale.ROOT));
            meters.add(gauge("stream.state", series, of -> of.in(state), stream, tag));
        }
        meters.add(gauge("stream.up", series, StreamSeries::up, stream));
        meters.add(
                gauge(
                        "stream.last.frame.age.seconds",
                        series,
                        of -> of.frameAgeSeconds(nanoClock.getAsLong()),
                        stream));
        meters.add(gauge("decode.error.ratio", series, StreamSeries::errorRatio, stream));
        meters.add(
                gauge(
                        "clock.skew.seconds",
                        series,
                        of -> of.largest(StreamMetrics::skewSeconds),
                        stream));
        meters.add(
                gauge("degradation.level", series, of -> of.largest(StreamVitals::level), stream));
        meters.add(
                gauge(
                        "stream.lag.seconds",
                        series,
                        of -> of.largest(vitals -> vitals.lagUs() / 1e6),
                        stream));
        meters.add(seconds("media.seconds", series, Total.PROCESSED_US, stream, "processed"));
        meters.add(seconds("media.seconds", series, Total.SHED_US, stream, "shed"));
        meters.add(seconds("media.seconds", series, Total.GAP_US, stream, "gap"));
        meters.add(
                counter(
                        "shed.seconds",
                        series,
                        of -> of.total(Total.SHED_US) / 1e6,
                        stream,
                        Tag.of("stage", "ingest"),
                        Tag.of("reason", "overload")));
        meters.add(frames(series, Total.DECODED, stream, "decoded"));
        meters.add(frames(series, Total.DAMAGED, stream, "error"));
        meters.add(counter("stream.bytes", series, of -> of.total(Total.BYTES), stream));
        return new Labelled(series, meters);
    }

    private static double skewSeconds(StreamVitals vitals) {
        return vitals.clockSkewUs() == StreamVitals.NO_SKEW
                ? Double.NaN
                : vitals.clockSkewUs() / 1e6;
    }

    private Meter seconds(
            String name, StreamSeries series, Total total, Tag stream, String outcome) {
        return counter(
                name, series, of -> of.total(total) / 1e6, stream, Tag.of("outcome", outcome));
    }

    private Meter frames(StreamSeries series, Total total, Tag stream, String result) {
        return counter("frames", series, of -> of.total(total), stream, Tag.of("result", result));
    }

    private Meter counter(
            String name, StreamSeries series, ToDoubleFunction<StreamSeries> of, Tag... tags) {
        return FunctionCounter.builder("watchword." + name, series, of)
                .tags(List.of(tags))
                .register(registry);
    }

    private Meter gauge(
            String name, StreamSeries series, ToDoubleFunction<StreamSeries> of, Tag... tags) {
        return Gauge.builder("watchword." + name, series, of)
                .tags(List.of(tags))
                .register(registry);
    }
}
