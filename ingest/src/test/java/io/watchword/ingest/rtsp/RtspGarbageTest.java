package io.watchword.ingest.rtsp;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.ingest.fetch.FetchResult;
import io.watchword.ingest.testing.FakeRtspServer;
import io.watchword.ingest.testing.RtspFaults;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RtspGarbageTest {
    private static final int CASES = 500;
    private static final Duration SHORT = Duration.ofMillis(300);

    /** What a case came to, and how long it took. */
    private record Outcome(int seed, FetchResult result, long elapsedNs) {}

    @Test
    void endsInTimeWhateverTheServerSends() throws Exception {
        Map<FetchResult.Kind, Integer> kinds = new EnumMap<>(FetchResult.Kind.class);

        ExecutorService pool = Executors.newFixedThreadPool(16); // they mostly wait
        try {
            List<Callable<Outcome>> cases =
                    IntStream.range(0, CASES)
                            .mapToObj(seed -> (Callable<Outcome>) () -> outcome(seed))
                            .toList();
            for (Future<Outcome> done : pool.invokeAll(cases)) {
                Outcome outcome = done.get();
                assertThat(outcome.elapsedNs())
                        .as("seed %d", outcome.seed())
                        .isLessThan(15_000_000_000L);
                kinds.merge(outcome.result().kind(), 1, Integer::sum);
            }
        } finally {
            pool.shutdownNow();
        }

        System.out.println(CASES + " cases ended as " + kinds);
        assertThat(kinds).containsKeys(FetchResult.Kind.PROTOCOL, FetchResult.Kind.TIMEOUT);
        assertThat(kinds).doesNotContainKey(FetchResult.Kind.CLOSED);
    }

    private static Outcome outcome(int seed) {
        RtspFaults faults = RtspFaults.none().garbage(seed * 1000L).speed(20).passes(1);
        try (FakeRtspServer server =
                FakeRtspServer.serving(Recordings.camera()).faults(faults).start()) {
            long startNs = System.nanoTime();
            FetchResult result =
                    Fetching.from(server.url()).answersWithin(SHORT).packetsWithin(SHORT).result();
            return new Outcome(seed, result, System.nanoTime() - startNs);
        } catch (Exception e) {
            throw new AssertionError("seed " + seed, e);
        }
    }
}
