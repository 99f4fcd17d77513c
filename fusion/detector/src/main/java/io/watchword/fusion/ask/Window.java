package io.watchword.fusion.ask;

import io.watchword.contract.TimeSpan;
import java.util.List;

/**
 * Neighbouring segments that a model is asked about at once.
 *
 * @param segments in order of time, without holes; at least one
 */
public record Window(List<Sketch> segments) {
    public Window {
        segments = List.copyOf(segments);
        if (segments.isEmpty()) {
            throw new IllegalArgumentException("a window of no segments");
        }
    }

    public TimeSpan span() {
        return new TimeSpan(
                segments.get(0).span().startUs(), segments.get(segments.size() - 1).span().endUs());
    }

    public int tokens() {
        return segments.stream().mapToInt(Sketch::tokens).sum();
    }
}
