package io.watchword.deploy.eval.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.watchword.contract.TimeSpan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MetricsTest {
    private static TimeSpan seconds(double start, double end) {
        return new TimeSpan(Math.round(start * 1e6), Math.round(end * 1e6));
    }

    @Test
    void mostPairsAreFoundEvenIfTheFirstMustChangeItsPartner() {
        List<TimeSpan> said = List.of(seconds(0, 4), seconds(0, 3));
        List<TimeSpan> truth = List.of(seconds(0, 3.5), seconds(0.5, 5));

        // The first meets both, the second only the first: taken in order, one pair would do.
        assertThat(Overlap.pairs(said, truth, 0.5)).isEqualTo(2);
        assertThat(Overlap.pairs(said, truth, 0.95)).isZero();
    }

    @Test
    void aSpanThatOnlyReachesTheThresholdIsNotMet() {
        assertThat(Overlap.met(List.of(seconds(0, 1)), List.of(seconds(0, 2)), 0.5)).isZero();
        assertThat(Overlap.met(List.of(seconds(0, 1)), List.of(seconds(0, 2)), 0.49)).isEqualTo(1);
        assertThat(Overlap.met(List.of(), List.of(seconds(0, 2)), 0.1)).isZero();
    }

    @Test
    void sodaOfNothingSaidIsNothing() {
        assertThat(Soda.of(new double[2][0], 0).f1()).isZero();
        assertThat(Soda.of(new double[0][], 3).precision()).isZero();
    }

    @Test
    void aTallyCountsAsPolledQuestionsAreCounted() {
        Tally tally = new Tally(30, 10, 20, 40);

        assertThat(tally.accuracy()).isEqualTo(0.7);
        assertThat(tally.precision()).isEqualTo(0.75);
        assertThat(tally.recall()).isEqualTo(0.6);
        assertThat(tally.f1()).isCloseTo(2 * 0.75 * 0.6 / 1.35, within(1e-12));
        assertThat(tally.yesRatio()).isEqualTo(0.4);
        assertThat(Tally.NONE.f1()).isZero();
        assertThat(Tally.NONE.with(true, false)).isEqualTo(new Tally(0, 1, 0, 0));
    }

    @Test
    void confidenceThatKeepsItsPromiseHasNoCalibrationError() {
        List<Calibration.Claim> kept = new ArrayList<>();
        List<Calibration.Claim> broken = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            kept.add(new Calibration.Claim(0.8, i < 8));
            broken.add(new Calibration.Claim(1, i < 4));
        }

        assertThat(Calibration.of(kept).error()).isCloseTo(0, within(1e-9));
        assertThat(Calibration.of(broken).error()).isCloseTo(0.6, within(1e-9));
        assertThat(Calibration.of(broken).bins().get(14).count()).isEqualTo(10);
        assertThat(Calibration.of(List.of(new Calibration.Claim(0, true))).bins().get(0).count())
                .isEqualTo(1);
    }

    @Test
    void aModelToWhichAllClipsAreAlikeFindsNothing() {
        float[] query = {1, 0};
        List<float[]> alike = List.of(new float[] {1, 0}, new float[] {1, 0}, new float[] {1, 0});
        List<float[]> apart = List.of(new float[] {0, 1}, new float[] {1, 0}, new float[] {0, 1});
        boolean[] second = {false, true, false};

        assertThat(Retrieval.rank(query, alike, second)).isEqualTo(2);
        assertThat(Retrieval.rank(query, apart, second)).isZero();
        assertThat(Retrieval.recall(List.of(0, 4, 9, 30), 5)).isEqualTo(0.5);
    }

    @Test
    void aProbeLearnsWhatOneIdSaysAndCannotLearnNoise() {
        Random random = new Random(5);
        List<LinearProbe.Example> telling = new ArrayList<>();
        List<LinearProbe.Example> noise = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            int[] ids = {random.nextInt(20), random.nextInt(20), random.nextInt(20)};
            telling.add(new LinearProbe.Example(ids, ids[1] / 5));
            noise.add(new LinearProbe.Example(ids, random.nextInt(4)));
        }

        assertThat(share(telling)).isGreaterThan(0.95);
        assertThat(share(noise)).isLessThan(0.45);
    }

    private static double share(List<LinearProbe.Example> examples) {
        LinearProbe probe = LinearProbe.train(examples.subList(0, 300), 20, 4, 7);
        return examples.subList(300, 400).stream()
                        .filter(example -> probe.classify(example.ids()) == example.label())
                        .count()
                / 100.0;
    }

    @Test
    void slotsCountOneByOneAndAnUnreadableSentenceIsWrongInAll() {
        SlotTally tally = new SlotTally(List.of("actor", "sound"));
        Map<String, String> truth = Map.of("actor", "car", "sound", "none");

        assertThat(tally.add(Optional.of(truth), truth)).isTrue();
        assertThat(tally.add(Optional.of(Map.of("actor", "car", "sound", "horn")), truth))
                .isFalse();
        assertThat(tally.add(Optional.empty(), Map.of("actor", "bus"))).isFalse();

        assertThat(tally.accuracy("actor")).isCloseTo(2 / 3.0, within(1e-12));
        assertThat(tally.accuracy()).isEqualTo(0.5);
        assertThat(tally.wholeSentences()).isCloseTo(1 / 3.0, within(1e-12));
        assertThat(tally.majority("sound")).isEqualTo(1);
        assertThat(tally.majority("actor")).isCloseTo(2 / 3.0, within(1e-12));
    }

    @Test
    void aSoundBeginsWhereItFillsItsFirstStep() {
        long stepUs = 1_000_000 / 6;
        List<Onsets.Loud> steps = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            double full = -20;
            double quarter = full + 10 * Math.log10(0.25);
            double dbfs = i < 5 ? -80 : i == 5 ? quarter : full;
            steps.add(new Onsets.Loud(i * stepUs, (i + 1) * stepUs, dbfs));
        }

        List<Long> found = Onsets.find(steps);

        assertThat(found).hasSize(1);
        assertThat(found.get(0)).isCloseTo(6 * stepUs - stepUs / 4, within(2_000L));
    }

    @Test
    void steadyNoiseHasNoBeginningAndEachBeginningIsMatchedOnce() {
        List<Onsets.Loud> hum = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            hum.add(new Onsets.Loud(i * 100_000L, (i + 1) * 100_000L, -30 + i % 3));
        }

        assertThat(Onsets.find(hum)).isEmpty();
        assertThat(Onsets.match(List.of(1_000L, 1_500L), List.of(1_400L), 1_000_000))
                .containsExactly(new Onsets.Pair(1, 0, 100));
        assertThat(Onsets.match(List.of(0L), List.of(2_000_000L), 1_000_000)).isEmpty();
    }
}
