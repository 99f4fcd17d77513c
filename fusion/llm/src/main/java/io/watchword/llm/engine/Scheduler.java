package io.watchword.llm.engine;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs many jobs on one engine at a time: those whose turn has come are decoded side by side, the
 * others wait in a bounded queue by priority. Owns its threads, not the engine. Thread-safe.
 */
public final class Scheduler implements AutoCloseable {
    private static final Logger logger = LoggerFactory.getLogger(Scheduler.class);

    private final WaitingJobs waiting;
    private final EngineMetrics metrics;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean cutOff;

    /** Starts the threads. */
    public Scheduler(LlmEngine engine, SchedulerLimits limits, EngineMetrics metrics) {
        requireNonNull(engine, "engine is null");
        this.metrics = requireNonNull(metrics, "metrics is null");
        this.waiting = new WaitingJobs(limits.maxWaiting(), limits.ageingNs());
        for (int i = 0; i < limits.threads(); i++) {
            Rounds rounds = new Rounds(engine, limits, waiting, metrics, System::nanoTime, i);
            Thread thread = new Thread(() -> decode(rounds), "llm-decode-" + (i + 1));
            thread.setDaemon(true);
            threads.add(thread);
        }
        threads.forEach(Thread::start);
    }

    /**
     * Runs one job on the calling thread, by itself.
     *
     * @param afterEachRound called between steps, and after the last
     */
    public static void runHere(LlmEngine engine, Job job, Runnable afterEachRound) {
        SchedulerLimits limits =
                new SchedulerLimits(1, Integer.MAX_VALUE, 1, Integer.MAX_VALUE, 1, 1);
        WaitingJobs alone = new WaitingJobs(1, 1);
        Rounds rounds = new Rounds(engine, limits, alone, EngineMetrics.NONE, System::nanoTime, 0);
        alone.offer(job, 0);
        boolean going = true;
        try {
            while (going) {
                going = rounds.run();
                afterEachRound.run();
            }
        } finally {
            rounds.end(new Ending.Abandoned());
        }
    }

    /** Takes a job, or ends it at once as refused. */
    public void offer(Job job) {
        Optional<Ending.Refused> refused = waiting.offer(job, System.nanoTime());
        if (refused.isPresent()) {
            metrics.turnedAway(job.priority(), refused.get());
            job.ended(refused.get());
        }
        metrics.waiting(waiting.size());
    }

    private void decode(Rounds rounds) {
        try {
            boolean going = false;
            while (!cutOff) {
                if (!going) {
                    waiting.awaitJob();
                    if (waiting.closed()) {
                        break;
                    }
                }
                going = round(rounds);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            rounds.end(Rounds.stopping());
        }
    }

    /** Whatever a round dies of, those who wait for its jobs must hear of it. */
    private static boolean round(Rounds rounds) {
        try {
            return rounds.run();
        } catch (RuntimeException | Error e) {
            logger.atError().setCause(e).log("decoding stopped");
            rounds.end(new Ending.Broken(e));
            return false;
        }
    }

    /** Takes no more jobs and refuses those that wait; those under way go on. */
    public void drain() {
        for (Job job : waiting.close()) {
            metrics.turnedAway(job.priority(), Rounds.stopping());
            job.ended(Rounds.stopping());
        }
    }

    /**
     * Waits for what is under way after {@link #drain()}.
     *
     * @return whether all threads ended: only then may the engine be closed
     */
    public boolean awaitEnd(long timeoutNs) {
        long endNs = System.nanoTime() + timeoutNs;
        try {
            for (Thread thread : threads) {
                // Rounded up: to join for 0 ms would be to wait for ever.
                thread.join(Math.max(0, (endNs - System.nanoTime()) / 1_000_000) + 1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return threads.stream().noneMatch(Thread::isAlive);
    }

    /** Ends all that waits or is under way, after the step that runs. */
    @Override
    public void close() {
        cutOff = true;
        drain();
        awaitEnd(MILLISECONDS.toNanos(10_000));
    }
}
