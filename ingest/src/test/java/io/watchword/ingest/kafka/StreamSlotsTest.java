package io.watchword.ingest.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.contract.Profile;
import io.watchword.contract.StreamSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StreamSlotsTest {
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final List<String> forgotten = new CopyOnWriteArrayList<>();

    /** Counts itself while it runs. */
    private final class Counted implements StreamRun {
        private boolean ended;

        Counted() {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
        }

        @Override
        public void stop(boolean removed) {}

        @Override
        public void close() {
            if (!ended) {
                ended = true;
                running.decrementAndGet();
            }
        }
    }

    @Test
    void neverRunsAStreamTwiceHoweverFastItComesAndGoes() {
        Random random = new Random(3);
        try (StreamSlots slots = new StreamSlots(spec -> new Counted(), forgotten::add)) {
            for (int i = 0; i < 2000; i++) {
                if (random.nextBoolean()) {
                    slots.want(spec("yard", "rtsp://camera/" + random.nextInt(3)));
                } else {
                    slots.drop("yard", random.nextBoolean());
                }
            }
            slots.want(spec("yard", "rtsp://camera/1"));
            awaitOneRunning();
            slots.dropAndWait(List.of("yard"), Duration.ofSeconds(10), () -> {});

            assertThat(slots.size()).isZero();
        }
        assertThat(running).hasValue(0);
        assertThat(most).hasValue(1);
    }

    @Test
    void forgetsARemovedStreamWhenItHasStopped() {
        try (StreamSlots slots = new StreamSlots(spec -> new Counted(), forgotten::add)) {
            slots.want(spec("yard", "rtsp://camera/1"));
            slots.drop("yard", true);
            slots.dropAndWait(List.of("yard"), Duration.ofSeconds(10), () -> {});
        }

        assertThat(forgotten).contains("yard");
    }

    @Test
    void oneStreamThatDoesNotStartLeavesTheOthersAlone() {
        StreamSlots slots =
                new StreamSlots(
                        spec -> {
                            if (spec.streamId().equals("bad")) {
                                throw new IllegalStateException("does not start");
                            }
                            return new Counted();
                        },
                        forgotten::add);
        try (slots) {
            slots.want(spec("bad", "rtsp://camera/1"));
            slots.want(spec("good", "rtsp://camera/2"));
            awaitOneRunning();
        }
    }

    private void awaitOneRunning() {
        long endNs = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (running.get() == 0 && System.nanoTime() - endNs < 0) {
            Thread.onSpinWait();
        }
        assertThat(running).hasValue(1);
    }

    private static StreamSpec spec(String streamId, String source) {
        return new StreamSpec(
                streamId, source, Profile.LIVE, Map.of(), List.of(), Optional.empty(), "");
    }
}
