package io.watchword.sinks.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final Backoff backoff = new Backoff(FIRST, LONGEST, new SplittableRandom(7));

    @Test
    void doublesWithJitterUpToTheBound() {
        for (long fullMs : new long[] {1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000}) {
            assertThat(backoff.next(Optional.empty()).toMillis()).isBetween(fullMs / 2, fullMs);
        }
        for (int i = 0; i < 100; i++) {
            assertThat(backoff.next(Optional.empty()).toMillis()).isBetween(30_000L, 60_000L);
        }
    }

    @Test
    void waitsAsLongAsTheTargetAsksButNoLongerThanTheBound() {
        assertThat(backoff.next(Optional.of(Duration.ofSeconds(20)))).hasSeconds(20);
        assertThat(backoff.next(Optional.of(Duration.ofDays(365)))).isEqualTo(LONGEST);
    }

    @Test
    void beginsAnewAfterASuccess() {
        backoff.next(Optional.empty());
        backoff.next(Optional.empty());

        backoff.reset();

        assertThat(backoff.next(Optional.empty())).isLessThanOrEqualTo(FIRST);
    }

    @Test
    void refusesWaitsOutOfOrder() {
        assertThatThrownBy(() -> new Backoff(FIRST.plus(LONGEST), LONGEST, new SplittableRandom(1)))
                .hasMessageContaining("PT1M1S to PT1M");
    }
}
