package io.watchword.sinks.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.sinks.delivery.Backoff;
import io.watchword.sinks.delivery.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PatienceTest {
    private static final Outcome.Later AWAY =
            new Outcome.Later("nobody there", Optional.empty(), false);

    private final WarningLog log = WarningLog.of(Patience.class);
    private final ManualClock clock = new ManualClock();
    private final Instant begun = clock.instant();
    private final Patience patience =
            new Patience(
                    "alerts",
                    new Backoff(
                            Duration.ofSeconds(1), Duration.ofSeconds(10), new SplittableRandom(1)),
                    clock);

    @AfterEach
    void leave() {
        log.close();
    }

    @Test
    void saysOnceThatTheTargetIsGoneAndOnceThatItIsBack() {
        patience.failed(AWAY);
        clock.pass(patience.left());
        patience.failed(AWAY);
        clock.pass(Duration.ofSeconds(20));
        patience.worked();
        patience.worked();

        assertThat(log.lines()).hasSize(2);
        assertThat(log.lines().get(0))
                .startsWith("the target takes nothing, records wait")
                .contains("sink=\"alerts\"", "reason=\"nobody there\"");
        assertThat(log.lines().get(1)).startsWith("the target takes records again, none is lost");
    }

    @Test
    void remindsAtGrowingIntervals() {
        List<Long> minutes = new ArrayList<>();
        while (Duration.between(begun, clock.instant()).toHours() < 6) {
            int before = log.lines().size();
            patience.failed(AWAY);
            if (log.lines().size() > before) {
                minutes.add(Duration.between(begun, clock.instant()).toMinutes());
            }
            clock.pass(Duration.ofSeconds(10));
        }

        assertThat(minutes).containsExactly(0L, 1L, 3L, 7L, 15L, 31L, 63L, 123L, 183L, 243L, 303L);
    }

    @Test
    void tellsOfATargetThatComesAndGoesOnceAMinute() {
        for (int second = 0; second < 600; second++) {
            patience.failed(AWAY);
            clock.pass(Duration.ofSeconds(1));
            patience.worked();
        }

        assertThat(log.lines()).hasSizeBetween(18, 20); // gone, and back
    }

    @Test
    void waitsLongerEachTimeUntilSomethingIsTaken() {
        for (int i = 0; i < 6; i++) {
            patience.failed(AWAY);
            clock.pass(patience.left());
        }
        patience.failed(AWAY);
        assertThat(patience.left()).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(10));

        patience.progressed();
        patience.failed(AWAY);
        assertThat(patience.left()).isLessThanOrEqualTo(Duration.ofSeconds(1));
        patience.worked();
        assertThat(patience.left()).isZero();
    }
}
