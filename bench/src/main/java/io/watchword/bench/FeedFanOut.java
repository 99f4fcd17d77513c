package io.watchword.bench;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.watchword.contract.Event;
import io.watchword.contract.TimeSpan;
import io.watchword.contract.TokenLedger;
import io.watchword.proto.v1.FollowEventsRequest;
import io.watchword.proto.v1.FollowEventsResponse;
import io.watchword.proto.v1.StreamsGrpc;
import io.watchword.view.ViewConfig;
import io.watchword.view.access.Rights;
import io.watchword.view.feed.Cursor;
import io.watchword.view.feed.EntryLog;
import io.watchword.view.feed.FanOutFeed;
import io.watchword.view.grpc.CallerRights;
import io.watchword.view.grpc.StreamsService;
import io.watchword.view.grpc.ViewGrpcServer;
import io.watchword.view.timeline.EvidenceVectors;
import io.watchword.view.timeline.InstanceTimelines;
import io.watchword.view.timeline.Position;
import io.watchword.view.timeline.StreamState;
import io.watchword.view.timeline.TimelineEntry;
import io.watchword.view.timeline.TimelinePage;
import io.watchword.view.timeline.TimelineQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Tells events to many gRPC followers, some of which never read: how long an event takes to those
 * that do, how many are cut off, and what it costs in memory. No peer: prints figures.
 */
public final class FeedFanOut {
    private static final int NEVER_READS = 20;

    private FeedFanOut() {}

    /** Takes the number of followers, of events, and of events a second. */
    public static void main(String[] args) throws InterruptedException {
        int followers = args.length > 0 ? Integer.parseInt(args[0]) : 200;
        int events = args.length > 1 ? Integer.parseInt(args[1]) : 2000;
        int perSecond = args.length > 2 ? Integer.parseInt(args[2]) : 40;
        FanOutFeed feed = new FanOutFeed(ViewConfig.FeedConfig.DEFAULT, new EmptyLog());
        ViewGrpcServer server =
                ViewGrpcServer.start(
                        ViewConfig.GrpcConfig.DEFAULT,
                        CallerRights.always(Rights.ALL),
                        List.of(new StreamsService(new NoTimelines(), feed)));
        long[] sentNs = new long[events];
        List<Follower> all = new ArrayList<>();
        List<ManagedChannel> channels = new ArrayList<>();
        for (int i = 0; i < followers; i++) {
            if (i % 50 == 0) {
                channels.add(
                        NettyChannelBuilder.forAddress("127.0.0.1", server.port())
                                .usePlaintext()
                                .flowControlWindow(64 << 10)
                                .build());
            }
            Follower follower = new Follower(i % NEVER_READS != 0, sentNs);
            all.add(follower);
            StreamsGrpc.newStub(channels.get(channels.size() - 1))
                    .followEvents(FollowEventsRequest.getDefaultInstance(), follower);
        }
        while (feed.followers() < followers) {
            Thread.sleep(10);
        }
        long heapBefore = heapBytes();
        long beganNs = System.nanoTime();
        for (int i = 0; i < events; i++) {
            long dueNs = beganNs + i * 1_000_000_000L / perSecond;
            while (System.nanoTime() - dueNs < 0) {
                Thread.sleep(1);
            }
            sentNs[i] = System.nanoTime();
            feed.entry(entry(i));
        }
        long readers = all.stream().filter(one -> one.reads).count();
        while (all.stream().anyMatch(one -> one.reads && one.count.get() < events)) {
            Thread.sleep(10);
        }
        report(all, readers, events, followers - feed.followers(), heapBytes() - heapBefore);
        channels.forEach(ManagedChannel::shutdownNow);
        feed.close();
        server.close();
    }

    private static void report(
            List<Follower> all, long readers, int events, int cutOff, long heapGrowthBytes) {
        long[] delays =
                all.stream()
                        .filter(one -> one.reads)
                        .flatMapToLong(one -> Arrays.stream(one.delaysNs))
                        .sorted()
                        .toArray();
        System.out.printf(
                "%d followers read %d events each: delivery p50 %d us, p99 %d us, longest %d us;"
                        + " %d of %d that never read were cut off; heap %+d KiB%n",
                readers,
                events,
                NANOSECONDS.toMicros(delays[delays.length / 2]),
                NANOSECONDS.toMicros(delays[delays.length * 99 / 100]),
                NANOSECONDS.toMicros(delays[delays.length - 1]),
                cutOff,
                all.size() - readers,
                heapGrowthBytes >> 10);
    }

    private static long heapBytes() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static TimelineEntry entry(long offset) {
        Event event =
                new Event(
                        "e" + offset,
                        1,
                        "yard",
                        "rtsp://yard",
                        new TimeSpan(offset * 1_000_000, offset * 1_000_000 + 2_000_000),
                        "A red box moves to the right, a horn is heard. ".repeat(4),
                        "en",
                        List.of("motion", "sound"),
                        Event.Severity.INFO,
                        0.8f,
                        new Event.Evidence(
                                List.of("yard/0/" + offset, "yard/0/" + (offset + 1)),
                                0,
                                new TokenLedger(1, 2, 3, 4, 5, 6, 7)),
                        new Event.Model("tiny 2", "0".repeat(64), "p", "c"),
                        false,
                        Optional.empty());
        return new TimelineEntry(
                event,
                Optional.of(Instant.EPOCH),
                Instant.EPOCH,
                new EvidenceVectors(
                        "b", new float[128], new float[256], new float[128], new float[128]),
                new Position(0, offset));
    }

    /** Takes messages, or the first only. */
    private static final class Follower
            implements ClientResponseObserver<FollowEventsRequest, FollowEventsResponse> {
        private final boolean reads;
        private final long[] sentNs;
        private final long[] delaysNs;
        private final AtomicLong count = new AtomicLong();

        Follower(boolean reads, long[] sentNs) {
            this.reads = reads;
            this.sentNs = sentNs;
            this.delaysNs = new long[reads ? sentNs.length : 0];
        }

        @Override
        public void beforeStart(ClientCallStreamObserver<FollowEventsRequest> call) {
            if (!reads) {
                call.disableAutoRequestWithInitial(1);
            }
        }

        @Override
        public void onNext(FollowEventsResponse message) {
            if (reads && message.hasEvent()) {
                int number = Integer.parseInt(message.getEvent().getEventId().substring(1));
                delaysNs[number] = System.nanoTime() - sentNs[number];
                count.incrementAndGet();
            }
        }

        @Override
        public void onError(Throwable problem) {
            // cut off: the feed counts them
        }

        @Override
        public void onCompleted() {
            // never
        }
    }

    /** A log on which nothing lies. */
    private static final class EmptyLog implements EntryLog {
        @Override
        public Stretch read(Cursor from, Cursor settled, int limit) {
            return new Stretch(List.of(), from, false);
        }

        @Override
        public Cursor ends() {
            return new Cursor(new TreeMap<>(Map.of(0, 0L)));
        }

        @Override
        public Cursor beginnings() {
            return ends();
        }
    }

    /** Nobody asks. */
    private static final class NoTimelines implements InstanceTimelines {
        @Override
        public List<StreamState> streams(Rights rights) {
            return List.of();
        }

        @Override
        public TimelinePage events(TimelineQuery query, Rights rights) {
            return new TimelinePage(List.of(), Optional.empty());
        }

        @Override
        public Standing standing(String eventId, Rights rights) {
            return Standing.UNKNOWN;
        }
    }
}
