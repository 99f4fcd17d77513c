package io.watchword.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import io.watchword.contract.StreamVitals;
import io.watchword.ingest.kafka.IngestWorker;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Streams that come and go while the worker runs. */
class StreamChurnIT {
    private static final int CYCLES = 1000;
    private static final int ROUND = 50;

    @TempDir private Path directory;

    @Test
    void aThousandStreamsComeAndGoAndLeaveNothingBehind() throws Exception {
        int closedPort = closedPort();
        try (Watching watching = new Watching(directory);
                IngestWorker worker = Workers.start(watching, "w", directory.resolve("media"))) {
            comeAndGo(watching, worker, closedPort, 2 * ROUND); // warms up
            int threads = Thread.activeCount();
            long files = openFiles();
            long heapBytes = liveHeapBytes();

            comeAndGo(watching, worker, closedPort, CYCLES);

            watching.until("threads end", () -> Thread.activeCount() <= threads + 5);
            assertThat(openFiles()).isLessThanOrEqualTo(files + 5);
            assertThat(liveHeapBytes() - heapBytes).isLessThan(16L << 20);
            assertThat(worker.failure()).isEmpty();
        }
    }

    private static void comeAndGo(Watching watching, IngestWorker worker, int port, int cycles) {
        for (int done = 0; done < cycles; done += ROUND) {
            for (int i = 0; i < ROUND; i++) {
                watching.add("s" + i, "rtsp://127.0.0.1:" + port + "/" + i);
            }
            watching.until(
                    "streams run",
                    () ->
                            watching.vitals.values().stream()
                                    .anyMatch(v -> v.state() == StreamVitals.State.BACKING_OFF));
            for (int i = 0; i < ROUND; i++) {
                watching.streams.remove("s" + i);
            }
            watching.until("streams end", () -> worker.streams() == 0);
            watching.vitals.clear();
            watching.statuses.clear();
        }
    }

    private static int closedPort() throws Exception {
        try (ServerSocket socket =
                new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            return socket.getLocalPort();
        }
    }

    private static long openFiles() {
        return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getOpenFileDescriptorCount();
    }

    private static long liveHeapBytes() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
