package io.watchword.deploy.allinone;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.watchword.fusion.client.ModelGate;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** How the language model is doing and what became of captions, in a registry. */
public final class DescribingMetrics {
    private DescribingMetrics() {}

    /** Shows them from now on. */
    public static void bind(MeterRegistry registry, Describing describing) {
        for (ModelGate.State state : ModelGate.State.values()) {
            Gauge.builder(
                            "watchword.model.breaker",
                            describing,
                            of -> of.gate().state() == state ? 1 : 0)
                    .tag("state", state.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
        counter(registry, "model.calls", describing, of -> of.gate().calls());
        counter(registry, "model.call.failures", describing, of -> of.gate().failures());
        counter(registry, "captions.asked", describing, of -> of.gate().questions());
        gauge(
                registry,
                "model.calls.per.caption",
                describing,
                of -> share(of.gate().calls(), of.gate().questions()));
        counter(registry, "captions.degraded", describing, of -> of.captions().degraded());
        counter(registry, "captions.described", describing, of -> of.captions().described());
        counter(registry, "captions.revised", describing, of -> of.captions().revised());
        counter(registry, "captions.lost", describing, of -> of.captions().impossible());
        gauge(registry, "captions.waiting", describing, of -> of.captions().waiting());
        gauge(
                registry,
                "captions.degraded.share",
                describing,
                of ->
                        share(
                                of.captions().degraded(),
                                of.captions().degraded() + of.captions().described()));
    }

    private static double share(long part, long whole) {
        return whole == 0 ? 0 : part / (double) whole;
    }

    private static void counter(
            MeterRegistry registry,
            String name,
            Describing of,
            ToDoubleFunction<Describing> value) {
        FunctionCounter.builder("watchword." + name, of, value).register(registry);
    }

    private static void gauge(
            MeterRegistry registry,
            String name,
            Describing of,
            ToDoubleFunction<Describing> value) {
        Gauge.builder("watchword." + name, of, value).register(registry);
    }
}
