package io.watchword.ingest.clock;

import static io.watchword.ingest.clock.PtsUnwrapper.Track.AUDIO;
import static io.watchword.ingest.clock.PtsUnwrapper.Track.VIDEO;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PtsUnwrapperTest {
    private final PtsUnwrapper clock = new PtsUnwrapper(60_000_000);

    @Test
    void beginsAtTheFirstFrame() {
        clock.start(1_400_000);

        assertThat(clock.mediaUs(VIDEO, 1_400_000, 40_000)).isZero();
        assertThat(clock.mediaUs(VIDEO, 1_440_000, 40_000)).isEqualTo(40_000);
    }

    @Test
    void letsAFrameWithoutAPtsFollowTheOneBefore() {
        clock.start(0);
        clock.mediaUs(VIDEO, 0, 40_000);

        assertThat(clock.mediaUs(VIDEO, PtsUnwrapper.UNKNOWN, 40_000)).isEqualTo(40_000);
    }

    @Test
    void goesOnWhereItStoodWhenBothStreamsJumpBack() {
        clock.start(0);
        clock.mediaUs(VIDEO, 9_960_000, 40_000);
        clock.mediaUs(AUDIO, 9_980_000, 20_000);

        long video = clock.mediaUs(VIDEO, 500_000, 40_000);
        boolean jumped = clock.jumped();
        long audio = clock.mediaUs(AUDIO, 510_000, 20_000);

        assertThat(video).isEqualTo(10_000_000);
        assertThat(jumped).isTrue();
        assertThat(audio).isEqualTo(10_010_000);
    }

    @Test
    void believesAGapThatTheContainerDeclared() {
        clock.start(0);
        clock.mediaUs(VIDEO, 0, 40_000);

        assertThat(clock.mediaUs(VIDEO, 30_000_000, 40_000)).isEqualTo(30_000_000);
        assertThat(clock.jumped()).isFalse();
    }

    @Test
    void believesSoundThatBeginsLate() {
        clock.start(0);
        clock.mediaUs(VIDEO, 0, 40_000);

        assertThat(clock.mediaUs(AUDIO, 30_000_000, 20_000)).isEqualTo(30_000_000);
        assertThat(clock.jumped()).isFalse();
    }

    @Test
    void beginsTogetherWhatSaysItBeginsADayLater() {
        clock.start(0);
        clock.mediaUs(VIDEO, 0, 40_000);

        assertThat(clock.mediaUs(AUDIO, 83_484_000_000L, 20_000)).isZero();
        assertThat(clock.jumped()).isTrue();
        assertThat(clock.mediaUs(AUDIO, 20_000, 20_000)).isEqualTo(20_000); // it lied only once
    }

    @Test
    void closesAGapBeyondAllThatWasDeclared() {
        clock.start(0);
        clock.mediaUs(VIDEO, 0, 40_000);

        assertThat(clock.mediaUs(VIDEO, 95_443_000_000L, 40_000)).isEqualTo(40_000);
        assertThat(clock.jumped()).isTrue();
    }
}
