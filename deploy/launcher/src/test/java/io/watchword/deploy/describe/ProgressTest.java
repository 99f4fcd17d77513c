package io.watchword.deploy.describe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ProgressTest {
    @Test
    void showsMediaTimeRateAndTimeLeft() {
        Progress progress =
                new Progress(0, 1, 42_000_000, OptionalLong.of(190_000_000), 4_200_000_000L);

        assertThat(progress.line()).isEqualTo("00:42.0 of 03:10.0, 10.0 x real time, 00:14.8 left");
    }

    @Test
    void promisesNothingAboutAnUnknownDuration() {
        Progress progress = new Progress(1, 2, 42_000_000, OptionalLong.empty(), 4_200_000_000L);

        assertThat(progress.line()).isEqualTo("1 of 2 files, 00:42.0, 10.0 x real time");
    }

    @Test
    void saysThatOnlyTheLastEventsAreAwaited() {
        Progress progress =
                new Progress(0, 1, 42_000_000, OptionalLong.of(42_000_000), 4_200_000_000L);

        assertThat(progress.line()).isEqualTo("00:42.0 of 00:42.0, 10.0 x real time, finishing");
    }

    @Test
    void promisesNothingBeforeAnythingIsDone() {
        assertThat(new Progress(0, 1, 0, OptionalLong.of(2_000_000), 5).line())
                .isEqualTo("00:00.0 of 00:02.0");
    }
}
