package io.watchword.view.grpc;

import static java.util.Objects.requireNonNull;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.watchword.proto.v1.FollowEventsRequest;
import io.watchword.proto.v1.FollowEventsResponse;
import io.watchword.proto.v1.GetEventRequest;
import io.watchword.proto.v1.ListEventsRequest;
import io.watchword.proto.v1.ListEventsResponse;
import io.watchword.proto.v1.ListStreamsRequest;
import io.watchword.proto.v1.ListStreamsResponse;
import io.watchword.proto.v1.StreamsGrpc;
import io.watchword.proto.v1.TimelineEvent;
import io.watchword.view.access.Rights;
import io.watchword.view.feed.Cursor;
import io.watchword.view.feed.EventFeed;
import io.watchword.view.timeline.TimelineEntry;
import io.watchword.view.timeline.TimelinePage;
import io.watchword.view.timeline.Timelines;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** {@code watchword.v1.Streams}. */
public final class StreamsService extends StreamsGrpc.StreamsImplBase {
    private final Timelines timelines;
    private final EventFeed feed;

    public StreamsService(Timelines timelines, EventFeed feed) {
        this.timelines = requireNonNull(timelines, "timelines is null");
        this.feed = requireNonNull(feed, "feed is null");
    }

    @Override
    public void listStreams(
            ListStreamsRequest request, StreamObserver<ListStreamsResponse> caller) {
        Answers.one(
                caller,
                () -> {
                    ListStreamsResponse.Builder response = ListStreamsResponse.newBuilder();
                    timelines.streams(CallerRights.now()).stream()
                            .map(TimelineMessages::stream)
                            .forEach(response::addStreams);
                    return response.build();
                });
    }

    @Override
    public void listEvents(ListEventsRequest request, StreamObserver<ListEventsResponse> caller) {
        Answers.one(
                caller,
                () -> {
                    TimelinePage page =
                            timelines.events(TimelineMessages.query(request), CallerRights.now());
                    ListEventsResponse.Builder response =
                            ListEventsResponse.newBuilder().setNext(page.next().orElse(""));
                    page.entries().stream()
                            .map(TimelineMessages::event)
                            .forEach(response::addEvents);
                    return response.build();
                });
    }

    @Override
    public void getEvent(GetEventRequest request, StreamObserver<TimelineEvent> caller) {
        Answers.one(
                caller,
                () ->
                        timelines
                                .event(request.getEventId(), CallerRights.now())
                                .map(TimelineMessages::event)
                                .orElseThrow(
                                        () ->
                                                Status.NOT_FOUND
                                                        .withDescription(
                                                                "no event " + request.getEventId())
                                                        .asRuntimeException()));
    }

    @Override
    public void followEvents(
            FollowEventsRequest request, StreamObserver<FollowEventsResponse> caller) {
        ServerCallStreamObserver<FollowEventsResponse> call =
                (ServerCallStreamObserver<FollowEventsResponse>) caller;
        try {
            Rights rights = CallerRights.now();
            Optional<Cursor> from =
                    Optional.of(request.getResumeToken())
                            .filter(token -> !token.isEmpty())
                            .map(Cursor::parse);
            GrpcFollower<FollowEventsResponse> follower =
                    new GrpcFollower<>(
                            call,
                            begin ->
                                    FollowEventsResponse.newBuilder()
                                            .setCursor(begin.text())
                                            .build(),
                            (entry, next) ->
                                    FollowEventsResponse.newBuilder()
                                            .setEvent(TimelineMessages.event(entry))
                                            .setCursor(next.text())
                                            .build());
            follower.begin(feed, from, rights, filter(request));
        } catch (RuntimeException e) {
            caller.onError(Answers.status(e).asRuntimeException());
        }
    }

    private static Predicate<TimelineEntry> filter(FollowEventsRequest request) {
        Set<String> streamIds = Set.copyOf(request.getStreamIdsList());
        Set<String> labels = Set.copyOf(request.getLabelsList());
        return entry ->
                (streamIds.isEmpty() || streamIds.contains(entry.event().streamId()))
                        && entry.event().labels().containsAll(labels);
    }
}
