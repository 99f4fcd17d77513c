package io.watchword.ingest.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FenceTest {
    private final AtomicLong nowNs = new AtomicLong(-5);
    private final Fence fence = new Fence(Duration.ofNanos(10), nowNs::get);

    @Test
    void holdsWhileTheWorkerRuns() {
        for (int i = 0; i < 5; i++) {
            nowNs.addAndGet(9);
            assertThat(fence.holds()).isTrue();
            fence.heard();
        }
    }

    @Test
    void staysDownWhenAWorkerThatWasStoppedRunsAgain() {
        nowNs.addAndGet(10);
        assertThat(fence.holds()).isFalse();
        fence.heard();

        assertThat(fence.holds()).isFalse();
    }

    @Test
    void holdsAgainOnceTheWorkerHasLetGo() {
        nowNs.addAndGet(10);
        fence.heard();
        fence.raise();

        assertThat(fence.holds()).isTrue();
    }
}
