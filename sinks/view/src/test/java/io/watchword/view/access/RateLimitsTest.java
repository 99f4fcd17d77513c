package io.watchword.view.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RateLimitsTest {
    private final TestClock clock = new TestClock();
    private final RateLimits limits = new RateLimits(120, clock::nanos);

    private int taken(String name, int tries) {
        int taken = 0;
        for (int more = 0; more < tries; more++) {
            taken += limits.take(name) ? 1 : 0;
        }
        return taken;
    }

    @Test
    void whoComesTooOftenWaitsAndOthersDoNot() {
        assertThat(taken("eve", 100)).isEqualTo(12); // a tenth of a minute's worth
        assertThat(taken("bob", 1)).isEqualTo(1);
        clock.pass(Duration.ofSeconds(1));
        assertThat(taken("eve", 100)).isEqualTo(2);
        clock.pass(Duration.ofHours(1));
        assertThat(taken("eve", 100)).isEqualTo(12); // no more is saved up
    }
}
