package io.watchword.fusion.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.contract.Embedding;
import io.watchword.contract.EmbeddingRun;
import io.watchword.contract.TimeSpan;
import io.watchword.contract.WallClock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RunCollectorTest {
    private static final long SECOND_US = 1_000_000;
    private static final long BUCKET_US = EmbeddingRun.BUCKET_US;

    private static List<EmbeddingRun> collect(RunCollector collector, List<Embedding> log) {
        List<EmbeddingRun> complete = new ArrayList<>();
        for (long offset = collector.next(); offset < log.size(); offset++) {
            complete.addAll(collector.take(offset, 1000 + offset, 10, log.get((int) offset)));
        }
        return complete;
    }

    @Test
    void aRunIsCompleteWhenItsStreamGoesOnToTheNextStretchOfTime() {
        List<Embedding> log =
                List.of(
                        Stored.segment("yard", 1, 0, BUCKET_US - 4 * SECOND_US),
                        Stored.segment("gate", 1, 0, 0),
                        Stored.segment("yard", 1, 1, BUCKET_US - 2 * SECOND_US),
                        Stored.segment("yard", 1, 2, BUCKET_US));
        RunCollector collector = RunCollector.begin(0, 0);

        List<EmbeddingRun> complete = collect(collector, log);

        assertThat(complete)
                .singleElement()
                .satisfies(
                        run -> {
                            assertThat(run.streamId()).isEqualTo("yard");
                            assertThat(run.span())
                                    .isEqualTo(new TimeSpan(BUCKET_US - 4 * SECOND_US, BUCKET_US));
                            assertThat(run.firstOffset()).isZero();
                            assertThat(run.lastOffset()).isEqualTo(2);
                            assertThat(run.count()).isEqualTo(2);
                            assertThat(run.bytes()).isEqualTo(20);
                            assertThat(run.indexedTo()).as("gate is open").isEqualTo(1);
                        });
        assertThat(collector.open())
                .extracting(EmbeddingRun::streamId)
                .containsExactlyInAnyOrder("gate", "yard");
    }

    @Test
    void aStreamThatEndsLeavesNothingOpen() {
        RunCollector collector = RunCollector.begin(0, 0);

        List<EmbeddingRun> complete =
                collect(
                        collector,
                        List.of(
                                Stored.segment("clip", 0, 0, 0),
                                Stored.end("clip", 0, 1, 2 * SECOND_US)));

        assertThat(complete).singleElement().extracting(EmbeddingRun::indexedTo).isEqualTo(2L);
        assertThat(collector.open()).isEmpty();
    }

    @Test
    void anEpochABundleAndAJumpOfTheClockEachBeginARunOfTheirOwn() {
        Optional<WallClock> noon = Optional.of(new WallClock(0, WallClock.Origin.RTCP));
        Optional<WallClock> inStep =
                Optional.of(new WallClock(2 * SECOND_US, WallClock.Origin.RTCP));
        Optional<WallClock> jumped =
                Optional.of(new WallClock(90 * SECOND_US, WallClock.Origin.RTCP));

        RunCollector collector = RunCollector.begin(0, 0);
        collect(
                collector,
                List.of(
                        Stored.segment("yard", 1, 0, 0, "one", noon),
                        Stored.segment("yard", 1, 1, 2 * SECOND_US, "one", inStep),
                        Stored.segment("yard", 1, 0, 0, "two", noon),
                        Stored.segment("yard", 2, 0, 4 * SECOND_US, "one", Optional.empty())));
        List<EmbeddingRun> byJump =
                collector.take(4, 0, 1, Stored.segment("yard", 1, 1, 2 * SECOND_US, "two", jumped));

        assertThat(byJump).singleElement().extracting(EmbeddingRun::bundleSha256).isEqualTo("two");
        assertThat(collector.open()).extracting(EmbeddingRun::count).containsExactly(2, 1, 1);
    }

    /** Streams that interleave, stop, come back, and are written twice after a restart. */
    private static List<Embedding> randomLog(SplittableRandom random) {
        List<Embedding> log = new ArrayList<>();
        long[] next = new long[4];
        for (int i = 0; i < 6_000; i++) {
            int stream = i > 3_000 ? random.nextInt(3) : random.nextInt(4);
            if (random.nextInt(50) == 0) {
                next[stream] = Math.max(0, next[stream] - random.nextInt(5));
            }
            long sequence = next[stream]++;
            log.add(Stored.segment("s" + stream, 1, sequence, sequence * 2 * SECOND_US));
        }
        return log;
    }

    @Test
    void whoeverGoesOnWhereTheIndexEndsWritesTheSameEntries() {
        SplittableRandom random = new SplittableRandom(11);
        for (int attempt = 0; attempt < 6; attempt++) {
            List<Embedding> log = randomLog(random);
            List<EmbeddingRun> undisturbed = collect(RunCollector.begin(0, 0), log);
            assertThat(undisturbed).hasSizeGreaterThan(20);

            int written = random.nextInt(undisturbed.size());
            List<EmbeddingRun> both = new ArrayList<>(undisturbed.subList(0, written));
            both.addAll(collect(RunCollector.resume(0, 0, List.copyOf(both)), log));

            assertThat(new HashSet<>(both).equals(new HashSet<>(undisturbed)))
                    .as("resumed after %d of %d entries", written, undisturbed.size())
                    .isTrue();
            assertThat(both.size() - undisturbed.size()).as("written twice").isLessThan(10);
        }
    }

    @Test
    void everyRecordIsInExactlyOneRunHoweverTheWorkWasInterrupted() {
        SplittableRandom random = new SplittableRandom(12);
        List<Embedding> log = randomLog(random);
        Set<EmbeddingRun> index = new HashSet<>();
        for (int kill = 0; kill < 12; kill++) {
            RunCollector collector = RunCollector.resume(0, 0, index);
            int dies = random.nextInt(3_000);
            for (int i = 0; i < dies && collector.next() < log.size(); i++) {
                long offset = collector.next();
                index.addAll(collector.take(offset, 1000 + offset, 10, log.get((int) offset)));
            }
        }
        RunCollector reader = RunCollector.resume(0, 0, index);
        index.addAll(collect(reader, log));
        index.addAll(reader.open());

        assertThat(index.stream().mapToInt(EmbeddingRun::count).sum()).isEqualTo(log.size());
        assertThat(index).extracting(EmbeddingRun::key).doesNotHaveDuplicates();
    }

    @Test
    void aStreamThatFellSilentDoesNotHoldTheIndexBack() {
        List<Embedding> log = new ArrayList<>();
        log.add(Stored.segment("silent", 1, 0, 0));
        for (int i = 0; i < RunCollector.MOST_OFFSETS; i++) {
            log.add(Stored.segment("yard", 1, i, i * 2L * SECOND_US));
        }

        List<EmbeddingRun> complete = collect(RunCollector.begin(0, 0), log);

        assertThat(complete).extracting(EmbeddingRun::streamId).contains("silent");
        assertThat(complete.get(complete.size() - 1).indexedTo())
                .isGreaterThan(RunCollector.MOST_OFFSETS - 200);
    }
}
