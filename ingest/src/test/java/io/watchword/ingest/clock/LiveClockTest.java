package io.watchword.ingest.clock;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.ingest.clock.PtsUnwrapper.Track;
import org.junit.jupiter.api.Test;

class LiveClockTest {
    private static final long FRAME_US = 40_000;
    private static final long SOUND_US = 20_000;
    private static final long WRAP_US = (1L << 33) * 100 / 9;

    private long nowNs = 1;
    private final LiveClock clock = new LiveClock(Track.VIDEO, 2_000_000, WRAP_US, () -> nowNs);

    private Place frame(long ptsUs) {
        nowNs += FRAME_US * 1000;
        return clock.place(Track.VIDEO, ptsUs, FRAME_US);
    }

    private Place sound(long ptsUs) {
        return clock.place(Track.AUDIO, ptsUs, SOUND_US);
    }

    private static Place at(long mediaUs) {
        return new Place.At(mediaUs, false);
    }

    @Test
    void countsFromTheFirstFrame() {
        clock.start(5_000_000);

        assertThat(frame(5_000_000)).isEqualTo(at(0));
        assertThat(sound(5_010_000)).isEqualTo(at(10_000));
        assertThat(frame(5_040_000)).isEqualTo(at(40_000));
        assertThat(frame(PtsUnwrapper.UNKNOWN)).isEqualTo(at(80_000));
    }

    @Test
    void bridgesWhatASegmentMayBridge() {
        clock.start(0);
        frame(0);

        assertThat(frame(2_000_000)).isEqualTo(at(2_000_000));
        assertThat(frame(1_950_000)).isEqualTo(at(2_000_000)); // a little back: stands still
    }

    @Test
    void beginsARunAfterAHoleInPts() {
        clock.start(0);
        frame(0);

        Place jump = frame(3_000_000);

        assertThat(jump).isEqualTo(new Place.NewRun(3_000_000, 2_960_000));
        clock.start(3_000_000);
        assertThat(frame(3_000_000)).isEqualTo(at(0));
    }

    @Test
    void countsOnlyWhatNeitherSoundNorPictureCovered() {
        clock.start(0);
        frame(0);
        for (long ptsUs = 0; ptsUs < 2_500_000; ptsUs += SOUND_US) {
            sound(ptsUs);
        }

        assertThat(frame(3_000_000)).isEqualTo(new Place.NewRun(3_000_000, 500_000));
    }

    @Test
    void measuresAPauseWherePtsStartAnew() {
        clock.start(100_000_000);
        frame(100_000_000);
        nowNs += 5_000_000_000L;

        assertThat(frame(0)).isEqualTo(new Place.NewRun(0, 5_000_000));
    }

    @Test
    void missesNothingWherePtsStartAnewAtOnce() {
        clock.start(100_000_000);
        frame(100_000_000);

        assertThat(frame(0)).isEqualTo(new Place.NewRun(0, 0));
    }

    @Test
    void takesAFarJumpAheadForAPauseOfUnknownLength() {
        clock.start(0);
        frame(0);

        assertThat(frame(3_600_000_000L)).isEqualTo(new Place.NewRun(3_600_000_000L, 0));
    }

    @Test
    void goesOnWhenTheCounterStartsAnew() {
        long startUs = WRAP_US - 60_000;
        clock.start(startUs);

        assertThat(frame(startUs)).isEqualTo(at(0));
        assertThat(sound(startUs)).isEqualTo(at(0));
        assertThat(frame(startUs + 40_000)).isEqualTo(at(40_000));
        assertThat(frame(20_000)).isEqualTo(at(80_000));
        assertThat(sound(10_000)).isEqualTo(at(70_000));
        assertThat(frame(60_000)).isEqualTo(at(120_000));
    }

    @Test
    void leavesOutSoundOfAnotherTimeAndTakesItBackWhenPicturesFollow() {
        clock.start(0);
        frame(0);
        sound(0);

        assertThat(sound(50_000_000)).isEqualTo(new Place.Stray());
        assertThat(frame(50_000_000)).isInstanceOf(Place.NewRun.class);
        clock.start(50_000_000);
        assertThat(frame(50_000_000)).isEqualTo(at(0));
        assertThat(sound(40_000)).isEqualTo(new Place.Stray()); // of the run before
        assertThat(sound(50_020_000)).isEqualTo(at(20_000));
    }

    @Test
    void laysSoundThatNeverFitsWhereTheClockStands() {
        clock.start(0);
        frame(0);
        sound(0);
        long ptsUs = 50_000_000;
        Place place = sound(ptsUs);
        int left = 1;
        while (place instanceof Place.Stray && left < 1000) {
            frame(left * SOUND_US);
            ptsUs += SOUND_US;
            place = sound(ptsUs);
            left++;
        }

        assertThat(left).isEqualTo(101); // two seconds
        assertThat(place).isInstanceOf(Place.At.class);
        long firstUs = ((Place.At) place).mediaUs();
        assertThat(firstUs).isEqualTo(100 * SOUND_US + FRAME_US);
        assertThat(sound(ptsUs + SOUND_US)).isEqualTo(at(firstUs + SOUND_US));
    }

    @Test
    void letsSoundPauseWhilePicturesGoOn() {
        clock.start(0);
        sound(0);
        for (int i = 0; i <= 250; i++) {
            frame(i * FRAME_US);
        }

        assertThat(sound(10_000_000)).isEqualTo(at(10_000_000));
    }

    @Test
    void followsPacketsInTheOrderOfDecoding() {
        clock.start(0);
        frame(1_000_000);

        assertThat(clock.passed(Track.VIDEO, 800_000)).isEqualTo(at(1_000_000));
        assertThat(clock.passed(Track.VIDEO, 1_200_000)).isEqualTo(at(1_200_000));
        assertThat(clock.passed(Track.VIDEO, 9_000_000)).isInstanceOf(Place.NewRun.class);
    }

    @Test
    void takesSlowFramesForWhatTheyAre() {
        LiveClock slow = new LiveClock(Track.VIDEO, 2_000_000, 0, () -> nowNs);
        slow.start(0);

        for (long ptsUs = 0; ptsUs < 60_000_000; ptsUs += 5_000_000) {
            assertThat(slow.place(Track.VIDEO, ptsUs, 5_000_000)).isEqualTo(at(ptsUs));
        }
    }
}
