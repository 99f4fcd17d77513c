package io.watchword.view.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.watchword.contract.Event;
import io.watchword.proto.v1.FollowEventsRequest;
import io.watchword.proto.v1.FollowEventsResponse;
import io.watchword.proto.v1.GetEventRequest;
import io.watchword.proto.v1.ListEventsRequest;
import io.watchword.proto.v1.ListEventsResponse;
import io.watchword.proto.v1.ListStreamsRequest;
import io.watchword.proto.v1.StreamsGrpc;
import io.watchword.proto.v1.TimelineEvent;
import io.watchword.view.SampleEntries;
import io.watchword.view.ViewConfig.FeedConfig;
import io.watchword.view.ViewConfig.GrpcConfig;
import io.watchword.view.access.Rights;
import io.watchword.view.feed.Cursor;
import io.watchword.view.feed.EntryLog;
import io.watchword.view.feed.EventFeed;
import io.watchword.view.feed.FanOutFeed;
import io.watchword.view.feed.FeedListener;
import io.watchword.view.timeline.InstanceTimelines;
import io.watchword.view.timeline.StreamState;
import io.watchword.view.timeline.TimelineEntry;
import io.watchword.view.timeline.TimelinePage;
import io.watchword.view.timeline.TimelineQuery;
import io.watchword.view.timeline.TimelinesUnavailable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StreamsServiceTest {
    private static final Rights YARD = new Rights("eve", false, Set.of("yard"));

    private final ListedTimelines timelines = new ListedTimelines();
    private final FanOutFeed feed = new FanOutFeed(new FeedConfig(16, 100, 10), new EmptyLog());

    /** One for each that follows. */
    private final Semaphore followed = new Semaphore(0);

    @SuppressWarnings("NullAway.Init") // by JUnit
    private ViewGrpcServer server;

    @SuppressWarnings("NullAway.Init") // by JUnit
    private ManagedChannel channel;

    private EventFeed.Following follow(
            Optional<Cursor> from,
            Rights rights,
            Predicate<TimelineEntry> filter,
            FeedListener listener) {
        EventFeed.Following following = feed.follow(from, rights, filter, listener);
        followed.release();
        return following;
    }

    @BeforeEach
    void start() {
        server =
                ViewGrpcServer.start(
                        GrpcConfig.DEFAULT,
                        CallerRights.always(YARD),
                        List.of(
                                new StreamsService(timelines, this::follow),
                                new PeersService(timelines)));
        channel =
                NettyChannelBuilder.forAddress("127.0.0.1", server.port())
                        .usePlaintext()
                        .flowControlWindow(64 << 10)
                        .build();
    }

    @AfterEach
    void stop() {
        channel.shutdownNow();
        feed.close();
        server.close();
    }

    /** Holds what it is given, within the caller's rights. */
    private static final class ListedTimelines implements InstanceTimelines {
        private final List<TimelineEntry> entries = new ArrayList<>();
        private final List<TimelineQuery> queries = new ArrayList<>();
        private boolean unavailable;

        @Override
        public Standing standing(String eventId, Rights rights) {
            return entries.stream()
                    .filter(entry -> rights.mayRead(entry.event().streamId()))
                    .filter(entry -> entry.event().eventId().equals(eventId))
                    .map(entry -> new Standing(Optional.of(entry), entry.event().revision()))
                    .findFirst()
                    .orElse(Standing.UNKNOWN);
        }

        @Override
        public List<StreamState> streams(Rights rights) {
            return entries.stream()
                    .filter(entry -> rights.mayRead(entry.event().streamId()))
                    .map(
                            entry ->
                                    new StreamState(
                                            entry.event().streamId(),
                                            entry.event().source(),
                                            Optional.empty(),
                                            1,
                                            Optional.of(entry)))
                    .toList();
        }

        @Override
        public TimelinePage events(TimelineQuery query, Rights rights) {
            if (unavailable) {
                throw new TimelinesUnavailable("the view is REBALANCING");
            }
            queries.add(query);
            return new TimelinePage(
                    entries.stream()
                            .filter(entry -> rights.mayRead(entry.event().streamId()))
                            .toList(),
                    Optional.of("more"));
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

    private static TimelineEntry large(long offset) {
        Event event = SampleEntries.event("yard", "e" + offset, 1, offset * 1_000_000);
        return SampleEntries.entry(
                new Event(
                        event.eventId(),
                        1,
                        "yard",
                        "yard",
                        event.span(),
                        "x".repeat(20_000),
                        "en",
                        event.labels(),
                        event.severity(),
                        0.5f,
                        event.evidence(),
                        event.model(),
                        false,
                        Optional.empty()),
                offset);
    }

    private StreamsGrpc.StreamsBlockingStub ask() {
        return StreamsGrpc.newBlockingStub(channel).withDeadlineAfter(20, TimeUnit.SECONDS);
    }

    @Test
    void tellsStreamsAndEventsThatTheCallerMaySee() {
        timelines.entries.add(SampleEntries.numbered("yard", 0, 4));
        timelines.entries.add(SampleEntries.numbered("road", 0, 5));

        ListEventsResponse page =
                ask().listEvents(ListEventsRequest.newBuilder().addLabels("motion").build());
        TimelineEvent event = page.getEvents(0);

        assertThat(page.getEventsCount()).isEqualTo(1);
        assertThat(page.getNext()).isEqualTo("more");
        assertThat(event.getCaption()).isEqualTo("A red box moves. Revision 1.");
        assertThat(event.getStartsAtUnixUs())
                .isEqualTo(SampleEntries.NOON.toEpochMilli() * 1000 + 4_000_000);
        assertThat(timelines.queries.get(0).limit()).isEqualTo(50);
        assertThat(ask().listStreams(ListStreamsRequest.getDefaultInstance()).getStreamsList())
                .extracting(stream -> stream.getStreamId() + stream.getLastEvent().getEventId())
                .containsExactly("yardyard-e4");
        assertThat(ask().getEvent(GetEventRequest.newBuilder().setEventId("yard-e4").build()))
                .isEqualTo(event);
    }

    private static void refused(Status.Code code, Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        e -> assertThat(e.getStatus().getCode()).isEqualTo(code));
    }

    @Test
    void saysWhyThereIsNoAnswer() {
        timelines.entries.add(SampleEntries.numbered("road", 0, 5));
        refused(
                Status.Code.NOT_FOUND,
                () -> ask().getEvent(GetEventRequest.newBuilder().setEventId("road-e5").build()));
        refused(
                Status.Code.INVALID_ARGUMENT,
                () -> ask().listEvents(ListEventsRequest.newBuilder().setLimit(201).build()));
        refused(
                Status.Code.INVALID_ARGUMENT,
                () ->
                        ask().followEvents(
                                        FollowEventsRequest.newBuilder()
                                                .setResumeToken("x")
                                                .build())
                                .next());
        refused(
                Status.Code.RESOURCE_EXHAUSTED,
                () ->
                        ask().getEvent(
                                        GetEventRequest.newBuilder()
                                                .setEventId("x".repeat(5 << 20))
                                                .build()));
        timelines.unavailable = true;
        refused(
                Status.Code.UNAVAILABLE,
                () -> ask().listEvents(ListEventsRequest.getDefaultInstance()));
    }

    @Test
    void tellsEventsAsTheyLandAndGoesOnFromACursor() throws Exception {
        Iterator<FollowEventsResponse> told =
                ask().followEvents(FollowEventsRequest.newBuilder().addLabels("motion").build());
        assertThat(followed.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
        feed.entry(SampleEntries.numbered("yard", 0, 0));
        feed.entry(SampleEntries.numbered("road", 0, 1));
        feed.entry(SampleEntries.numbered("yard", 0, 2));

        FollowEventsResponse greeting = told.next();
        assertThat(greeting.hasEvent()).isFalse();
        FollowEventsResponse first = told.next();
        assertThat(first.getEvent().getEventId()).isEqualTo("yard-e0");
        assertThat(told.next().getEvent().getEventId()).isEqualTo("yard-e2");
        Iterator<FollowEventsResponse> again =
                ask().followEvents(
                                FollowEventsRequest.newBuilder()
                                        .setResumeToken(first.getCursor())
                                        .build());
        assertThat(again.next().getCursor()).isEqualTo(first.getCursor());
        assertThat(again.next().getEvent().getEventId()).isEqualTo("yard-e2");
        Iterator<FollowEventsResponse> fromTheGreeting =
                ask().followEvents(
                                FollowEventsRequest.newBuilder()
                                        .setResumeToken(greeting.getCursor())
                                        .build());
        assertThat(fromTheGreeting.next().getCursor()).isEqualTo(greeting.getCursor());
        assertThat(fromTheGreeting.next().getEvent().getEventId()).isEqualTo("yard-e0");
    }

    /** Takes one message and then reads no more until it is told to. */
    private static final class Slow
            implements ClientResponseObserver<FollowEventsRequest, FollowEventsResponse> {
        private final CountDownLatch began = new CountDownLatch(1);
        private final CompletableFuture<Throwable> end = new CompletableFuture<>();
        private @Nullable ClientCallStreamObserver<FollowEventsRequest> call;
        private volatile long seen = -1;

        @Override
        public void beforeStart(ClientCallStreamObserver<FollowEventsRequest> started) {
            call = started;
            started.disableAutoRequestWithInitial(1);
        }

        @Override
        public void onNext(FollowEventsResponse message) {
            seen = Cursor.parse(message.getCursor()).nextOffsets().getOrDefault(0, -1L);
            began.countDown();
        }

        @Override
        public void onError(Throwable problem) {
            end.complete(problem);
        }

        @Override
        public void onCompleted() {
            end.complete(new IllegalStateException("completed"));
        }
    }

    @Test
    void cutsOffWhoDoesNotReadAndSaysWhereToGoOn() throws Exception {
        Slow slow = new Slow();
        StreamsGrpc.newStub(channel).followEvents(FollowEventsRequest.getDefaultInstance(), slow);
        assertThat(followed.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
        long offset = 0;
        feed.entry(large(offset++));
        assertThat(slow.began.await(20, TimeUnit.SECONDS)).isTrue();
        while (feed.followers() > 0 && offset < 10_000) {
            feed.entry(large(offset++));
        }

        assertThat(offset).isLessThan(1000);
        if (slow.call != null) {
            slow.call.request(10_000);
        }
        Throwable end = slow.end.get(20, TimeUnit.SECONDS);
        Metadata trailers = Status.trailersFromThrowable(end);
        assertThat(Status.fromThrowable(end).getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(trailers == null ? null : trailers.get(GrpcFollower.CURSOR))
                .isEqualTo("0-" + slow.seen);
    }

    @Test
    void instancesAskEachOtherWithTheRightsOfWhoeverAsks() {
        timelines.entries.add(SampleEntries.numbered("yard", 0, 4));
        timelines.entries.add(SampleEntries.numbered("road", 0, 5));
        try (GrpcPeers peers = new GrpcPeers(Duration.ofSeconds(20))) {
            InstanceTimelines other = peers.at("127.0.0.1:" + server.port());
            TimelineQuery query =
                    new TimelineQuery(
                            Set.of("yard", "road"),
                            Optional.of(SampleEntries.NOON),
                            Optional.of(SampleEntries.NOON.plusSeconds(60)),
                            Set.of("motion"),
                            7,
                            Optional.of("token"));

            TimelinePage page = other.events(query, Rights.ALL);

            assertThat(timelines.queries).containsExactly(query);
            assertThat(page.entries())
                    .extracting(entry -> entry.event().eventId())
                    .containsExactly("yard-e4", "road-e5");
            assertThat(page.entries().get(0).startsAt())
                    .contains(SampleEntries.NOON.plusSeconds(4));
            assertThat(other.streams(YARD))
                    .extracting(StreamState::streamId)
                    .containsExactly("yard");
            assertThat(other.standing("road-e5", YARD).revision()).isZero();
            assertThat(other.standing("road-e5", Rights.ALL).entry()).isPresent();
            timelines.unavailable = true;
            assertThatThrownBy(() -> other.events(query, Rights.ALL))
                    .isInstanceOf(TimelinesUnavailable.class)
                    .hasMessageContaining("UNAVAILABLE");
        }
    }

    @Test
    void aPortThatIsTakenIsSaid() {
        GrpcConfig taken = GrpcConfig.DEFAULT.onPort(server.port());

        assertThatThrownBy(() -> ViewGrpcServer.start(taken, CallerRights.always(YARD), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("view.grpc.port: 127.0.0.1:" + server.port());
    }
}
