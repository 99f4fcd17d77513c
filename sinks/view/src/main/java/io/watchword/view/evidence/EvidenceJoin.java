package io.watchword.view.evidence;

import io.watchword.contract.Event;
import io.watchword.view.timeline.EvidenceVectors;
import io.watchword.view.timeline.TimelineEntry;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Joins an event with the segments that it rests on. Pure. */
public final class EvidenceJoin {
    private EvidenceJoin() {}

    /**
     * Means of the segments, brought to unit length. A revision that comes after its segments were
     * dropped has those of the revision before, since it rests on the same.
     *
     * @param segments those of the event's evidence that are still kept
     */
    public static EvidenceVectors vectors(
            Event event, List<SegmentEvidence> segments, Optional<TimelineEntry> before) {
        boolean all = segments.size() >= event.evidence().segmentIds().size();
        if (segments.isEmpty() || (!all && before.isPresent())) {
            return before.map(TimelineEntry::vectors).orElse(EvidenceVectors.NONE);
        }
        String bundle = segments.get(segments.size() - 1).vectors().bundleSha256();
        List<EvidenceVectors> alike = new ArrayList<>();
        for (SegmentEvidence segment : segments) {
            if (segment.vectors().bundleSha256().equals(bundle)) {
                alike.add(segment.vectors());
            }
        }
        return new EvidenceVectors(
                bundle,
                unit(sum(alike, EvidenceVectors::text)),
                unit(roots(sum(alike, EvidenceVectors::motion))),
                unit(sum(alike, EvidenceVectors::picture)),
                unit(sum(alike, EvidenceVectors::sound)));
    }

    /** Wall clock of the event's start, by the clock of the segment in which it lies. */
    public static Optional<Instant> startsAt(
            Event event, List<SegmentEvidence> segments, Optional<TimelineEntry> before) {
        long startUs = event.span().startUs();
        Optional<Instant> bySegment =
                segments.stream()
                        .filter(segment -> segment.startsAt().isPresent())
                        .min(Comparator.comparingLong(segment -> distanceUs(segment, startUs)))
                        .map(
                                segment ->
                                        segment.startsAt()
                                                .get()
                                                .plus(
                                                        startUs - segment.span().startUs(),
                                                        ChronoUnit.MICROS));
        return bySegment.or(
                () ->
                        before.flatMap(
                                one ->
                                        one.startsAt()
                                                .map(
                                                        at ->
                                                                at.plus(
                                                                        startUs
                                                                                - one.event()
                                                                                        .span()
                                                                                        .startUs(),
                                                                        ChronoUnit.MICROS))));
    }

    private static long distanceUs(SegmentEvidence segment, long ptsUs) {
        if (ptsUs < segment.span().startUs()) {
            return segment.span().startUs() - ptsUs;
        }
        return Math.max(0, ptsUs - segment.span().endUs() + 1);
    }

    /** Of the longest kind; vectors of another length are of no use beside it. */
    private static float[] sum(
            List<EvidenceVectors> vectors, Function<EvidenceVectors, float[]> kind) {
        int length = vectors.stream().mapToInt(one -> kind.apply(one).length).max().orElse(0);
        float[] sum = new float[length];
        for (EvidenceVectors one : vectors) {
            float[] values = kind.apply(one);
            for (int i = 0; values.length == length && i < length; i++) {
                sum[i] += values[i];
            }
        }
        return sum;
    }

    /**
     * Most motion tokens say that nothing moves. With the roots of their shares, the product of two
     * vectors is the Bhattacharyya coefficient of the two distributions, in which the rare ones
     * count.
     */
    private static float[] roots(float[] counts) {
        float[] roots = new float[counts.length];
        for (int i = 0; i < counts.length; i++) {
            roots[i] = (float) Math.sqrt(counts[i]);
        }
        return roots;
    }

    /** Empty where it has no direction. */
    private static float[] unit(float[] vector) {
        double squares = 0;
        for (float value : vector) {
            squares += (double) value * value;
        }
        double length = Math.sqrt(squares);
        if (!(length > 0) || !Double.isFinite(length)) {
            return new float[0];
        }
        float[] unit = new float[vector.length];
        for (int i = 0; i < unit.length; i++) {
            unit[i] = (float) (vector[i] / length);
        }
        return unit;
    }
}
