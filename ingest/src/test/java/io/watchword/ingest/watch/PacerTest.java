package io.watchword.ingest.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PacerTest {
    @Test
    void sixtyCamerasThatAskAllTheTimeTakeTenSeconds() {
        Pacer pacer = new Pacer(Duration.ofMillis(170));
        List<Long> seconds = new ArrayList<>();

        for (long nowMs = 0; seconds.size() < 60; nowMs++) {
            if (pacer.take(Duration.ofMillis(nowMs).toNanos()).isZero()) {
                seconds.add(nowMs / 1000);
            }
        }

        assertThat(seconds.get(59)).isEqualTo(59 * 170 / 1000);
        assertThat(seconds)
                .allSatisfy(
                        s ->
                                assertThat(java.util.Collections.frequency(seconds, s))
                                        .isLessThanOrEqualTo(6));
    }

    @Test
    void whoWaitsTakesNoPlaceFromWhoComesLater() {
        Pacer pacer = new Pacer(Duration.ofMillis(170));
        pacer.take(0);

        for (int waiting = 0; waiting < 1000; waiting++) {
            assertThat(pacer.take(Duration.ofMillis(20).toNanos()))
                    .isEqualTo(Duration.ofMillis(150));
        }
    }

    @Test
    void aLateOneDoesNotWait() {
        Pacer pacer = new Pacer(Duration.ofMillis(170));
        pacer.take(0);

        assertThat(pacer.take(Duration.ofSeconds(1).toNanos())).isZero();
    }
}
