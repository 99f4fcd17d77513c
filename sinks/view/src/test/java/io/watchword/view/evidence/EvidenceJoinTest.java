package io.watchword.view.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.watchword.contract.Decoded;
import io.watchword.contract.Embedding;
import io.watchword.contract.Event;
import io.watchword.contract.Modality;
import io.watchword.contract.SegmentFacts;
import io.watchword.contract.TimeSpan;
import io.watchword.contract.TokenBlock;
import io.watchword.contract.WallClock;
import io.watchword.view.SampleEntries;
import io.watchword.view.timeline.EvidenceVectors;
import io.watchword.view.timeline.Position;
import io.watchword.view.timeline.TimelineEntry;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EvidenceJoinTest {
    private static final Event EVENT = SampleEntries.event("yard", "a", 1, 3_000_000);

    private static SegmentEvidence segment(long startUs, int[] motionIds, float... search) {
        Embedding embedding =
                new Embedding(
                        "yard",
                        "yard/0/" + startUs,
                        "yard",
                        0,
                        0,
                        new TimeSpan(startUs, startUs + 2_000_000),
                        "tiny 2",
                        "b",
                        motionIds,
                        List.of(
                                TokenBlock.quantise(
                                        Modality.SPATIAL, 2, 2, new float[] {1, 0, 3, 0}),
                                TokenBlock.quantise(Modality.AUDIO, 1, 2, new float[] {0, 0})),
                        search,
                        SegmentFacts.none(),
                        List.of(),
                        0,
                        false,
                        false,
                        List.of(
                                new WallClock(
                                        1_000_000_000_000L + startUs, WallClock.Origin.ARRIVAL)));
        Decoded<SegmentEvidence> kept =
                SegmentEvidence.decode(SegmentEvidence.of(embedding).encode());
        return ((Decoded.Valid<SegmentEvidence>) kept).value();
    }

    private static float product(float[] a, float[] b) {
        float sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static EvidenceVectors vectors(SegmentEvidence... segments) {
        return EvidenceJoin.vectors(EVENT, List.of(segments), Optional.empty());
    }

    @Test
    void vectorsAreUnitMeansOfTheSegments() {
        EvidenceVectors joined =
                vectors(
                        segment(2_000_000, new int[] {1, 1, 1, 1}, 1, 0),
                        segment(4_000_000, new int[] {2, 2, 2, 2}, 0, 1));

        assertThat(joined.bundleSha256()).isEqualTo("b");
        assertThat(joined.text()).usingComparatorWithPrecision(0.01f).containsExactly(.707f, .707f);
        assertThat(joined.picture()).usingComparatorWithPrecision(0.01f).containsExactly(1f, 0f);
        assertThat(joined.sound()).isEmpty(); // silence has no direction
        assertThat(product(joined.motion(), joined.motion())).isCloseTo(1, within(0.01f));
    }

    @Test
    void likeMotionIsNearerThanOtherMotion() {
        float[] still = vectors(segment(2_000_000, new int[] {0, 0, 0, 0, 0, 0}, 1)).motion();
        float[] some = vectors(segment(2_000_000, new int[] {0, 0, 0, 0, 7, 8}, 1)).motion();
        float[] alike = vectors(segment(2_000_000, new int[] {0, 0, 0, 7, 7, 8}, 1)).motion();

        assertThat(product(some, alike)).isGreaterThan(product(some, still) + 0.1f);
    }

    @Test
    void idsOfALargeCodebookShareTheBuckets() {
        float[] motion = vectors(segment(2_000_000, new int[] {5, 5000, 70_000}, 1)).motion();

        assertThat(motion).hasSize(SegmentEvidence.MOTION_BUCKETS);
        assertThat(SegmentEvidence.bucket(255)).isEqualTo(255);
        assertThat(SegmentEvidence.bucket(70_000)).isBetween(0, 255);
    }

    @Test
    void theClockOfTheSegmentInWhichAnEventStartsSaysWhenItWas() {
        List<SegmentEvidence> segments =
                List.of(segment(0, new int[0], 1), segment(2_000_000, new int[0], 1));

        assertThat(EvidenceJoin.startsAt(EVENT, segments, Optional.empty()))
                .contains(java.time.Instant.ofEpochSecond(1_000_003));
        assertThat(EvidenceJoin.startsAt(EVENT, List.of(), Optional.empty())).isEmpty();
    }

    @Test
    void aRevisionAfterItsSegmentsWereDroppedHasThoseOfTheRevisionBefore() {
        EvidenceVectors known = vectors(segment(2_000_000, new int[] {1}, 1, 0));
        TimelineEntry before =
                new TimelineEntry(
                        EVENT,
                        Optional.of(SampleEntries.NOON),
                        SampleEntries.NOON,
                        known,
                        new Position(0, 1));
        Event revision = SampleEntries.event("yard", "a", 2, 3_500_000);

        assertThat(EvidenceJoin.vectors(revision, List.of(), Optional.of(before))).isSameAs(known);
        assertThat(EvidenceJoin.startsAt(revision, List.of(), Optional.of(before)))
                .contains(SampleEntries.NOON.plusMillis(500));
    }
}
