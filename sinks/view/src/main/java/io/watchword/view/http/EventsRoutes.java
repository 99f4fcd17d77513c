package io.watchword.view.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.watchword.contract.Gap;
import io.watchword.view.access.Need;
import io.watchword.view.access.Rights;
import io.watchword.view.timeline.TimelineEntry;
import io.watchword.view.timeline.TimelinePage;
import io.watchword.view.timeline.TimelineQuery;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** Timelines: events by time, one by id, and as a table for other programs. */
final class EventsRoutes {
    private static final int MAX_ROWS = 100_000;

    private final Supplier<ViewParts> parts;

    EventsRoutes(Supplier<ViewParts> parts) {
        this.parts = parts;
    }

    List<Route> routes() {
        return List.of(
                Route.get(
                        "/api/v1/events",
                        "Events, the newest first.",
                        Need.READ,
                        List.of(
                                Queries.STREAMS,
                                Queries.FROM,
                                Queries.TO,
                                Queries.LABELS,
                                Queries.LIMIT,
                                Parameter.query(
                                        "before", "Text", "Goes on from next of the page before.")),
                        Route.Answer.json("Events"),
                        this::page),
                Route.get(
                        "/api/v1/events.csv",
                        "Events as a table, the newest first, at most 100,000.",
                        Need.READ,
                        List.of(Queries.STREAMS, Queries.FROM, Queries.TO, Queries.LABELS),
                        Route.Answer.of("text/csv"),
                        this::table),
                Route.get(
                        "/api/v1/events/{id}",
                        "The newest revision of an event.",
                        Need.READ,
                        List.of(Parameter.path("id", "The event.")),
                        Route.Answer.json("Event"),
                        this::one));
    }

    private static TimelineQuery query(Context request, int limit, Optional<String> before) {
        return new TimelineQuery(
                Queries.texts(request, "stream"),
                Queries.time(request, "from"),
                Queries.time(request, "to"),
                Queries.texts(request, "label"),
                limit,
                before);
    }

    private void page(Context request, Rights rights) {
        TimelineQuery query =
                query(request, Queries.limit(request), Queries.text(request, "before"));
        TimelinePage page = parts.get().timelines().events(query, rights);
        ObjectNode answer = Json.object();
        EventJson.put(answer.putArray("events"), page.entries());
        answer.put("next", page.next().orElse(null));
        ArrayNode gaps = answer.putArray("gaps");
        if (query.streamIds().size() == 1 && query.before().isEmpty()) {
            String streamId = query.streamIds().iterator().next();
            parts.get().timelines().gaps(streamId, rights).forEach(gap -> put(gaps, gap));
        }
        Json.answer(request, answer);
    }

    private static void put(ArrayNode gaps, Gap gap) {
        gaps.addObject()
                .put("startUs", gap.span().startUs())
                .put("endUs", gap.span().endUs())
                .put("reason", gap.reason().name().toLowerCase(Locale.ROOT))
                .put("detail", gap.detail());
    }

    private void one(Context request, Rights rights) {
        Json.answer(request, EventJson.of(entry(parts.get(), request, rights)));
    }

    /** The event that an address names, if the caller may see it. */
    static TimelineEntry entry(ViewParts parts, Context request, Rights rights) {
        return parts.timelines()
                .event(request.pathParam("id"), rights)
                .orElseThrow(() -> Problem.notFound("there is no such event"));
    }

    private void table(Context request, Rights rights) throws IOException {
        TimelinePage page =
                parts.get()
                        .timelines()
                        .events(query(request, TimelineQuery.MAX_LIMIT, Optional.empty()), rights);
        request.contentType("text/csv; charset=utf-8")
                .header("Content-Disposition", "attachment; filename=\"events.csv\"");
        try (Writer out = new OutputStreamWriter(request.outputStream(), UTF_8)) {
            out.write(CsvText.HEAD);
            for (int rows = 0; rows < MAX_ROWS; rows += TimelineQuery.MAX_LIMIT) {
                for (TimelineEntry entry : page.entries()) {
                    out.write(CsvText.row(entry));
                }
                if (page.next().isEmpty()) {
                    return;
                }
                page =
                        parts.get()
                                .timelines()
                                .events(
                                        query(request, TimelineQuery.MAX_LIMIT, page.next()),
                                        rights);
            }
        }
    }
}
