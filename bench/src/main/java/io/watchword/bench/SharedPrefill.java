package io.watchword.bench;

import com.sun.management.OperatingSystemMXBean;
import io.watchword.contract.Modality;
import io.watchword.contract.TimeSpan;
import io.watchword.contract.TokenBlock;
import io.watchword.contract.TokenLedger;
import io.watchword.contract.bundle.ModelBundle;
import io.watchword.llm.decode.LanguageModel;
import io.watchword.llm.engine.EngineMetrics;
import io.watchword.llm.engine.Scheduler;
import io.watchword.llm.engine.SchedulerLimits;
import io.watchword.llm.onnx.OnnxLanguageModel;
import io.watchword.llm.project.Projector;
import io.watchword.llm.prompt.CaptionRequest;
import io.watchword.llm.prompt.CaptionRequest.SegmentTokens;
import io.watchword.llm.prompt.Prompt;
import io.watchword.llm.prompt.PromptLayout;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What it saves to read what prompts have in common once: a caption and its events, then two
 * questions about the same segments; positions and CPU time of the process (counted in ticks, so
 * over all rounds), and the same prompts each read by itself. A single caption is read both ways,
 * too: a head by itself costs one run more.
 *
 * <p>{@code SharedPrefill BUNDLE [ROUNDS]}, of a bundle that has projectors
 */
public final class SharedPrefill {
    private static final long SEGMENT_US = 2_000_000;

    private final LanguageModel model;
    private final int rounds;
    private final Random random = new Random(1);

    private SharedPrefill(LanguageModel model, int rounds) {
        this.model = model;
        this.rounds = rounds;
    }

    public static void main(String[] args) {
        if (args.length < 1) {
            System.err.println("usage: SharedPrefill BUNDLE [ROUNDS]");
            System.exit(2);
        }
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 50;
        try (LanguageModel model = OnnxLanguageModel.open(ModelBundle.open(Path.of(args[0])))) {
            SharedPrefill bench = new SharedPrefill(model, rounds);
            bench.compare("warming up, a caption", 1);
            bench.compare("a caption", 1);
            bench.compare("a caption and events", 2);
            bench.compare("a caption, events, two questions", 4);
        }
    }

    private void compare(String what, int prompts) {
        double apartMs = 0;
        double sharedMs = 0;
        int apart = 0;
        int shared = 0;
        for (int round = 0; round < rounds; round++) {
            List<Prompt> asked = prompts().subList(0, prompts);
            List<Prompt> whole =
                    asked.stream().map(one -> new Prompt(one.pieces(), one.ledger())).toList();
            AtomicInteger positions = new AtomicInteger();
            apartMs += cpuMs(whole, positions);
            apart = positions.getAndSet(0);
            sharedMs += cpuMs(asked, positions);
            shared = positions.get();
        }
        System.out.printf(
                "%s: read apart %d positions in %.2f cpu ms, what is common once %d in %.2f cpu ms,"
                        + " ratio %.2f%n",
                what, apart, apartMs / rounds, shared, sharedMs / rounds, sharedMs / apartMs);
    }

    /** Prompts of segments like no other ones: caption, events, two questions. */
    private List<Prompt> prompts() {
        PromptLayout layout = PromptLayout.of(model.format(), model.tokenizer(), model.projector());
        List<SegmentTokens> segments = new ArrayList<>();
        for (int i = 0; i < model.maxSegments(); i++) {
            segments.add(
                    new SegmentTokens(
                            new TimeSpan(i * SEGMENT_US, (i + 1) * SEGMENT_US), blocks()));
        }
        PromptLayout.Prompts first = layout.buildAll(request(segments, ""));
        List<Prompt> prompts = new ArrayList<>(List.of(first.caption()));
        first.events().ifPresent(prompts::add);
        for (String question : List.of("What moves?", "Did a lorry stop at the gate?")) {
            prompts.add(layout.build(request(segments, question)));
        }
        return prompts;
    }

    private CaptionRequest request(List<SegmentTokens> segments, String question) {
        String language = model.format().languages().keySet().iterator().next();
        return new CaptionRequest(
                "bench", model.sha256(), language, segments, question, 0, question.isEmpty());
    }

    private List<TokenBlock> blocks() {
        List<TokenBlock> blocks = new ArrayList<>();
        for (Modality modality : model.format().order()) {
            Projector.Shape shape = model.projector().shape(modality).orElseThrow();
            byte[] values = new byte[shape.count() * shape.dim()];
            random.nextBytes(values);
            blocks.add(new TokenBlock(modality, shape.count(), shape.dim(), 0.02f, values));
        }
        return blocks;
    }

    /** Each prompt a job that takes one token, in a scheduler that has read nothing. */
    private double cpuMs(List<Prompt> prompts, AtomicInteger positions) {
        EngineMetrics counting =
                new EngineMetrics() {
                    @Override
                    public void prefilled(TokenLedger prompt, long elapsedNs) {
                        positions.addAndGet(prompt.prompt());
                    }
                };
        try (Scheduler scheduler =
                new Scheduler(model.engine(), SchedulerLimits.DEFAULT, counting)) {
            long startNs = processCpuNs();
            for (Prompt prompt : prompts) {
                CountedJob job = new CountedJob(prompt, 1);
                scheduler.offer(job);
                job.await();
            }
            return (processCpuNs() - startNs) / 1e6;
        }
    }

    private static long processCpuNs() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }
}
