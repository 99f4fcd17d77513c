package io.watchword.bench;

import io.watchword.contract.Modality;
import io.watchword.contract.TokenLedger;
import io.watchword.contract.bundle.ModelBundle;
import io.watchword.llm.engine.LlmEngine;
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
 * What a decode step costs with the KV cache written in place, and with the same decoder's cache
 * copied at each step: CPU time of the thread, at several lengths and sizes of batch. Copied caches
 * are padded on the left, which the operator does not know: there each row is a run of its own.
 *
 * <p>{@code CacheCost DECODER_DIR [ROUNDS]}
 */
public final class CacheCost {
    private static final int[] POSITIONS = {64, 512, 2048};
    private static final int[] BATCHES = {1, 4};
    private static final int STEPS = 32;

    private CacheCost() {}

    public static void main(String[] args) {
        if (args.length < 1) {
            System.err.println("usage: CacheCost DECODER_DIR [ROUNDS]");
            System.exit(2);
        }
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 5;
        ModelBundle bundle = ModelBundle.open(Path.of(args[0]));
        try (LlmEngine inPlace = OnnxLanguageModel.openEngine(bundle);
                LlmEngine copying = OnnxLanguageModel.openCopyingEngine(bundle)) {
            for (int batch : BATCHES) {
                for (int positions : POSITIONS) {
                    double[] inPlaceMs = new double[rounds];
                    double[] copyingMs = new double[rounds];
                    stepMs(inPlace, positions, batch); // warms up
                    for (int round = 0; round < rounds; round++) {
                        inPlaceMs[round] = stepMs(inPlace, positions, batch);
                        copyingMs[round] = stepMs(copying, positions, batch);
                    }
                    System.out.printf(
                            "%d positions, batch %d: step in place %.2f cpu ms, copied %.2f cpu ms,"
                                    + " ratio %.2f%n",
                            positions,
                            batch,
                            median(inPlaceMs),
                            median(copyingMs),
                            median(inPlaceMs) / median(copyingMs));
                }
            }
        }
    }

    private static double stepMs(LlmEngine engine, int positions, int batch) {
        List<Sequence> sequences = new ArrayList<>();
        for (int row = 0; row < batch; row++) {
            sequences.add(engine.prefill(prompt(positions, engine.hidden())));
        }
        int[] tokens = new int[batch];
        engine.decode(sequences, tokens); // brings them together, outside the clock
        long startNs = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        for (int step = 0; step < STEPS; step++) {
            Arrays.fill(tokens, step);
            engine.decode(sequences, tokens);
        }
        long endNs = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        sequences.forEach(Sequence::close);
        return (endNs - startNs) / 1e6 / STEPS;
    }

    private static Prompt prompt(int positions, int hidden) {
        Random random = new Random(positions);
        float[] values = new float[positions * hidden];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian() * 0.3f;
        }
        return new Prompt(
                List.of(new Prompt.Embeds(Modality.SPATIAL, positions, values)),
                new TokenLedger(0, positions, 0, 0, 0, 0, 0));
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
