package io.watchword.fusion.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.contract.EmbeddingRun;
import io.watchword.contract.TimeSpan;
import io.watchword.contract.WallClock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LogIndexTest {
    private static final long BUCKET_US = EmbeddingRun.BUCKET_US;
    private static final TimeSpan ALL = new TimeSpan(0, 100 * BUCKET_US);

    private static EmbeddingRun run(
            String bundle, long startUs, long endUs, long offset, Optional<WallClock> clock) {
        return new EmbeddingRun(
                "yard",
                "rtsp://yard",
                1,
                "tiny " + bundle,
                bundle,
                new TimeSpan(startUs, endUs),
                clock,
                0,
                offset,
                offset + 9,
                10,
                1000,
                offset,
                offset + 10);
    }

    private static EmbeddingRun run(String bundle, long startUs, long endUs, long offset) {
        return run(bundle, startUs, endUs, offset, Optional.empty());
    }

    @Test
    void ofSeveralBundlesTheOneThatStoredLastIsRead() {
        LogIndex index =
                new LogIndex(
                        List.of(
                                run("old", 0, BUCKET_US, 0),
                                run("old", BUCKET_US, 2 * BUCKET_US, 10),
                                run("new", BUCKET_US, 2 * BUCKET_US, 20)));

        assertThat(index.newestBundle("yard", ALL)).contains("new");
        assertThat(index.newestBundle("yard", new TimeSpan(0, 5))).contains("old");
        assertThat(index.newestBundle("gate", ALL)).isEmpty();
        assertThat(index.read("yard", "old", ALL))
                .as("who knows the old one goes on with it")
                .hasSize(2);
        StoredStream stored = index.streams().get(0);
        assertThat(stored.bundles())
                .extracting(StoredStream.StoredBundle::sha256)
                .containsExactly("new", "old");
        assertThat(stored.span()).isEqualTo(new TimeSpan(0, 2 * BUCKET_US));
    }

    @Test
    void runsAreReadInOrderOfMediaTimeAndOnlyThoseOfTheSpan() {
        LogIndex index =
                new LogIndex(
                        List.of(
                                run("one", 2 * BUCKET_US, 3 * BUCKET_US, 0),
                                run("one", 0, BUCKET_US, 10),
                                run("one", BUCKET_US, 2 * BUCKET_US, 20),
                                run("one", BUCKET_US, BUCKET_US + 5, 30)));

        assertThat(index.read("yard", "one", new TimeSpan(BUCKET_US, 2 * BUCKET_US)))
                .containsExactly(
                        List.of(
                                run("one", BUCKET_US, 2 * BUCKET_US, 20),
                                run("one", BUCKET_US, BUCKET_US + 5, 30)));
        assertThat(index.read("yard", "one", ALL))
                .extracting(bucket -> bucket.get(0).firstOffset())
                .containsExactly(10L, 20L, 0L);
    }

    @Test
    void theClockIsOneStretchWhileItGoesInStep() {
        WallClock six = new WallClock(6_000_000_000L, WallClock.Origin.ARRIVAL);
        WallClock sixFive = new WallClock(6_000_000_000L + BUCKET_US, WallClock.Origin.ARRIVAL);
        WallClock later = new WallClock(9_000_000_000L, WallClock.Origin.ARRIVAL);
        LogIndex index =
                new LogIndex(
                        List.of(
                                run("one", 0, BUCKET_US, 0, Optional.of(six)),
                                run("one", BUCKET_US, 2 * BUCKET_US, 10, Optional.of(sixFive)),
                                run("one", 2 * BUCKET_US, 3 * BUCKET_US, 20, Optional.of(later))));

        StoredStream stored = index.streams().get(0);

        assertThat(stored.clock())
                .containsExactly(
                        new StoredStream.ClockStretch(new TimeSpan(0, 2 * BUCKET_US), six),
                        new StoredStream.ClockStretch(
                                new TimeSpan(2 * BUCKET_US, 3 * BUCKET_US), later));
        assertThat(stored.unixUs(BUCKET_US + 7)).contains(6_000_000_007L + BUCKET_US);
    }
}
