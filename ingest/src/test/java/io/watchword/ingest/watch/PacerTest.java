package io.watchword.ingest.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PacerTest {
    @Test
    void sixtyCamerasAtOnceTakeTenSeconds() {
        Pacer pacer = new Pacer(Duration.ofMillis(170));
        Duration last = Duration.ZERO;
        List<Integer> seconds = new ArrayList<>();

        for (int camera = 0; camera < 60; camera++) {
            last = pacer.take(5);
            seconds.add((int) last.toSeconds());
        }

        assertThat(last).isEqualTo(Duration.ofMillis(59 * 170));
        assertThat(seconds)
                .allSatisfy(
                        s ->
                                assertThat(java.util.Collections.frequency(seconds, s))
                                        .isLessThanOrEqualTo(6));
    }

    @Test
    void aLateOneDoesNotWait() {
        Pacer pacer = new Pacer(Duration.ofMillis(170));
        pacer.take(0);

        assertThat(pacer.take(Duration.ofSeconds(1).toNanos())).isZero();
    }
}
