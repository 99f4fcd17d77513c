package io.watchword.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Subscribers that come and go: each follows by server-sent events from its cursor, is disconnected
 * after a while, and comes again, while events land. Says how many connections the view took, and
 * what the subscribers missed. No peer.
 */
public final class ReconnectStorm {
    private static final String CAPTION = "By day, camera still: a white van passes to the right.";
    private static final long LIMIT_NS = 120_000_000_000L;

    private final LiveView view;
    private final long stayMs;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger refusals = new AtomicInteger();
    private volatile boolean calm;

    private ReconnectStorm(LiveView view, long stayMs) {
        this.view = view;
        this.stayMs = stayMs;
    }

    /** Takes how many subscribers, connections a second of all of them, events, events a second. */
    public static void main(String[] args) throws Exception {
        int subscribers = number(args, 0, 100);
        int connectionsPerSecond = number(args, 1, 500);
        int events = number(args, 2, 400);
        int eventsPerSecond = number(args, 3, 20);
        Path directory = Files.createTempDirectory("storm");
        try (LiveView view = LiveView.start(directory)) {
            ReconnectStorm storm =
                    new ReconnectStorm(view, 1000L * subscribers / connectionsPerSecond);
            storm.measure(subscribers, new long[events], eventsPerSecond);
        }
        System.exit(0); // threads of readers that nobody waits for
    }

    private static int number(String[] args, int at, int otherwise) {
        return args.length > at ? Integer.parseInt(args[at]) : otherwise;
    }

    private void measure(int subscribers, long[] sentNs, int perSecond) throws Exception {
        List<Reader> readers = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < subscribers; i++) {
            Reader reader = new Reader(sentNs);
            readers.add(reader);
            Thread thread = new Thread(() -> comeAndGo(reader), "subscriber");
            threads.add(thread);
        }
        // Who was never there has no cursor to come again with.
        for (Reader reader : readers) {
            connect(reader, () -> !reader.cursor().isEmpty());
        }
        threads.forEach(Thread::start);
        long beganNs = System.nanoTime();
        for (int i = 0; i < sentNs.length; i++) {
            while (System.nanoTime() - beganNs < i * 1_000_000_000L / perSecond) {
                Thread.sleep(1);
            }
            sentNs[i] = System.nanoTime();
            view.tell("yard", i, CAPTION);
        }
        double tookS = (System.nanoTime() - beganNs) / 1e9;
        int made = connections.get();
        calm = true;
        for (Thread thread : threads) {
            thread.join();
        }
        System.out.printf(
                "%d subscribers, %d events: %.0f connections a second, %d refused; %d missed, %d"
                        + " twice%n",
                subscribers,
                sentNs.length,
                made / tookS,
                refusals.get(),
                readers.stream().mapToInt(Reader::missing).sum(),
                readers.stream().mapToInt(Reader::twice).sum());
    }

    /** Until the storm is over; then it stays until it has all. */
    private void comeAndGo(Reader reader) {
        try {
            while (!calm) {
                long endNs = System.nanoTime() + stayMs * 1_000_000;
                connect(reader, () -> System.nanoTime() - endNs > 0);
            }
            long endNs = System.nanoTime() + LIMIT_NS;
            while (!reader.hasAll() && System.nanoTime() - endNs < 0) {
                connect(reader, reader::hasAll);
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("a subscriber could not connect", e);
        }
    }

    private interface Until {
        boolean holds();
    }

    private void connect(Reader reader, Until end) throws IOException, InterruptedException {
        connections.incrementAndGet();
        try (SseReader connection =
                SseReader.start(reader, view.httpPort(), new CountDownLatch(0))) {
            while (!end.holds() && !connection.ended()) {
                Thread.sleep(1);
            }
            if (connection.refused()) {
                refusals.incrementAndGet();
                Thread.sleep(stayMs); // as a client does that is told to try later
            }
        }
    }
}
