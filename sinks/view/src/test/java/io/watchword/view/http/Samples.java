package io.watchword.view.http;

import io.watchword.contract.Event;
import io.watchword.contract.StreamStatus;
import io.watchword.contract.StreamVitals;
import io.watchword.contract.TimeSpan;
import io.watchword.contract.TokenLedger;
import io.watchword.view.timeline.EvidenceVectors;
import io.watchword.view.timeline.Position;
import io.watchword.view.timeline.StreamState;
import io.watchword.view.timeline.TimelineEntry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Events and streams to show. */
public final class Samples {
    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private Samples() {}

    public static TimelineEntry entry(
            int number, String streamId, String caption, String... labels) {
        long startUs = number * 10_000_000L;
        Event event =
                new Event(
                        id(number),
                        1,
                        streamId,
                        "rtsp://camera/" + streamId,
                        new TimeSpan(startUs, startUs + 4_000_000),
                        caption,
                        "en",
                        List.of(labels),
                        Event.Severity.NOTICE,
                        0.8f,
                        new Event.Evidence(
                                List.of("segment-" + number),
                                startUs,
                                new TokenLedger(1, 2, 3, 4, 5, 6, 7)),
                        new Event.Model("tiny", "00", "11", "22"),
                        false,
                        Optional.empty());
        return new TimelineEntry(
                event,
                Optional.of(NOON.plusSeconds(number)),
                NOON.plusSeconds(number + 1),
                EvidenceVectors.NONE,
                new Position(0, number));
    }

    public static String id(int number) {
        return "00000000-0000-4000-8000-%012d".formatted(number);
    }

    static StreamState stream(String streamId, Optional<TimelineEntry> last) {
        StreamVitals vitals =
                new StreamVitals(
                        StreamVitals.State.BACKING_OFF,
                        1_770_000_000_000_000L,
                        "connection refused",
                        1_770_000_005_000_000L,
                        1,
                        24.9f,
                        100,
                        0,
                        1000,
                        0,
                        2,
                        0,
                        0,
                        0,
                        1,
                        StreamVitals.NO_SKEW,
                        0,
                        "",
                        "worker");
        return new StreamState(
                streamId,
                "rtsp://camera/" + streamId,
                Optional.of(
                        new StreamStatus(
                                streamId,
                                StreamStatus.Stage.INGEST,
                                "rtsp://camera/" + streamId,
                                false,
                                0,
                                -1,
                                0,
                                Optional.empty(),
                                Optional.of(vitals))),
                7,
                last);
    }
}
