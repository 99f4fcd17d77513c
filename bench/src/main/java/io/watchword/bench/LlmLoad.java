package io.watchword.bench;

import io.watchword.contract.Modality;
import io.watchword.contract.TokenLedger;
import io.watchword.contract.bundle.ModelBundle;
import io.watchword.llm.decode.LanguageModel;
import io.watchword.llm.engine.EngineMetrics;
import io.watchword.llm.engine.LlmEngine;
import io.watchword.llm.engine.Priority;
import io.watchword.llm.engine.Scheduler;
import io.watchword.llm.engine.SchedulerLimits;
import io.watchword.llm.onnx.OnnxLanguageModel;
import io.watchword.llm.prompt.Prompt;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;

/**
 * How long who asks a loaded scheduler waits: for the first token, with 1 to 64 requests in flight
 * at all times; for the cache of a request that was given up; and for the first token by priority,
 * while a backlog waits. All in wall time: run it on an idle machine.
 *
 * <p>{@code LlmLoad BUNDLE}
 */
public final class LlmLoad {
    private static final int PROMPT_POSITIONS = 295;
    private static final int ASKED_POSITIONS = 5;
    private static final int NEW_TOKENS = 48;
    private static final int[] IN_FLIGHT = {1, 4, 16, 64};
    private static final int CANCELS = 200;
    private static final int BACKFILLS = 32;
    private static final int ASKS = 16;
    private static final int BACKLOGS = 5;
    private static final double FREED_WITHIN_MS = 100;

    private final LlmEngine engine;
    private final Random random = new Random(1);

    private LlmLoad(LlmEngine engine) {
        this.engine = engine;
    }

    public static void main(String[] args) {
        if (args.length < 1) {
            System.err.println("usage: LlmLoad BUNDLE");
            System.exit(2);
        }
        boolean inTime;
        try (LanguageModel model = OnnxLanguageModel.open(ModelBundle.open(Path.of(args[0])))) {
            LlmLoad bench = new LlmLoad(model.engine());
            bench.firstTokens(1); // warms up
            for (int inFlight : IN_FLIGHT) {
                print(inFlight + " in flight, first token", bench.firstTokens(inFlight));
            }
            inTime = bench.cancels();
            bench.backlog();
        }
        if (!inTime) {
            System.exit(1);
        }
    }

    private Scheduler scheduler() {
        return new Scheduler(engine, SchedulerLimits.DEFAULT, EngineMetrics.NONE);
    }

    /** Like no other one. */
    private Prompt prompt() {
        float[] values = new float[PROMPT_POSITIONS * engine.hidden()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian() * 0.3f;
        }
        return new Prompt(
                List.of(
                        new Prompt.Embeds(Modality.SPATIAL, PROMPT_POSITIONS, values),
                        new Prompt.Tokens(new int[ASKED_POSITIONS])),
                new TokenLedger(ASKED_POSITIONS, PROMPT_POSITIONS, 0, 0, 0, 0, 0),
                new TokenLedger(0, PROMPT_POSITIONS, 0, 0, 0, 0, 0));
    }

    private CountedJob job(Priority priority) {
        return new CountedJob(priority, prompt(), NEW_TOKENS, () -> {});
    }

    /** Whenever one request ends the next one comes; milliseconds of each. */
    private double[] firstTokens(int inFlight) {
        int count = 4 * inFlight + 16;
        List<Prompt> prompts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            prompts.add(prompt());
        }
        double[] waitedMs = new double[count];
        try (Scheduler scheduler = scheduler()) {
            List<Thread> askers = new ArrayList<>();
            for (int asker = 0; asker < inFlight; asker++) {
                int first = asker;
                Thread thread =
                        new Thread(
                                () -> {
                                    for (int i = first; i < count; i += inFlight) {
                                        waitedMs[i] = firstMs(scheduler, prompts.get(i));
                                    }
                                });
                askers.add(thread);
                thread.start();
            }
            askers.forEach(LlmLoad::join);
        }
        return waitedMs;
    }

    private static double firstMs(Scheduler scheduler, Prompt prompt) {
        CountedJob job = new CountedJob(prompt, NEW_TOKENS);
        long startNs = System.nanoTime();
        scheduler.offer(job);
        job.await();
        return (job.firstNs() - startNs) / 1e6;
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One of sixteen is given up in mid-answer, two hundred times; returns whether all in time. */
    private boolean cancels() {
        double[] freedMs = new double[CANCELS];
        List<CountedJob> others = new ArrayList<>();
        try (Scheduler scheduler = scheduler()) {
            for (int i = 0; i < CANCELS; i++) {
                others.removeIf(CountedJob::hasEnded);
                while (others.size() < SchedulerLimits.DEFAULT.maxBatchSize() - 1) {
                    others.add(job(Priority.LIVE));
                    scheduler.offer(others.get(others.size() - 1));
                }
                CountDownLatch speaks = new CountDownLatch(1);
                CountedJob job =
                        new CountedJob(Priority.LIVE, prompt(), 10 * NEW_TOKENS, speaks::countDown);
                scheduler.offer(job);
                await(speaks);
                long startNs = System.nanoTime();
                job.leave();
                job.awaitAbandoned();
                freedMs[i] = (System.nanoTime() - startNs) / 1e6;
            }
            others.forEach(CountedJob::leave);
        }
        Arrays.sort(freedMs);
        double worstMs = freedMs[CANCELS - 1];
        boolean inTime = worstMs <= FREED_WITHIN_MS;
        System.out.printf(
                "given up among 15 others, cache free after: median %.1f ms, worst of %d %.1f ms,"
                        + " %s %.0f ms%n",
                freedMs[CANCELS / 2],
                CANCELS,
                worstMs,
                inTime ? "within" : "NOT WITHIN",
                FREED_WITHIN_MS);
        return inTime;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One live request comes while others wait that were there before. */
    private void backlog() {
        List<Double> liveMs = new ArrayList<>();
        List<Double> askMs = new ArrayList<>();
        List<Double> backfillMs = new ArrayList<>();
        for (int round = 0; round < BACKLOGS; round++) {
            try (Scheduler scheduler = scheduler()) {
                List<CountedJob> backfills = jobs(Priority.BACKFILL, BACKFILLS);
                List<CountedJob> asks = jobs(Priority.ASK, ASKS);
                CountedJob live = job(Priority.LIVE);
                long startNs = System.nanoTime();
                backfills.forEach(scheduler::offer);
                asks.forEach(scheduler::offer);
                scheduler.offer(live);
                backfills.forEach(CountedJob::await);
                asks.forEach(CountedJob::await);
                live.await();
                liveMs.add((live.firstNs() - startNs) / 1e6);
                asks.forEach(job -> askMs.add((job.firstNs() - startNs) / 1e6));
                backfills.forEach(job -> backfillMs.add((job.firstNs() - startNs) / 1e6));
            }
        }
        String backlog = "%d backfill and %d asks wait, first token ".formatted(BACKFILLS, ASKS);
        print(backlog + "live", array(liveMs));
        print(backlog + "ask", array(askMs));
        print(backlog + "backfill", array(backfillMs));
    }

    private List<CountedJob> jobs(Priority priority, int count) {
        List<CountedJob> jobs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            jobs.add(job(priority));
        }
        return jobs;
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static void print(String what, double[] ms) {
        double[] sorted = ms.clone();
        Arrays.sort(sorted);
        System.out.printf(
                "%s after: p50 %.1f ms, p95 %.1f ms, worst of %d %.1f ms%n",
                what,
                sorted[sorted.length / 2],
                sorted[(int) Math.ceil(0.95 * sorted.length) - 1],
                sorted.length,
                sorted[sorted.length - 1]);
    }
}
