package io.watchword.bench;

import io.watchword.contract.Decoded;
import io.watchword.contract.Ids;
import io.watchword.contract.Segment;
import io.watchword.contract.bundle.ModelBundle;
import io.watchword.encoders.EncodeConfig;
import io.watchword.encoders.encode.BundleEncoder;
import io.watchword.encoders.encode.MediaCode;
import io.watchword.encoders.encode.SegmentEncoder;
import io.watchword.encoders.encode.SegmentPosition;
import io.watchword.encoders.encode.StreamHistory;
import io.watchword.encoders.encode.TemporalWindow;
import io.watchword.encoders.onnx.OnnxEncoders;
import io.watchword.encoders.preprocess.SegmentTensors;
import io.watchword.ingest.decode.DecodeConfig;
import io.watchword.ingest.ffmpeg.FileSegmentReader;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What the encode stage costs over bare ONNX Runtime: the same clips' segments, from the bytes of
 * their key frames to the temporal embedding, once by a loop that calls the sessions directly with
 * one worker for each core, and once through the stage's preprocessing, batchers and checks. The
 * two take turns; the medians are compared.
 *
 * <p>{@code EncoderThroughput BUNDLE ROUNDS FILE...|@LIST}
 */
public final class EncoderThroughput {
    private static final int IN_FLIGHT = 16;

    private final OnnxEncoders encoders;
    private final List<Segment> segments;
    private final List<SegmentTensors> tensors = new ArrayList<>();

    private EncoderThroughput(OnnxEncoders encoders, List<Segment> segments) {
        this.encoders = encoders;
        this.segments = segments;
        for (Segment segment : segments) {
            tensors.add(prepared(segment));
        }
    }

    private SegmentTensors prepared(Segment segment) {
        Decoded<SegmentTensors> prepared = encoders.preprocessor().prepare(segment);
        return ((Decoded.Valid<SegmentTensors>) prepared).value();
    }

    public static void main(String[] args)
            throws InterruptedException, ExecutionException, java.io.IOException {
        if (args.length < 3) {
            System.err.println("usage: EncoderThroughput BUNDLE ROUNDS FILE...|@LIST");
            System.exit(2);
        }
        int rounds = Integer.parseInt(args[1]);
        List<Segment> segments = new ArrayList<>();
        for (Path file : TensorFiles.named(Arrays.asList(args).subList(2, args.length))) {
            String streamId = Ids.fileStreamId(String.valueOf(file.getFileName()), "00000000");
            FileSegmentReader.read(
                    file,
                    streamId,
                    file.toString(),
                    DecodeConfig.DEFAULT,
                    segment -> {
                        if (!segment.last()) {
                            segments.add(segment);
                        }
                    });
        }
        ModelBundle bundle = ModelBundle.open(Path.of(args[0]));
        try (OnnxEncoders encoders = OnnxEncoders.open(bundle, EncodeConfig.DEFAULT);
                BareEncoders bare =
                        BareEncoders.open(bundle, encoders.shapes(), encoders.preprocessor())) {
            new EncoderThroughput(encoders, segments).compare(bare, rounds);
        }
    }

    private void compare(BareEncoders bare, int rounds)
            throws InterruptedException, ExecutionException {
        int count = segments.size();
        Work bareModels = () -> bare.run(count, tensors::get);
        Work bareStage = () -> bare.run(count, i -> prepared(segments.get(i)));
        List<Work> works = List.of(bareModels, this::models, bareStage, this::stage);
        double[][] rates = new double[works.size()][rounds];
        for (Work work : works) {
            work.run();
        }
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < works.size(); i++) {
                rates[i][round] = rate(works.get(i));
            }
        }
        report("models", rates[0], rates[1]);
        report("models with key frames decoded", rates[2], rates[3]);
        System.out.printf(
                "%d segments, %d rounds, mean batch %.2f%n",
                count,
                rounds,
                (double) encoders.statistics().items() / encoders.statistics().batches());
    }

    /** The median of the rounds' ratios: both sides of one round met the same machine. */
    private static void report(String what, double[] peer, double[] ours) {
        double[] ratios = new double[peer.length];
        for (int round = 0; round < ratios.length; round++) {
            ratios[round] = ours[round] / peer[round];
        }
        System.out.printf(
                "%s: bare ONNX Runtime %.1f segments/s, encode stage %.1f, ratio %.2f%n",
                what, median(peer), median(ours), median(ratios));
    }

    private interface Work {
        void run() throws InterruptedException, ExecutionException;
    }

    private double rate(Work work) throws InterruptedException, ExecutionException {
        long startNs = System.nanoTime();
        work.run();
        return segments.size() / ((System.nanoTime() - startNs) / 1e9);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /** Prepared tensors through the shared batchers, several segments at a time. */
    private void models() throws InterruptedException, ExecutionException {
        Deque<CompletableFuture<?>> inFlight = new ArrayDeque<>();
        for (SegmentTensors one : tensors) {
            List<CompletableFuture<?>> parts = new ArrayList<>();
            if (one.rgb().isPresent()) {
                parts.add(encoders.image(one.rgb().get()));
            }
            if (one.motion().isPresent()) {
                parts.add(encoders.motion(one.motion().get()));
            }
            if (one.pcm().isPresent()) {
                parts.add(encoders.audio(one.pcm().get()));
            }
            parts.add(encoders.temporal(emptyWindow()));
            inFlight.add(CompletableFuture.allOf(parts.toArray(new CompletableFuture<?>[0])));
            if (inFlight.size() >= IN_FLIGHT) {
                inFlight.remove().get();
            }
        }
        for (CompletableFuture<?> rest : inFlight) {
            rest.get();
        }
    }

    private TemporalWindow emptyWindow() {
        return StreamHistory.EMPTY
                .with(new SegmentPosition(0, 0, false), MediaCode.NONE, encoders.shapes().window())
                .window(encoders.shapes());
    }

    /**
     * Segments to whole embeddings, as the job does it, without Kafka and Flink; one caller for
     * each core, as the job has subtasks.
     */
    private void stage() throws InterruptedException, ExecutionException {
        int callers = Runtime.getRuntime().availableProcessors();
        ExecutorService threads = Executors.newFixedThreadPool(callers);
        List<Future<?>> running = new ArrayList<>();
        for (int caller = 0; caller < callers; caller++) {
            int first = caller;
            running.add(
                    threads.submit(
                            () -> {
                                encodeEvery(callers, first);
                                return null;
                            }));
        }
        for (Future<?> caller : running) {
            caller.get();
        }
        threads.shutdown();
    }

    private void encodeEvery(int step, int first) throws InterruptedException, ExecutionException {
        SegmentEncoder encoder = new SegmentEncoder(encoders);
        Deque<CompletableFuture<BundleEncoder.EncodedMedia>> inFlight = new ArrayDeque<>();
        Deque<CompletableFuture<?>> windows = new ArrayDeque<>();
        StreamHistory history = StreamHistory.EMPTY;
        for (int i = first; i < segments.size() || !inFlight.isEmpty(); i += step) {
            if (i < segments.size()) {
                inFlight.add(encoder.encode(segments.get(i)));
            }
            if (inFlight.size() >= IN_FLIGHT || i >= segments.size()) {
                BundleEncoder.EncodedMedia media = inFlight.remove().get();
                SegmentPosition position =
                        new SegmentPosition(0, media.embedding().sequence(), false);
                history = history.with(position, media.code(), encoders.shapes().window());
                windows.add(encoder.complete(media.embedding(), encoder.window(history)));
            }
            if (windows.size() >= IN_FLIGHT) {
                windows.remove().get();
            }
        }
        for (CompletableFuture<?> rest : windows) {
            rest.get();
        }
    }
}
