package io.watchword.ingest.watch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StreamClockTest {
    private static final long NOON_US = 1_700_000_000_000_000L;
    private static final long SECOND_NS = 1_000_000_000L;

    @Test
    void beginsAtTheFirstConnection() {
        StreamClock clock = new StreamClock(0, NOON_US, 0);

        assertThat(clock.connected(0, 3 * SECOND_NS)).isZero();
        assertThat(clock.originUnixUs()).isEqualTo(NOON_US + 3_000_000);
        assertThat(clock.nowUs(5 * SECOND_NS)).isEqualTo(2_000_000);
    }

    @Test
    void aConnectionLiesWhereTheTimeSinceThenPutsIt() {
        StreamClock clock = new StreamClock(NOON_US - 60_000_000, NOON_US, 0);

        assertThat(clock.connected(20_000_000, SECOND_NS)).isEqualTo(61_000_000);
    }

    @Test
    void mediaTimeNeverGoesBackWhenTheWallClockWasSetBack() {
        StreamClock clock = new StreamClock(NOON_US + 3_600_000_000L, NOON_US, 0);

        assertThat(clock.connected(20_000_000, SECOND_NS)).isEqualTo(20_000_000);
    }
}
