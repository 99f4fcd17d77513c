package io.watchword.deploy.metrics;

import io.watchword.contract.StreamVitals;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What one label {@code stream} stands for: one stream, or all that have no label of their own.
 * Totals never fall, also when a stream is forgotten. Guarded by itself: workers write, scrapes
 * read.
 */
final class StreamSeries {
    /** Of one stream. */
    private record Seen(StreamVitals vitals, long frameNs) {}

    private final Map<String, Seen> streams = new HashMap<>();
    private final Map<String, Double> retired = new HashMap<>();

    /** The newest vitals of a stream, seen at a time. */
    synchronized void observe(String streamId, StreamVitals vitals, long nowNs) {
        Seen before = streams.get(streamId);
        boolean frames = before == null || vitals.framesDecoded() > before.vitals().framesDecoded();
        streams.put(streamId, new Seen(vitals, frames || before == null ? nowNs : before.frameNs));
    }

    /** Forgets a stream; what it added to totals stays in them. */
    synchronized void forget(String streamId) {
        Seen gone = streams.remove(streamId);
        if (gone != null) {
            for (Total total : Total.values()) {
                retired.merge(total.name(), (double) total.of(gone.vitals()), Double::sum);
            }
        }
    }

    /** Vitals that only rise while a stream is known. */
    enum Total {
        PROCESSED_US,
        SHED_US,
        GAP_US,
        DECODED,
        DAMAGED,
        BYTES;

        private long of(StreamVitals vitals) {
            return switch (this) {
                case PROCESSED_US -> vitals.processedUs();
                case SHED_US -> vitals.shedUs();
                case GAP_US -> vitals.gapUs();
                case DECODED -> vitals.framesDecoded();
                case DAMAGED -> vitals.framesDamaged();
                case BYTES -> vitals.bytesRead();
            };
        }
    }

    synchronized double total(Total total) {
        return retired.getOrDefault(total.name(), 0.0)
                + streams.values().stream().mapToLong(seen -> total.of(seen.vitals())).sum();
    }

    /** 1 unless a stream is not where it should be. */
    synchronized double up() {
        return streams.values().stream().allMatch(seen -> isUp(seen.vitals().state())) ? 1 : 0;
    }

    private static boolean isUp(StreamVitals.State state) {
        return switch (state) {
            case LIVE, DONE, WAITING -> true;
            case CONNECTING, STALLED, BACKING_OFF, FAILED -> false;
        };
    }

    /** Streams in a state. */
    synchronized double in(StreamVitals.State state) {
        return streams.values().stream().filter(seen -> seen.vitals().state() == state).count();
    }

    /** The longest time since a stream that should have frames had one. */
    synchronized double frameAgeSeconds(long nowNs) {
        return streams.values().stream()
                        .filter(seen -> hasFrames(seen.vitals().state()))
                        .mapToLong(seen -> nowNs - seen.frameNs())
                        .max()
                        .orElse(0)
                / 1e9;
    }

    private static boolean hasFrames(StreamVitals.State state) {
        return state != StreamVitals.State.DONE && state != StreamVitals.State.WAITING;
    }

    synchronized double errorRatio() {
        double damaged = total(Total.DAMAGED);
        double all = damaged + total(Total.DECODED);
        return all == 0 ? 0 : damaged / all;
    }

    /** The largest of the streams; NaN where none says it. */
    synchronized double largest(ToDoubleFunction<StreamVitals> of) {
        return streams.values().stream()
                .mapToDouble(seen -> of.applyAsDouble(seen.vitals()))
                .filter(value -> !Double.isNaN(value))
                .max()
                .orElse(Double.NaN);
    }
}
