package io.watchword.fusion.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.contract.Embedding;
import io.watchword.contract.TimeSpan;
import io.watchword.fusion.FuseConfig;
import io.watchword.fusion.testing.StreamScript;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.PojoTypeInfo;
import org.junit.jupiter.api.Test;

class EventDetectorTest {
    private static final double MOVING = FuseConfig.DEFAULT.scoring().motionPx() * 2;
    private static final double HOVERING = FuseConfig.DEFAULT.scoring().motionPx() * 0.8;
    private static final double STILL = FuseConfig.DEFAULT.scoring().motionPx() * 0.3;

    private final EventDetector detector = new EventDetector(FuseConfig.DEFAULT);

    @Test
    void reportsOneEventForEachCarThatPassesAndTheCalmBetween() {
        StreamScript carPark =
                StreamScript.lasting(30.2)
                        .motion(4.5, 8.5, MOVING)
                        .motion(14.5, 18.5, MOVING)
                        .motion(25.5, 27.5, MOVING);

        assertThat(told(carPark))
                .containsExactly(
                        "calm 0.0-4.2",
                        "motion 4.2-8.8",
                        "calm 8.8-14.2",
                        "motion 14.2-18.8",
                        "calm 18.8-25.2",
                        "motion 25.2-27.8");
    }

    @Test
    void reportsOneEventWhenTheScoreHoversBetweenClosingAndOpening() {
        StreamScript hovering =
                StreamScript.lasting(12)
                        .motion(2, 3, MOVING)
                        .motion(3, 5, HOVERING)
                        .motion(5, 6, MOVING);

        assertThat(told(hovering)).containsExactly("motion 1.7-6.3", "calm 6.3-12.0");
    }

    @Test
    void joinsActivityAcrossAPauseShorterThanCloseAfter() {
        StreamScript pausing = StreamScript.lasting(10).motion(1, 3, MOVING).motion(3.5, 5, MOVING);

        assertThat(told(pausing)).containsExactly("motion 0.7-5.3", "calm 5.3-10.0");
    }

    @Test
    void beginsAnEventWhereTheRiseBegins() {
        StreamScript rising = StreamScript.lasting(6).motion(2.5, 3, HOVERING).motion(3, 4, MOVING);

        assertThat(told(rising)).containsExactly("motion 2.2-4.3");
    }

    @Test
    void opensNothingWhenTheScoreNeverReachesOpening() {
        assertThat(told(StreamScript.lasting(10).motion(2, 8, HOVERING)))
                .containsExactly("calm 0.0-10.0");
    }

    @Test
    void ignoresABlipShorterThanTheMinimum() {
        assertThat(told(StreamScript.lasting(10).motion(5, 5.33, MOVING)))
                .containsExactly("calm 0.0-10.0");
    }

    @Test
    void cutsLongActivityAtSegmentEndsWithinTheMaximum() {
        StreamScript busy = StreamScript.lasting(20).motion(1, 20, MOVING);

        assertThat(told(busy))
                .containsExactly("motion 0.7-8.0", "motion 8.0-16.0", "motion 16.0-20.0");
    }

    @Test
    void closesBeforeTheCutWhenItHasAlreadyFallenQuiet() {
        StreamScript quietAtTheCut = StreamScript.lasting(14).motion(0.5, 7.5, MOVING);

        assertThat(told(quietAtTheCut)).containsExactly("motion 0.2-7.8", "calm 7.8-14.0");
    }

    @Test
    void givesOneCalmEventForAQuietStream() {
        assertThat(told(StreamScript.lasting(600).motion(0, 600, STILL)))
                .containsExactly("calm 0.0-600.0");
    }

    @Test
    void givesAShortQuietStreamOneEvent() {
        assertThat(told(StreamScript.lasting(1.3))).containsExactly("calm 0.0-1.3");
    }

    @Test
    void givesAStreamOfOneBlipOneEvent() {
        assertThat(told(StreamScript.lasting(0.5).motion(0.16, 0.5, MOVING)))
                .containsExactly("motion 0.0-0.5");
    }

    @Test
    void closesWhatIsOpenAtTheEndInsideTheStream() {
        assertThat(told(StreamScript.lasting(5.1).motion(2, 5.1, MOVING)))
                .containsExactly("motion 1.7-5.1");
    }

    @Test
    void givesNothingForAStreamWithoutMedia() {
        assertThat(told(StreamScript.lasting(0))).isEmpty();
    }

    @Test
    void namesACameraThatMoves() {
        assertThat(told(StreamScript.lasting(8).camera(2, 4, 5))).containsExactly("camera 1.7-4.3");
    }

    @Test
    void opensWhenSoundRisesAboveItsBackground() {
        StreamScript horn =
                StreamScript.lasting(14).loudness(0, 14, -45).loudness(6, 7.5, -15).withoutVideo();

        assertThat(told(horn)).containsExactly("calm 0.0-5.7", "sound 5.7-8.1", "calm 8.1-14.0");
    }

    @Test
    void hearsABangOfOneStepByItsLoudnessAndNotAClick() {
        StreamScript quietRoom = StreamScript.lasting(14).loudness(0, 14, -55).withoutVideo();

        assertThat(told(quietRoom.loudness(6, 6.17, -20)))
                .containsExactly("calm 0.0-5.7", "sound 5.7-7.0", "calm 7.0-14.0");
        assertThat(told(quietRoom.loudness(6, 6.17, -42))).containsExactly("calm 0.0-14.0");
    }

    @Test
    void ignoresSingleStepsThatTheirNeighboursDoNotShare() {
        StreamScript flickering = StreamScript.lasting(12);
        for (double at = 1; at < 11; at += 0.5) {
            flickering.motion(at, at + 0.17, 20 * MOVING);
        }

        assertThat(told(flickering)).containsExactly("calm 0.0-12.0");
    }

    @Test
    void takesAHumThatStaysAsBackground() {
        assertThat(told(StreamScript.lasting(60).loudness(0, 60, -20)))
                .containsExactly("calm 0.0-60.0");
    }

    @Test
    void splitsEventsWhereANewShotBegins() {
        StreamScript twoShots = StreamScript.lasting(8).motion(0, 8, MOVING).cutInSegment(2);

        assertThat(told(twoShots)).containsExactly("motion 0.0-4.0", "motion+scene-cut 4.0-8.0");
    }

    @Test
    void splitsCalmWhereANewShotBegins() {
        assertThat(told(StreamScript.lasting(12).cutInSegment(3)))
                .containsExactly("calm 0.0-6.0", "scene-cut 6.0-6.8", "calm 6.8-12.0");
    }

    @Test
    void endsEventsWhereMediaIsMissing() {
        List<Embedding> embeddings =
                new ArrayList<>(StreamScript.lasting(12).motion(1, 12, MOVING).embeddings());
        embeddings.subList(2, 4).clear();

        assertThat(told(embeddings)).containsExactly("motion 0.7-4.0", "motion 8.0-12.0");
    }

    @Test
    void countsAReplayedEmbeddingOnce() {
        List<Embedding> embeddings = carPark().embeddings();
        List<Embedding> replayed = new ArrayList<>();
        for (int i = 0; i < embeddings.size(); i++) {
            replayed.addAll(embeddings.subList(Math.max(0, i - 3), i + 1));
        }

        assertThat(run(replayed)).isEqualTo(run(embeddings));
    }

    @Test
    void endsAgainWithoutEventsWhenTheEndIsReplayed() {
        List<Embedding> embeddings = carPark().embeddings();
        DetectorState end = DetectorState.INITIAL;
        for (Embedding embedding : embeddings) {
            end = detector.observe(end, embedding).next();
        }

        Decision again = detector.observe(end, embeddings.get(embeddings.size() - 1));

        assertThat(again.ended()).isTrue();
        assertThat(again.candidates()).isEmpty();
        assertThat(again.next().emitted()).isEqualTo(5);
    }

    @Test
    void beginsAnewWhenTheStreamIsReadAgainUnderAnotherLanguage() {
        List<Embedding> embeddings = carPark().embeddings();
        DetectorState end = DetectorState.INITIAL;
        for (Embedding embedding : embeddings) {
            end = detector.observe(end, embedding).next();
        }
        EventDetector russian = new EventDetector(FuseConfig.DEFAULT.withLanguage("ru"));

        Decision first = russian.observe(end, embeddings.get(0));

        assertThat(first.fresh()).isTrue();
        assertThat(first.next().sequence()).isZero();
        assertThat(first.next().emitted()).isZero();
    }

    @Test
    void namesTheBundleOfTheMediaWhenTheEndNamesNone() {
        List<EventCandidate> candidates = run(carPark().embeddings());

        assertThat(candidates)
                .extracting(EventCandidate::bundleSha256)
                .containsOnly(StreamScript.BUNDLE_SHA256);
    }

    @Test
    void keepsSpansApartInsideTheStreamAndIdsDistinctWhateverHappens() {
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            double seconds = 0.2 + random.nextInt(400) / 10.0;
            StreamScript script = StreamScript.lasting(seconds);
            for (int i = random.nextInt(12); i > 0; i--) {
                double from = random.nextDouble() * seconds;
                double to = from + random.nextDouble() * 6;
                script.motion(from, to, random.nextDouble() * 2 * MOVING);
                script.loudness(to, to + random.nextDouble(), -60 + random.nextInt(60));
            }
            if (random.nextBoolean()) {
                script.cutInSegment(random.nextInt(20));
            }

            List<EventCandidate> candidates = run(script.embeddings());

            assertThat(candidates).as("seed %d", seed).isNotEmpty();
            assertThat(candidates)
                    .extracting(EventCandidate::eventId)
                    .as("seed %d", seed)
                    .doesNotHaveDuplicates();
            long beforeUs = 0;
            for (EventCandidate candidate : candidates) {
                TimeSpan span = candidate.span();
                assertThat(span.startUs())
                        .as("seed %d %s", seed, span)
                        .isGreaterThanOrEqualTo(beforeUs);
                assertThat(span.durationUs()).as("seed %d %s", seed, span).isPositive();
                assertThat(span.endUs())
                        .as("seed %d %s", seed, span)
                        .isLessThanOrEqualTo((long) (seconds * 1e6));
                if (!candidate.calm()) {
                    assertThat(span.durationUs())
                            .as("seed %d", seed)
                            .isLessThanOrEqualTo(8_000_000);
                }
                beforeUs = span.endUs();
            }
        }
    }

    @Test
    void stateIsARecordThatFlinkCanEvolve() {
        assertThat(TypeInformation.of(DetectorState.class)).isInstanceOf(PojoTypeInfo.class);
    }

    private static StreamScript carPark() {
        return StreamScript.lasting(24).motion(4.5, 8.5, MOVING).motion(14.5, 18.5, MOVING);
    }

    private List<String> told(StreamScript script) {
        return told(script.embeddings());
    }

    private List<String> told(List<Embedding> embeddings) {
        return run(embeddings).stream()
                .map(
                        c ->
                                String.format(
                                        "%s %.1f-%.1f",
                                        String.join("+", c.labels()),
                                        c.span().startUs() / 1e6,
                                        c.span().endUs() / 1e6))
                .toList();
    }

    private List<EventCandidate> run(List<Embedding> embeddings) {
        List<EventCandidate> candidates = new ArrayList<>();
        DetectorState state = DetectorState.INITIAL;
        for (Embedding embedding : embeddings) {
            Decision decision = detector.observe(state, embedding);
            candidates.addAll(decision.candidates());
            state = decision.next();
        }
        return candidates;
    }
}
