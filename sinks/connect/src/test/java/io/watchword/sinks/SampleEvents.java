package io.watchword.sinks;

import io.watchword.contract.Decoded;
import io.watchword.contract.Event;
import io.watchword.contract.EventCodec;
import io.watchword.contract.TimeSpan;
import io.watchword.contract.TokenLedger;
import io.watchword.sinks.row.EventJson;
import java.util.List;
import java.util.Optional;

/** Events for tests: of stream {@code car-1a2b3c4d}, source {@code car.mp4}, unless said else. */
public final class SampleEvents {
    public static final String STREAM = "car-1a2b3c4d";
    public static final String SOURCE = "car.mp4";

    private SampleEvents() {}

    public static Event event(String id, int revision, long startUs, long endUs, String caption) {
        return event(STREAM, SOURCE, id, revision, new TimeSpan(startUs, endUs), caption, null);
    }

    public static Event replacing(String id, String supersedes, long startUs, String caption) {
        TimeSpan span = new TimeSpan(startUs, startUs + 1_000_000);
        return event(STREAM, SOURCE, id, 1, span, caption, supersedes);
    }

    public static Event eventOf(
            String stream, String source, String id, long startUs, String caption) {
        return event(
                stream, source, id, 1, new TimeSpan(startUs, startUs + 1_000_000), caption, null);
    }

    public static Event inRussian(String id, long startUs, String caption) {
        return written(event(id, 1, startUs, startUs + 1_000_000, caption), "ru", "a");
    }

    public static Event byModel(String sha256, String id, long startUs, String caption) {
        return written(event(id, 1, startUs, startUs + 1_000_000, caption), "en", sha256);
    }

    private static Event written(Event event, String language, String modelSha256) {
        return new Event(
                event.eventId(),
                event.revision(),
                event.streamId(),
                event.source(),
                event.span(),
                event.caption(),
                language,
                event.labels(),
                event.severity(),
                event.confidence(),
                event.evidence(),
                new Event.Model("tiny 1", modelSha256, "b", "c"),
                event.degraded(),
                event.supersedes());
    }

    /** The event with other labels, severity and evidence. */
    public static Event with(
            Event event, List<String> labels, Event.Severity severity, List<String> segmentIds) {
        return new Event(
                event.eventId(),
                event.revision(),
                event.streamId(),
                event.source(),
                event.span(),
                event.caption(),
                event.language(),
                labels,
                severity,
                event.confidence(),
                new Event.Evidence(segmentIds, 0, event.evidence().tokens()),
                event.model(),
                event.degraded(),
                event.supersedes());
    }

    private static Event event(
            String stream,
            String source,
            String id,
            int revision,
            TimeSpan span,
            String caption,
            @org.jspecify.annotations.Nullable String supersedes) {
        return new Event(
                id,
                revision,
                stream,
                source,
                span,
                caption,
                "en",
                List.of("motion"),
                Event.Severity.INFO,
                0.5f,
                new Event.Evidence(List.of("s/1/0"), 0, new TokenLedger(1, 15, 15, 5, 8, 8, 12)),
                new Event.Model("tiny 1", "a", "b", "c"),
                false,
                Optional.ofNullable(supersedes));
    }

    public static String line(Event event) {
        return new String(EventCodec.encode(event), java.nio.charset.StandardCharsets.UTF_8);
    }

    public static EventJson json(Event event) {
        return ((Decoded.Valid<EventJson>) EventJson.decode(EventCodec.encode(event))).value();
    }
}
