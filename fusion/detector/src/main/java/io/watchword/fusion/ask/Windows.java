package io.watchword.fusion.ask;

import io.watchword.contract.Event;
import io.watchword.contract.TimeSpan;
import io.watchword.fusion.detect.Labels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Cuts a span's segments into windows: one around each event, so that what happens is seen whole,
 * and the rest in turn. Each segment is in at most one window. Pure.
 */
final class Windows {
    private static final long MOST_HOLE_US = 100_000;

    private final int maxSegments;

    Windows(int maxSegments) {
        this.maxSegments = maxSegments;
    }

    /**
     * @param segments in order of time
     * @return in order of time
     */
    List<Window> of(List<Sketch> segments, List<Event> events) {
        boolean[] taken = new boolean[segments.size()];
        List<Window> windows = new ArrayList<>();
        for (Event event : happenings(events)) {
            around(segments, taken, event.span(), windows);
        }
        rest(segments, taken, windows);
        windows.sort(Comparator.comparingLong(window -> window.span().startUs()));
        return windows;
    }

    private static List<Event> happenings(List<Event> events) {
        return events.stream()
                .filter(event -> !event.isPart() && !event.labels().contains(Labels.CALM))
                .sorted(Comparator.comparingLong(event -> event.span().startUs()))
                .toList();
    }

    private void around(
            List<Sketch> segments, boolean[] taken, TimeSpan span, List<Window> windows) {
        List<Sketch> run = new ArrayList<>();
        for (int i = firstEndingAfter(segments, span.startUs()); i < segments.size(); i++) {
            Sketch segment = segments.get(i);
            if (!segment.span().overlaps(span)) {
                break;
            }
            if (!taken[i]) {
                taken[i] = true;
                extend(run, segment, windows);
            }
        }
        close(run, windows);
    }

    private void rest(List<Sketch> segments, boolean[] taken, List<Window> windows) {
        List<Sketch> run = new ArrayList<>();
        for (int i = 0; i < segments.size(); i++) {
            if (taken[i]) {
                close(run, windows);
            } else {
                extend(run, segments.get(i), windows);
            }
        }
        close(run, windows);
    }

    private void extend(List<Sketch> run, Sketch segment, List<Window> windows) {
        if (run.size() == maxSegments || !follows(run, segment)) {
            close(run, windows);
        }
        run.add(segment);
    }

    private static boolean follows(List<Sketch> run, Sketch segment) {
        if (run.isEmpty()) {
            return true;
        }
        Sketch before = run.get(run.size() - 1);
        long holeUs = segment.span().startUs() - before.span().endUs();
        return before.epoch() == segment.epoch() && Math.abs(holeUs) <= MOST_HOLE_US;
    }

    private static void close(List<Sketch> run, List<Window> windows) {
        if (!run.isEmpty()) {
            windows.add(new Window(run));
            run.clear();
        }
    }

    private static int firstEndingAfter(List<Sketch> segments, long timeUs) {
        int low = 0;
        int high = segments.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (segments.get(middle).span().endUs() <= timeUs) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
