package io.watchword.bench;

import com.sun.management.OperatingSystemMXBean;
import io.watchword.contract.Modality;
import io.watchword.contract.TokenLedger;
import io.watchword.contract.bundle.ModelBundle;
import io.watchword.llm.decode.LanguageModel;
import io.watchword.llm.engine.EngineMetrics;
import io.watchword.llm.engine.LlmEngine;
import io.watchword.llm.engine.Scheduler;
import io.watchword.llm.engine.SchedulerLimits;
import io.watchword.llm.engine.Sequence;
import io.watchword.llm.onnx.OnnxLanguageModel;
import io.watchword.llm.prompt.Prompt;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * What a bundle's decoder does in a second: prompts read and tokens decoded by the engine alone, in
 * batches of several sizes, in CPU time of its thread, which other programs on the machine disturb
 * least; then requests that come at the same time through the scheduler, in wall time and in CPU
 * time of the process. {@code bench/llm_throughput.py} does the first with Python's ONNX Runtime on
 * the same file.
 *
 * <p>{@code LlmThroughput BUNDLE [ROUNDS]}
 */
public final class LlmThroughput {
    private static final int PROMPT_POSITIONS = 295;
    private static final int NEW_TOKENS = 48;
    private static final int[] BATCHES = {1, 4, 16};

    private final LlmEngine engine;
    private final Prompt prompt;
    private final int rounds;

    private LlmThroughput(LlmEngine engine, int rounds) {
        this.engine = engine;
        this.prompt = prompt(engine.hidden());
        this.rounds = rounds;
    }

    public static void main(String[] args) {
        if (args.length < 1) {
            System.err.println("usage: LlmThroughput BUNDLE [ROUNDS]");
            System.exit(2);
        }
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 5;
        try (LanguageModel model = OnnxLanguageModel.open(ModelBundle.open(Path.of(args[0])))) {
            LlmThroughput bench = new LlmThroughput(model.engine(), rounds);
            bench.prefillAndDecode(1); // warms up
            for (int batch : BATCHES) {
                bench.engine(batch);
            }
            for (int requests : BATCHES) {
                bench.requests(requests);
            }
        }
    }

    private static Prompt prompt(int hidden) {
        float[] values = new float[PROMPT_POSITIONS * hidden];
        Random random = new Random(1);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian() * 0.3f;
        }
        return new Prompt(
                List.of(new Prompt.Embeds(Modality.SPATIAL, PROMPT_POSITIONS, values)),
                new TokenLedger(0, PROMPT_POSITIONS, 0, 0, 0, 0, 0));
    }

    /** CPU time of prompts and of steps. */
    private record Cost(double prefillMs, double stepMs) {}

    private void engine(int batch) {
        double[] prefillMs = new double[rounds];
        double[] stepMs = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            Cost cost = prefillAndDecode(batch);
            prefillMs[round] = cost.prefillMs();
            stepMs[round] = cost.stepMs();
        }
        System.out.printf(
                "engine, batch %d: prefill of %d positions %.2f cpu ms, decode step %.3f cpu ms,"
                        + " %.0f tokens/s of cpu%n",
                batch,
                PROMPT_POSITIONS,
                median(prefillMs),
                median(stepMs),
                batch * 1_000 / median(stepMs));
    }

    private Cost prefillAndDecode(int batch) {
        List<Sequence> sequences = new ArrayList<>();
        int[] tokens = new int[batch];
        long startNs = cpuNs();
        for (int i = 0; i < batch; i++) {
            sequences.add(engine.prefill(prompt));
        }
        long prefilledNs = cpuNs();
        for (int step = 0; step < NEW_TOKENS; step++) {
            Arrays.fill(tokens, step);
            engine.decode(sequences, tokens);
        }
        long decodedNs = cpuNs();
        sequences.forEach(Sequence::close);
        return new Cost(
                (prefilledNs - startNs) / 1e6 / batch,
                (decodedNs - prefilledNs) / 1e6 / NEW_TOKENS);
    }

    private static long cpuNs() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    /** Requests that all come at once. */
    private void requests(int count) {
        double[] tokensPerSecond = new double[rounds];
        double[] tokensPerCpuSecond = new double[rounds];
        double[] firstMs = new double[rounds];
        try (Scheduler scheduler =
                new Scheduler(engine, SchedulerLimits.DEFAULT, EngineMetrics.NONE)) {
            for (int round = 0; round < rounds; round++) {
                List<CountedJob> jobs = new ArrayList<>();
                long startNs = System.nanoTime();
                long startCpuNs = processCpuNs();
                for (int i = 0; i < count; i++) {
                    jobs.add(new CountedJob(prompt, NEW_TOKENS));
                }
                jobs.forEach(scheduler::offer);
                jobs.forEach(CountedJob::await);
                double seconds = (System.nanoTime() - startNs) / 1e9;
                tokensPerSecond[round] = count * NEW_TOKENS / seconds;
                tokensPerCpuSecond[round] =
                        count * NEW_TOKENS / ((processCpuNs() - startCpuNs) / 1e9);
                firstMs[round] =
                        median(
                                jobs.stream()
                                        .mapToDouble(job -> (job.firstNs() - startNs) / 1e6)
                                        .toArray());
            }
        }
        System.out.printf(
                "scheduler, %d requests: %.0f tokens/s, %.0f tokens/s of cpu, first token after"
                        + " %.1f ms%n",
                count, median(tokensPerSecond), median(tokensPerCpuSecond), median(firstMs));
    }

    private static long processCpuNs() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
