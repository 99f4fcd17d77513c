package io.watchword.llm.engine;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.contract.ErrorCode;
import io.watchword.llm.testing.FakeLlmEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class SchedulerTest {
    private static final SchedulerLimits TWO =
            new SchedulerLimits(1, 2, 4, 1_000, 100, 1_000_000_000L);

    private final CountDownLatch gate = new CountDownLatch(1);
    private final CountDownLatch decoding = new CountDownLatch(1);
    private final FakeLlmEngine engine =
            new FakeLlmEngine(
                    () -> {
                        decoding.countDown();
                        await(gate);
                    },
                    1,
                    2,
                    3);

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Ending end(FakeJob job) {
        return job.end().orTimeout(20, SECONDS).join();
    }

    @Test
    void manyJobsOnTwoThreadsEachEndOnce() {
        gate.countDown();
        List<Priority> priorities = List.of(Priority.values());
        SchedulerLimits limits = new SchedulerLimits(2, 4, 300, 1_000, 100, 1_000);
        List<FakeJob> jobs = new ArrayList<>();
        try (Scheduler scheduler = new Scheduler(engine, limits, EngineMetrics.NONE)) {
            for (int i = 0; i < 300; i++) {
                FakeJob job = new FakeJob(priorities.get(i % 3), 3, 1 + i % 7);
                jobs.add(job);
                scheduler.offer(job);
            }

            assertThat(jobs).allSatisfy(j -> assertThat(end(j)).isEqualTo(new Ending.Finished()));
        }
        assertThat(jobs).allSatisfy(job -> assertThat(job.said()).containsExactly(1, 2, 3));
        assertThat(engine.open()).isZero();
    }

    @Test
    void drainingRefusesWhoWaitsAndLetsTheOthersFinish() {
        FakeJob underWay = FakeJob.live(3, 900);
        FakeJob waits = FakeJob.live(3, 900);
        FakeJob late = FakeJob.live(3, 5);
        try (Scheduler scheduler = new Scheduler(engine, TWO, EngineMetrics.NONE)) {
            scheduler.offer(underWay);
            await(decoding);
            scheduler.offer(waits);

            scheduler.drain();
            scheduler.offer(late);
            Ending ofWaiting = end(waits);
            boolean wentOn = underWay.ending().isEmpty();
            gate.countDown();

            assertThat(((Ending.Refused) ofWaiting).code()).isEqualTo(ErrorCode.UNAVAILABLE);
            assertThat(((Ending.Refused) end(late)).code()).isEqualTo(ErrorCode.UNAVAILABLE);
            assertThat(wentOn).isTrue();
            assertThat(end(underWay)).isEqualTo(new Ending.Finished());
            assertThat(scheduler.awaitEnd(SECONDS.toNanos(20))).isTrue();
        }
    }

    @Test
    void closingEndsWhatIsUnderWayAfterTheStepThatRuns() throws InterruptedException {
        FakeJob underWay = FakeJob.live(100, 5);
        Scheduler scheduler = new Scheduler(engine, TWO, EngineMetrics.NONE);
        scheduler.offer(underWay);
        await(decoding);

        Thread closing = new Thread(scheduler::close);
        closing.start();
        while (closing.getState() == Thread.State.NEW
                || closing.getState() == Thread.State.RUNNABLE) {
            Thread.onSpinWait();
        }
        gate.countDown();
        closing.join();

        assertThat(((Ending.Refused) end(underWay)).code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(underWay.said()).hasSize(1);
        assertThat(engine.open()).isZero();
    }
}
