package io.watchword.fusion.context;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.contract.Embedding;
import io.watchword.contract.Modality;
import io.watchword.contract.PictureTokens;
import io.watchword.contract.TimeSpan;
import io.watchword.contract.TokenBlock;
import io.watchword.fusion.FuseConfig;
import io.watchword.fusion.detect.EventCandidate;
import io.watchword.fusion.detect.Labels;
import io.watchword.fusion.testing.StreamScript;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.PojoTypeInfo;
import org.junit.jupiter.api.Test;

class ContextWindowTest {
    private final ContextWindow window = new ContextWindow(FuseConfig.DEFAULT.describing());

    @Test
    void showsTheSegmentsAnEventOverlaps() {
        assertThat(shown(10, Labels.MOTION, 4.1, 8.7)).containsExactly(2L, 3L, 4L);
    }

    @Test
    void leavesOutASegmentThatOnlyThePaddingTouches() {
        assertThat(shown(10, Labels.MOTION, 3.8, 8.2)).containsExactly(2L, 3L);
    }

    @Test
    void showsTheSegmentOfAnEventShorterThanTheLeastOverlap() {
        assertThat(shown(10, Labels.MOTION, 3.9, 4.2)).containsExactly(2L);
    }

    @Test
    void showsNoSegmentOfACalmInWhichSomethingElseHappens() {
        assertThat(shown(10, Labels.CALM, 8.7, 14.4)).containsExactly(5L, 6L);
    }

    @Test
    void showsTheQuietestChoiceWhenACalmHoldsNoWholeSegment() {
        assertThat(shown(10, Labels.CALM, 8.5, 11.2)).containsExactly(4L);
    }

    @Test
    void dropsTheLeastCoveredEndWhenFiveSegmentsAreOverlapped() {
        assertThat(shown(10, Labels.MOTION, 1.2, 9.0)).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void spreadsItsChoiceEvenlyOverALongEvent() {
        assertThat(shown(12, Labels.CALM, 0, 24)).containsExactly(1L, 4L, 7L, 10L);
    }

    @Test
    void keepsFewSegmentsOfAVeryLongCalmAndStillShowsAllOfIt() {
        RecentSegments recent = after(StreamScript.lasting(7200).embeddings());

        assertThat(recent.segments()).hasSizeLessThanOrEqualTo(12);
        assertThat(recent.segments().get(0).sequence()).isZero();
        assertThat(recent.segments().get(recent.segments().size() - 1).sequence()).isEqualTo(3599);
        assertThat(window.choose(recent, candidate(Labels.CALM, 0, 7200)))
                .hasSize(4)
                .first()
                .returns(true, s -> s.sequence() < 1200);
    }

    @Test
    void showsFewerSegmentsWhenTheTokenBudgetIsSmall() {
        FuseConfig.Describing small =
                new FuseConfig.Describing(
                        4, 7, 0, Duration.ofSeconds(1), 0, Duration.ZERO, 1, false);
        ContextWindow tight = new ContextWindow(small);

        List<ContextSegment> shown =
                tight.choose(
                        after(StreamScript.lasting(8).embeddings()),
                        candidate(Labels.MOTION, 0, 8));

        assertThat(shown).hasSize(2);
    }

    @Test
    void forgetsWhatEndedAndWhatBelongsToAnotherEpoch() {
        RecentSegments recent = after(StreamScript.lasting(10).segments(1));

        assertThat(window.trim(recent, 1, 6_000_000).segments())
                .extracting(ContextSegment::sequence)
                .containsExactly(3L, 4L);
        assertThat(window.trim(recent, 2, 0).segments()).isEmpty();
    }

    @Test
    void keepsNoTilesThatOnlyAQuestionNeeds() {
        Embedding plain = StreamScript.lasting(2).segments(0).get(0);
        List<PictureTokens> pictures =
                List.of(
                        new PictureTokens(0, 1, 2, 1, 1, true),
                        new PictureTokens(0, 1, 2, 1, 2, true),
                        new PictureTokens(0, 1, 2));
        TokenBlock block = new TokenBlock(Modality.SPATIAL, 6, 1, 1, new byte[] {1, 2, 3, 4, 5, 6});
        Embedding tiled =
                new Embedding(
                        plain.streamId(),
                        plain.segmentId(),
                        plain.source(),
                        plain.epoch(),
                        plain.sequence(),
                        plain.span(),
                        plain.bundle(),
                        plain.bundleSha256(),
                        plain.motionIds(),
                        List.of(block.of(pictures)),
                        plain.searchVector(),
                        plain.facts(),
                        plain.texts(),
                        plain.decodeErrorRatio(),
                        plain.discontinuity(),
                        plain.last());

        TokenBlock kept = after(List.of(tiled)).segments().get(0).blocks().get(0);

        assertThat(kept.values()).containsExactly(5, 6);
    }

    @Test
    void stateIsARecordThatFlinkCanEvolve() {
        assertThat(TypeInformation.of(RecentSegments.class)).isInstanceOf(PojoTypeInfo.class);
    }

    private List<Long> shown(int segments, String label, double from, double to) {
        RecentSegments recent = after(StreamScript.lasting(segments * 2).embeddings());
        return window.choose(recent, candidate(label, from, to)).stream()
                .map(ContextSegment::sequence)
                .toList();
    }

    private RecentSegments after(List<Embedding> embeddings) {
        RecentSegments recent = RecentSegments.EMPTY;
        for (Embedding embedding : embeddings) {
            recent = window.add(recent, embedding);
        }
        return recent;
    }

    private static EventCandidate candidate(String label, double from, double to) {
        TimeSpan span = new TimeSpan(Math.round(from * 1e6), Math.round(to * 1e6));
        return new EventCandidate(
                "id", "clip-1", "clip.mp4", 0, "rule", span, List.of(label), "tiny 1", "");
    }
}
