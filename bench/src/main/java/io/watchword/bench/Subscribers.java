package io.watchword.bench;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;

/**
 * Many subscribers of a view on a broker, some of which do not read: how long an event takes from
 * the topic to the others, what it costs in memory, and whether those that were cut off get the
 * rest from their cursors. All in one process, so memory is that of both sides. No peer.
 */
public final class Subscribers {
    private static final int PER_CHANNEL = 50;
    private static final long LIMIT_NS = 120_000_000_000L;
    private static final String CAPTION =
            "By day, camera still: a white van passes to the right. No sound. ".repeat(8);

    private final LiveView view;
    private final long[] sentNs;
    private final List<Reader> quick = new ArrayList<>();
    private final List<Reader> slowSse = new ArrayList<>();
    private final List<Reader> slowGrpc = new ArrayList<>();
    private final List<SseReader> slowConnections = new ArrayList<>();
    private final List<GrpcReader> slowCalls = new ArrayList<>();
    private final List<ManagedChannel> channels = new ArrayList<>();
    private final CountDownLatch slowMayRead = new CountDownLatch(1);

    private Subscribers(LiveView view, int events) {
        this.view = view;
        this.sentNs = new long[events];
    }

    /** Takes the numbers of SSE and gRPC subscribers, the percentage of slow ones, and the load. */
    public static void main(String[] args) throws Exception {
        int sse = number(args, 0, 200);
        int grpc = number(args, 1, 200);
        int slowPercent = number(args, 2, 5);
        int events = number(args, 3, 2000);
        int perSecond = number(args, 4, 40);
        Path directory = Files.createTempDirectory("subscribers");
        try (LiveView view = LiveView.start(directory)) {
            Subscribers all = new Subscribers(view, events);
            all.follow(sse, grpc, slowPercent);
            all.measure(perSecond);
            all.channels.forEach(ManagedChannel::shutdownNow);
        }
        System.exit(0); // threads of readers that nobody waits for
    }

    private static int number(String[] args, int at, int otherwise) {
        return args.length > at ? Integer.parseInt(args[at]) : otherwise;
    }

    private void follow(int sse, int grpc, int slowPercent) throws Exception {
        CountDownLatch now = new CountDownLatch(0);
        for (int i = 0; i < sse; i++) {
            Reader reader = new Reader(sentNs);
            if (isSlow(i, slowPercent)) {
                slowSse.add(reader);
                slowConnections.add(SseReader.start(reader, view.httpPort(), slowMayRead));
            } else {
                quick.add(reader);
                SseReader.start(reader, view.httpPort(), now);
            }
        }
        for (int i = 0; i < grpc; i++) {
            if (i % PER_CHANNEL == 0) {
                channels.add(channel());
            }
            ManagedChannel channel = channels.get(channels.size() - 1);
            Reader reader = new Reader(sentNs);
            if (isSlow(i, slowPercent)) {
                slowGrpc.add(reader);
                slowCalls.add(GrpcReader.start(reader, channel, false));
            } else {
                quick.add(reader);
                GrpcReader.start(reader, channel, true);
            }
        }
        await("all follow", () -> view.followers() == sse + grpc);
    }

    private static boolean isSlow(int number, int percent) {
        return number * percent % 100 < percent;
    }

    private ManagedChannel channel() {
        return NettyChannelBuilder.forAddress("127.0.0.1", view.grpcPort())
                .usePlaintext()
                .flowControlWindow(64 << 10)
                .build();
    }

    private void measure(int perSecond) throws Exception {
        long before = heapBytes();
        long beganNs = System.nanoTime();
        for (int i = 0; i < sentNs.length; i++) {
            long dueNs = beganNs + i * 1_000_000_000L / perSecond;
            while (System.nanoTime() - dueNs < 0) {
                Thread.sleep(1);
            }
            sentNs[i] = System.nanoTime();
            view.tell("yard", i, CAPTION);
        }
        await("the quick have all", () -> quick.stream().allMatch(Reader::hasAll));
        int cutOff = quick.size() + slowSse.size() + slowGrpc.size() - view.followers();
        long after = heapBytes();
        long[] took = quick.stream().flatMapToLong(one -> Arrays.stream(one.tookNs())).toArray();
        Arrays.sort(took);
        System.out.printf(
                "%d quick subscribers, %d events at %d a second: delivery p50 %d us, p99 %d us,"
                        + " longest %d us; heap %+d KiB%n",
                quick.size(),
                sentNs.length,
                perSecond,
                NANOSECONDS.toMicros(took[took.length / 2]),
                NANOSECONDS.toMicros(took[(int) (took.length * 99L / 100)]),
                NANOSECONDS.toMicros(took[took.length - 1]),
                (after - before) >> 10);
        System.out.printf(
                "%d of %d slow ones were cut off%n", cutOff, slowSse.size() + slowGrpc.size());
        resume();
    }

    /** The slow ones read what waits, learn that they were cut off, and come again. */
    private void resume() throws Exception {
        slowMayRead.countDown();
        slowCalls.forEach(GrpcReader::readOn);
        List<Reader> slow = new ArrayList<>(slowSse);
        slow.addAll(slowGrpc);
        await("the slow know", () -> slow.stream().allMatch(one -> one.wasCut() || one.hasAll()));
        int behind = slow.stream().mapToInt(Reader::missing).sum();
        for (SseReader connection : slowConnections) {
            connection.close();
        }
        for (Reader reader : slowSse) {
            SseReader.start(reader, view.httpPort(), new CountDownLatch(0));
        }
        for (Reader reader : slowGrpc) {
            GrpcReader.start(reader, channels.get(0), true);
        }
        await("the slow have all", () -> slow.stream().allMatch(Reader::hasAll));
        System.out.printf(
                "%d slow ones came again from their cursors for %d deliveries: %d lost, %d twice%n",
                slow.size(),
                behind,
                slow.stream().mapToInt(Reader::missing).sum(),
                slow.stream().mapToInt(Reader::twice).sum());
    }

    private static void await(String what, BooleanSupplier holds) throws Exception {
        long endNs = System.nanoTime() + LIMIT_NS;
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() - endNs > 0) {
                throw new IOException("not in " + NANOSECONDS.toSeconds(LIMIT_NS) + " s: " + what);
            }
            Thread.sleep(10);
        }
    }

    private static long heapBytes() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
