package io.watchword.ingest.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.contract.TimeSpan;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetentionTest {
    private static final long SECOND_US = 1_000_000;
    private static final long NOW_US = 1_000 * SECOND_US;

    /** Ten seconds of media that began at a second of the wall clock. */
    private static RecordedFile file(String stream, long startSeconds, long bytes) {
        return new RecordedFile(
                stream + "/" + startSeconds,
                0,
                new TimeSpan(0, 10 * SECOND_US),
                startSeconds * SECOND_US,
                bytes);
    }

    @Test
    void keepsEverythingWithinBothLimits() {
        Retention retention = new Retention(100 * SECOND_US, 30);

        assertThat(
                        retention.expired(
                                List.of(file("a", 890, 10), file("b", 950, 10), file("a", 990, 10)),
                                NOW_US))
                .isEmpty();
    }

    @Test
    void deletesWhatEndedLongerAgo() {
        RecordedFile old = file("a", 889, 10);
        RecordedFile older = file("b", 100, 10);

        List<RecordedFile> expired =
                new Retention(100 * SECOND_US, 1000)
                        .expired(List.of(old, file("a", 890, 10), older), NOW_US);

        assertThat(expired).containsExactly(older, old);
    }

    @Test
    void deletesTheOldestOfAllStreamsBeyondTheSize() {
        RecordedFile oldest = file("b", 900, 10);
        RecordedFile next = file("a", 910, 10);
        RecordedFile young = file("b", 980, 15);

        List<RecordedFile> expired =
                new Retention(1000 * SECOND_US, 20).expired(List.of(young, next, oldest), NOW_US);

        assertThat(expired).containsExactly(oldest, next);
    }

    @Test
    void deletesEvenTheYoungestWhereItAloneIsTooLarge() {
        RecordedFile large = file("a", 990, 50);

        assertThat(new Retention(1000 * SECOND_US, 20).expired(List.of(large), NOW_US))
                .containsExactly(large);
    }
}
