package io.watchword.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.contract.StreamVitals;
import io.watchword.ingest.child.ChildExit;
import io.watchword.ingest.child.DecoderChild;
import io.watchword.ingest.child.DecoderLauncher;
import io.watchword.ingest.child.Sandbox;
import io.watchword.ingest.child.ShedLevel;
import io.watchword.ingest.decode.DecodeOrder;
import io.watchword.ingest.decode.DecoderReport;
import io.watchword.ingest.fetch.MediaFormat;
import io.watchword.ingest.fetch.MediaSink;
import io.watchword.ingest.kafka.IngestWorker;
import io.watchword.ingest.testing.CountableClip;
import io.watchword.ingest.testing.FakeRtspServer;
import io.watchword.ingest.testing.RtpRecording;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many cameras behind one switch. */
class CamerasReturnIT {
    private static final int CAMERAS = 60;
    private static final int PER_SECOND = 6;
    private static final int WINDOW_SECONDS = 2; // threads may be late by some of a second

    @TempDir private Path directory;

    @Test
    void sixtyCamerasThatVanishTogetherDoNotComeBackInTheSameSecond() throws Exception {
        RtpRecording recording =
                RtpRecording.of(CountableClip.make(directory.resolve("clip.mp4"), 4, 5, "mp4"));
        FakeRtspServer before = FakeRtspServer.serving(recording).start();
        try (Watching watching = new Watching(directory);
                IngestWorker worker =
                        Workers.start(
                                watching,
                                "w",
                                directory.resolve("media"),
                                name -> Optional.empty(),
                                new CountingDecoders())) {
            for (int i = 0; i < CAMERAS; i++) {
                watching.add("cam" + i, before.url());
            }
            watching.until("all play", () -> before.counts().playing() == CAMERAS);
            assertPaced(before.connectedNs());
            int port = before.port();
            before.close();
            for (int i = 0; i < CAMERAS; i++) {
                watching.untilState("cam" + i, StreamVitals.State.BACKING_OFF);
            }

            try (FakeRtspServer after = FakeRtspServer.serving(recording).port(port).start()) {
                long backNs = System.nanoTime();
                watching.until("all play again", () -> after.counts().playing() == CAMERAS);
                assertThat(Duration.ofNanos(System.nanoTime() - backNs))
                        .isLessThan(Duration.ofMinutes(1));
                assertPaced(after.connectedNs());
                assertThat(after.connections()).isEqualTo(CAMERAS);
            }
            assertThat(worker.failure()).isEmpty();
        } finally {
            before.close();
        }
    }

    private static void assertPaced(List<Long> connectedNs) {
        long windowNs = Duration.ofSeconds(WINDOW_SECONDS).toNanos();
        for (long first : connectedNs) {
            assertThat(connectedNs.stream().filter(at -> at >= first && at - first < windowNs))
                    .hasSizeLessThanOrEqualTo(PER_SECOND * WINDOW_SECONDS);
        }
    }

    /** Decoders without a process: a packet counts as a frame. */
    private static final class CountingDecoders implements DecoderLauncher {
        @Override
        public DecoderChild start(
                DecodeOrder order, Optional<Path> file, Consumer<DecoderReport> reports) {
            return new CountingChild(reports);
        }

        @Override
        public Sandbox sandbox() {
            return Sandbox.NONE;
        }
    }

    private record CountingChild(
            Consumer<DecoderReport> reports, AtomicLong packets, CompletableFuture<ChildExit> exit)
            implements DecoderChild, MediaSink {
        CountingChild(Consumer<DecoderReport> reports) {
            this(reports, new AtomicLong(), new CompletableFuture<>());
        }

        @Override
        public MediaSink input() {
            return this;
        }

        @Override
        public void opened(MediaFormat format, byte[] header) {
            reports.accept(new DecoderReport.Run(0, 0, 0));
        }

        @Override
        public void media(byte[] bytes, int offset, int length) {
            long frames = packets.incrementAndGet();
            reports.accept(
                    new DecoderReport.Progress(
                            frames, 0, length, frames, Optional.empty(), false, 0));
        }

        @Override
        public void shed(ShedLevel level) {}

        @Override
        public void finish() {
            exit.complete(new ChildExit(0, ChildExit.Kind.FINISHED, ""));
        }

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
