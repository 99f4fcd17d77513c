package io.watchword.view.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.watchword.contract.StreamStatus;
import io.watchword.contract.StreamVitals;
import io.watchword.view.access.Need;
import io.watchword.view.access.Rights;
import io.watchword.view.health.Health;
import io.watchword.view.timeline.StreamState;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** How the process does: for people, for Prometheus, and for who restarts it. */
final class HealthRoutes {
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

    private final Supplier<Optional<ViewParts>> parts;
    private final Health health;

    /**
     * @param parts empty while the view starts
     */
    HealthRoutes(Supplier<Optional<ViewParts>> parts, Health health) {
        this.parts = parts;
        this.health = health;
    }

    List<Route> routes() {
        return List.of(
                Route.get(
                        "/api/v1/health",
                        "How each part does, and how many streams are in which state.",
                        Need.METRICS,
                        List.of(),
                        Route.Answer.json("Health"),
                        this::all),
                Route.get(
                        "/metrics",
                        "Counters in Prometheus' format.",
                        Need.METRICS,
                        List.of(),
                        Route.Answer.of("text/plain"),
                        this::metrics),
                Route.get(
                        "/livez",
                        "Whether the process answers.",
                        Need.OPEN,
                        List.of(),
                        Route.Answer.of("text/plain"),
                        (request, rights) -> request.contentType(TEXT).result("ok\n")),
                Route.get(
                        "/readyz",
                        "Whether the process does its work; 503 where it does not.",
                        Need.OPEN,
                        List.of(),
                        Route.Answer.json("Readiness"),
                        this::ready));
    }

    private void metrics(Context request, Rights rights) {
        request.contentType(PROMETHEUS).result(MetricsText.readable(health.metrics(), rights));
    }

    private void all(Context request, Rights rights) {
        Health.Report report = health.report();
        ObjectNode answer = Json.object();
        boolean well = report.ready() && report.parts().stream().allMatch(Health.Part::ok);
        answer.put("status", well ? "ok" : report.ready() ? "degraded" : "down");
        ArrayNode all = answer.putArray("parts");
        for (Health.Part part : report.parts()) {
            all.addObject()
                    .put("name", part.name())
                    .put("ok", part.ok())
                    .put("detail", part.detail());
        }
        ObjectNode streams = answer.putObject("streams");
        parts.get()
                .ifPresent(
                        there ->
                                there.timelines()
                                        .streams(rights)
                                        .forEach(stream -> count(streams, stream)));
        report.languageModel()
                .ifPresentOrElse(
                        model ->
                                answer.putObject("llm")
                                        .put("ok", model.ok())
                                        .put("detail", model.detail()),
                        () -> answer.putNull("llm"));
        report.disk()
                .ifPresentOrElse(
                        disk ->
                                answer.putObject("disk")
                                        .put("freeBytes", disk.freeBytes())
                                        .put("totalBytes", disk.totalBytes()),
                        () -> answer.putNull("disk"));
        Json.answer(request, answer);
    }

    private static void count(ObjectNode streams, StreamState stream) {
        String state =
                stream.status()
                        .flatMap(StreamStatus::vitals)
                        .map(StreamVitals::state)
                        .map(Enum::name)
                        .orElse("UNKNOWN")
                        .toLowerCase(Locale.ROOT);
        streams.put(state, streams.path(state).asInt() + 1);
    }

    private void ready(Context request, Rights rights) {
        Health.Report report = health.report();
        ObjectNode answer = Json.object();
        answer.put("ready", report.ready());
        ObjectNode components = answer.putObject("components");
        // A stranger is told whether, not why: that may name hosts.
        List<Health.Part> shown = rights.everyStream() ? report.parts() : List.of();
        shown.forEach(part -> components.put(part.name(), part.ok() ? "ok" : part.detail()));
        request.status(report.ready() ? 200 : 503);
        request.contentType("application/json; charset=utf-8")
                .result(answer.toPrettyString() + "\n"); // who asks this has a terminal
    }
}
