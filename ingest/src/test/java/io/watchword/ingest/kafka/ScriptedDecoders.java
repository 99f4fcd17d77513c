package io.watchword.ingest.kafka;

import io.watchword.contract.Ids;
import io.watchword.contract.Segment;
import io.watchword.contract.TimeSpan;
import io.watchword.ingest.child.ChildExit;
import io.watchword.ingest.child.DecoderChild;
import io.watchword.ingest.child.DecoderLauncher;
import io.watchword.ingest.child.Sandbox;
import io.watchword.ingest.child.ShedLevel;
import io.watchword.ingest.decode.DecodeOrder;
import io.watchword.ingest.decode.DecoderReport;
import io.watchword.ingest.decode.MediaInfo;
import io.watchword.ingest.decode.ReadResult;
import io.watchword.ingest.fetch.MediaSink;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Decoders that say what a test wrote down, one script for each start. */
final class ScriptedDecoders implements DecoderLauncher {
    static final long SEGMENT_US = 2_000_000;

    /** What one decoder says, and how it ends. */
    record Script(List<DecoderReport> reports, ChildExit.Kind end) {}

    final List<DecodeOrder> orders = new ArrayList<>();
    private final List<Script> scripts;

    ScriptedDecoders(Script... scripts) {
        this.scripts = List.of(scripts);
    }

    static DecoderReport opened() {
        return new DecoderReport.Opened(
                new MediaInfo(-1, Optional.empty(), true, Optional.empty()),
                "mp4",
                io.watchword.ingest.decode.HardwareDecode.NONE);
    }

    static DecoderReport run(long number, long holeUs) {
        return new DecoderReport.Run(number, holeUs, 700);
    }

    static DecoderReport segment(String streamId, long sequence) {
        return segment(streamId, sequence, SEGMENT_US);
    }

    static DecoderReport segment(String streamId, long sequence, long lengthUs) {
        long startUs = sequence * SEGMENT_US;
        return new DecoderReport.Decoded(
                new Segment(
                        streamId,
                        Ids.fileSegmentId("f".repeat(64), sequence),
                        "clip.mp4",
                        0,
                        sequence,
                        new TimeSpan(startUs, startUs + lengthUs),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        0,
                        false,
                        false));
    }

    static DecoderReport closing(String streamId, long sequence) {
        return new DecoderReport.Decoded(
                Segment.end(
                        streamId,
                        Ids.fileSegmentId("f".repeat(64), sequence),
                        "clip.mp4",
                        0,
                        sequence,
                        sequence * SEGMENT_US));
    }

    static DecoderReport done(long segments) {
        return new DecoderReport.Ended(new ReadResult.Done(segments, segments * SEGMENT_US));
    }

    @Override
    public DecoderChild start(
            DecodeOrder order, Optional<Path> file, Consumer<DecoderReport> reports) {
        Script script = scripts.get(orders.size());
        orders.add(order);
        CompletableFuture<ChildExit> exit = new CompletableFuture<>();
        Thread thread =
                new Thread(
                        () -> {
                            script.reports().forEach(reports);
                            exit.complete(new ChildExit(0, script.end(), "signal 11"));
                        });
        thread.start();
        return new ScriptedChild(exit);
    }

    @Override
    public Sandbox sandbox() {
        return Sandbox.NONE;
    }

    private record ScriptedChild(CompletableFuture<ChildExit> exit) implements DecoderChild {
        @Override
        public MediaSink input() {
            throw new IllegalStateException("it reads a file");
        }

        @Override
        public void shed(ShedLevel level) {}

        @Override
        public void finish() {}

        @Override
        public void terminate() {
            exit.complete(new ChildExit(143, ChildExit.Kind.TERMINATED, "terminated"));
        }

        @Override
        public long pid() {
            return 0;
        }

        @Override
        public void close() {
            terminate();
        }
    }
}
