package io.watchword.view.subscribe.grpc;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.watchword.proto.v1.AddAllSubscriptionsRequest;
import io.watchword.proto.v1.AddAllSubscriptionsResponse;
import io.watchword.proto.v1.AddSubscriptionRequest;
import io.watchword.proto.v1.ListSubscriptionsRequest;
import io.watchword.proto.v1.ListSubscriptionsResponse;
import io.watchword.proto.v1.PreviewSubscriptionRequest;
import io.watchword.proto.v1.PreviewSubscriptionResponse;
import io.watchword.proto.v1.RemoveSubscriptionRequest;
import io.watchword.proto.v1.RemoveSubscriptionResponse;
import io.watchword.proto.v1.SubscribeRequest;
import io.watchword.proto.v1.SubscribeResponse;
import io.watchword.proto.v1.Subscription;
import io.watchword.proto.v1.SubscriptionsGrpc;
import io.watchword.view.access.Rights;
import io.watchword.view.feed.Cursor;
import io.watchword.view.feed.TooManyFollowers;
import io.watchword.view.grpc.CallerRights;
import io.watchword.view.subscribe.Preview;
import io.watchword.view.subscribe.SubscriptionDefaults;
import io.watchword.view.subscribe.SubscriptionDraft;
import io.watchword.view.subscribe.Subscriptions;
import io.watchword.view.timeline.TimelinesUnavailable;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** The gRPC service {@code Subscriptions}. */
public final class SubscriptionsService extends SubscriptionsGrpc.SubscriptionsImplBase {
    private static final int MOST_HITS = 200;

    private final Subscriptions subscriptions;
    private final Clock clock;

    public SubscriptionsService(Subscriptions subscriptions, Clock clock) {
        this.subscriptions = subscriptions;
        this.clock = clock;
    }

    @Override
    public void add(AddSubscriptionRequest request, StreamObserver<Subscription> client) {
        answer(
                client,
                () ->
                        SubscriptionMessages.message(
                                subscriptions.add(
                                        SubscriptionMessages.draft(request.getSubscription()),
                                        CallerRights.now())));
    }

    @Override
    public void addAll(
            AddAllSubscriptionsRequest request,
            StreamObserver<AddAllSubscriptionsResponse> client) {
        answer(
                client,
                () -> {
                    AddAllSubscriptionsResponse.Builder all =
                            AddAllSubscriptionsResponse.newBuilder();
                    subscriptions
                            .addAll(
                                    request.getSubscriptionsList().stream()
                                            .map(SubscriptionMessages::draft)
                                            .toList(),
                                    CallerRights.now())
                            .forEach(
                                    one -> all.addSubscriptions(SubscriptionMessages.message(one)));
                    return all.build();
                });
    }

    @Override
    public void remove(
            RemoveSubscriptionRequest request, StreamObserver<RemoveSubscriptionResponse> client) {
        answer(
                client,
                () -> {
                    if (!subscriptions.remove(request.getId(), CallerRights.now())) {
                        throw unknown(request.getId());
                    }
                    return RemoveSubscriptionResponse.getDefaultInstance();
                });
    }

    @Override
    public void list(
            ListSubscriptionsRequest request, StreamObserver<ListSubscriptionsResponse> client) {
        answer(
                client,
                () -> {
                    ListSubscriptionsResponse.Builder all = ListSubscriptionsResponse.newBuilder();
                    subscriptions
                            .list(CallerRights.now())
                            .forEach(
                                    one -> all.addSubscriptions(SubscriptionMessages.message(one)));
                    return all.build();
                });
    }

    @Override
    public void preview(
            PreviewSubscriptionRequest request,
            StreamObserver<PreviewSubscriptionResponse> client) {
        answer(
                client,
                () -> {
                    Instant to =
                            request.hasTo()
                                    ? SubscriptionMessages.instant(request.getTo())
                                    : clock.instant();
                    Instant from =
                            request.hasFrom()
                                    ? SubscriptionMessages.instant(request.getFrom())
                                    : to.minus(SubscriptionDefaults.PREVIEW);
                    int limit =
                            request.getLimit() == 0
                                    ? SubscriptionDefaults.PREVIEW_HITS
                                    : request.getLimit();
                    if (limit < 1 || limit > MOST_HITS) {
                        throw new IllegalArgumentException(
                                "limit is " + limit + ", not 1 to " + MOST_HITS);
                    }
                    Preview preview =
                            subscriptions.preview(
                                    SubscriptionMessages.draft(request.getSubscription()),
                                    from,
                                    to,
                                    limit,
                                    CallerRights.now());
                    return message(preview);
                });
    }

    private static PreviewSubscriptionResponse message(Preview preview) {
        PreviewSubscriptionResponse.Builder message =
                PreviewSubscriptionResponse.newBuilder()
                        .setLooked(preview.looked())
                        .setFound(preview.found())
                        .setCutShort(preview.cutShort())
                        .setByRecording(preview.byRecording())
                        .setToldLate(preview.toldLate());
        preview.hits().forEach(hit -> message.addHits(SubscriptionMessages.message(hit)));
        return message.build();
    }

    @Override
    public void subscribe(SubscribeRequest request, StreamObserver<SubscribeResponse> client) {
        try {
            Rights rights = CallerRights.now();
            Optional<Cursor> from =
                    request.getResumeToken().isEmpty()
                            ? Optional.empty()
                            : Optional.of(Cursor.parse(request.getResumeToken()));
            HitStream stream = new HitStream((ServerCallStreamObserver<SubscribeResponse>) client);
            switch (request.getWhatCase()) {
                case SUBSCRIPTION_ID ->
                        stream.start(
                                listener ->
                                        subscriptions
                                                .follow(
                                                        request.getSubscriptionId(),
                                                        from,
                                                        rights,
                                                        listener)
                                                .orElseThrow(
                                                        () ->
                                                                unknown(
                                                                        request
                                                                                .getSubscriptionId())));
                case AD_HOC -> {
                    SubscriptionDraft draft = SubscriptionMessages.draft(request.getAdHoc());
                    stream.start(
                            listener -> subscriptions.followAdHoc(draft, from, rights, listener));
                }
                case WHAT_NOT_SET ->
                        throw new IllegalArgumentException(
                                "required subscription_id or ad_hoc, found neither");
            }
        } catch (RuntimeException e) {
            client.onError(status(e));
        }
    }

    private static <A> void answer(StreamObserver<A> client, Supplier<A> call) {
        A answer;
        try {
            answer = call.get();
        } catch (RuntimeException e) {
            client.onError(status(e));
            return;
        }
        client.onNext(answer);
        client.onCompleted();
    }

    private static StatusRuntimeException unknown(String id) {
        String shown = id.length() > 100 ? id.substring(0, 100) : id;
        return Status.NOT_FOUND
                .withDescription("there is no subscription \"" + shown + "\"")
                .asRuntimeException();
    }

    /** The caller's mistakes and what passes are said; what else breaks is a bug of the server. */
    private static StatusRuntimeException status(RuntimeException e) {
        if (e instanceof StatusRuntimeException status) {
            return status;
        }
        Status status;
        if (e instanceof IllegalArgumentException) {
            status = Status.INVALID_ARGUMENT.withDescription(e.getMessage());
        } else if (e instanceof TooManyFollowers) {
            status = Status.RESOURCE_EXHAUSTED.withDescription(e.getMessage());
        } else if (e instanceof TimelinesUnavailable) {
            status = Status.UNAVAILABLE.withDescription(e.getMessage());
        } else {
            status = Status.INTERNAL.withCause(e);
        }
        return status.asRuntimeException();
    }
}
