package io.watchword.ingest.motion;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RestPolicyTest {
    private static final float STILL = 0;
    private static final float BUSY = 0.05f;

    private final RestPolicy policy = new RestPolicy();

    /** Every second packet is spare; six pictures a second are judged. */
    private void play(long fromS, long toS, int framesPerSecond, float moving) {
        for (long frame = fromS * framesPerSecond; frame < toS * framesPerSecond; frame++) {
            long timeUs = frame * 1_000_000 / framesPerSecond;
            policy.packet(timeUs, frame % 2 == 1);
            if (frame % (framesPerSecond / 6) == 0) {
                policy.picture(timeUs, moving);
            }
        }
    }

    @Test
    void restsAfterTenQuietSeconds() {
        play(0, 11, 30, STILL);
        assertThat(policy.rests()).isFalse();

        play(11, 13, 30, STILL);
        assertThat(policy.rests()).isTrue();
    }

    @Test
    void wakesAtTheFirstPictureThatMoves() {
        play(0, 20, 30, STILL);

        policy.picture(20_000_000, BUSY);

        assertThat(policy.rests()).isFalse();
    }

    @Test
    void countsTheQuietSecondsAnewAfterMotion() {
        play(0, 8, 30, STILL);
        play(8, 9, 30, BUSY);
        play(9, 18, 30, STILL);
        assertThat(policy.rests()).isFalse();

        play(18, 20, 30, STILL);
        assertThat(policy.rests()).isTrue();
    }

    @Test
    void whatIsTooLittleToWakeItIsTooMuchToFallAsleep() {
        float little = 2f / 720;
        play(0, 20, 30, little);
        assertThat(policy.rests()).isFalse();

        play(20, 40, 30, STILL);
        policy.picture(40_000_000, little);
        assertThat(policy.rests()).isTrue();
    }

    @Test
    void neverRestsWhereFewerThanTwelveFramesASecondWouldRemain() {
        play(0, 30, 18, STILL);

        assertThat(policy.rests()).isFalse();
    }

    @Test
    void restsWhereJustTwelveRemain() {
        play(0, 30, 24, STILL);

        assertThat(policy.rests()).isTrue();
    }

    @Test
    void neverRestsWhereEveryFrameIsNeeded() {
        for (long frame = 0; frame < 900; frame++) {
            policy.packet(frame * 33_333, false);
            policy.picture(frame * 33_333, STILL);
        }

        assertThat(policy.rests()).isFalse();
    }

    @Test
    void wakesWhereTheSourceJumps() {
        play(0, 20, 30, STILL);

        policy.packet(5_000_000, false);

        assertThat(policy.rests()).isFalse();
    }

    @Test
    void timeInWhichNothingWasJudgedIsNotQuiet() {
        play(0, 8, 30, STILL);
        for (long frame = 240; frame < 390; frame++) {
            policy.packet(frame * 33_333, frame % 2 == 1);
        }
        play(13, 14, 30, STILL);

        assertThat(policy.rests()).isFalse();
    }
}
