package io.watchword.ingest.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.ingest.IngestConfig;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StallWatchTest {
    private final StallWatch watch = new StallWatch(IngestConfig.DEFAULT.live(), 0);

    @Test
    void givesUpWhenNoFrameEverComes() {
        assertThat(watch.verdict(seconds(20))).isEmpty();
        assertThat(watch.verdict(seconds(21))).contains("no frame in the first 21 s");
    }

    @Test
    void givesUpWhenFramesStopComing() {
        watch.decoded(1, seconds(2));
        watch.decoded(100, seconds(50));
        watch.decoded(100, seconds(69)); // packets, but nothing that decodes

        assertThat(watch.verdict(seconds(70))).isEmpty();
        assertThat(watch.verdict(seconds(71))).contains("no frame for 21 s");
        assertThat(watch.healthy(seconds(71))).isEqualTo(Duration.ofSeconds(69));
    }

    private static long seconds(long s) {
        return Duration.ofSeconds(s).toNanos();
    }
}
