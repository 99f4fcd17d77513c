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
            if (pacer.take("camera", Duration.ofMillis(nowMs).toNanos()).isZero()) {
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
        pacer.take("first", 0);

        for (int waiting = 0; waiting < 1000; waiting++) {
            assertThat(pacer.take("waiting " + waiting, Duration.ofMillis(20).toNanos()))
                    .isEqualTo(Duration.ofMillis(150));
            pacer.leave("waiting " + waiting);
        }

        assertThat(pacer.take("late", Duration.ofMillis(170).toNanos())).isZero();
    }

    @Test
    void whoWaitsLongestComesFirst() {
        Pacer pacer = new Pacer(Duration.ofMillis(170));
        pacer.take("first", 0);
        pacer.take("second", 1);
        pacer.take("third", 2);
        long freeNs = Duration.ofMillis(170).toNanos();

        assertThat(pacer.take("third", freeNs)).isEqualTo(Duration.ofMillis(170));
        assertThat(pacer.take("second", freeNs)).isZero();
        assertThat(pacer.take("third", 2 * freeNs)).isZero();
    }

    @Test
    void aLateOneDoesNotWait() {
        Pacer pacer = new Pacer(Duration.ofMillis(170));
        pacer.take("first", 0);

        assertThat(pacer.take("late", Duration.ofSeconds(1).toNanos())).isZero();
    }
}
