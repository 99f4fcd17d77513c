package io.watchword.fusion.ask;

import io.watchword.contract.Event;
import io.watchword.contract.TimeSpan;
import io.watchword.contract.TokenLedger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes sketches and events of a stream of two-second segments. */
final class Stored {
    private static final long SEGMENT_US = 2_000_000;
    private static final float[] SAME = {1, 0, 0};

    private Stored() {}

    /** Segments in which nothing moves. */
    static List<Sketch> still(int count) {
        List<Sketch> sketches = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sketches.add(sketch(i, SAME, 0));
        }
        return sketches;
    }

    /** Segments in which something moves. */
    static List<Sketch> moving(int count) {
        List<Sketch> sketches = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sketches.add(sketch(i, SAME, 3));
        }
        return sketches;
    }

    static Sketch sketch(int index, float[] search, float activityPx) {
        TimeSpan span = new TimeSpan(index * SEGMENT_US, (index + 1) * SEGMENT_US);
        return new Sketch("seg-" + index, 0, span, 78, search, activityPx, -120, false);
    }

    static Event event(double startS, double endS, String caption, String... labels) {
        return event(startS + "-" + endS + caption, startS, endS, caption, 0.5f, List.of(labels));
    }

    static Event event(
            String id,
            double startS,
            double endS,
            String caption,
            float confidence,
            List<String> labels) {
        return new Event(
                id,
                1,
                "clip-1",
                "clip.mp4",
                span(startS, endS),
                caption,
                "en",
                labels,
                Event.Severity.INFO,
                confidence,
                new Event.Evidence(List.of(), -1, new TokenLedger(0, 0, 0, 0, 0, 0, 0)),
                new Event.Model("tiny 1", "", "", ""),
                false,
                Optional.empty());
    }

    static TimeSpan span(double startS, double endS) {
        return new TimeSpan((long) (startS * 1e6), (long) (endS * 1e6));
    }
}
