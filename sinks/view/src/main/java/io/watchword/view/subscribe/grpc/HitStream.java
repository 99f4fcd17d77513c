package io.watchword.view.subscribe.grpc;

import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.watchword.contract.Hit;
import io.watchword.proto.v1.SubscribeResponse;
import io.watchword.view.feed.Cursor;
import io.watchword.view.feed.EventFeed;
import io.watchword.view.subscribe.HitListener;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Hits to one client, as fast as it reads. Holds nothing back: what waits, waits in the queue of
 * the following, which has a bound.
 */
final class HitStream implements HitListener {
    /** Where to go on, in the trailers of a cut-off. */
    static final Metadata.Key<String> RESUME_TOKEN =
            Metadata.Key.of("resume-token", Metadata.ASCII_STRING_MARSHALLER);

    private final ServerCallStreamObserver<SubscribeResponse> client;
    private EventFeed.@Nullable Following following; // guarded by this
    private boolean ended; // guarded by this

    HitStream(ServerCallStreamObserver<SubscribeResponse> client) {
        this.client = client;
        client.setOnReadyHandler(this::resume);
        client.setOnCancelHandler(this::end);
    }

    /** Begins to follow; called once. */
    void start(Function<HitListener, EventFeed.Following> follow) {
        EventFeed.Following begun = follow.apply(this);
        boolean late;
        synchronized (this) {
            following = begun;
            late = ended;
        }
        if (late) {
            begun.close();
        } else {
            begun.resume();
        }
    }

    private void resume() {
        EventFeed.@Nullable Following begun;
        synchronized (this) {
            begun = following;
        }
        if (begun != null) {
            begun.resume();
        }
    }

    private void end() {
        EventFeed.@Nullable Following begun;
        synchronized (this) {
            ended = true;
            begun = following;
        }
        if (begun != null) {
            begun.close();
        }
    }

    private synchronized boolean isEnded() {
        return ended;
    }

    @Override
    public boolean ready() {
        return client.isReady() || client.isCancelled();
    }

    @Override
    public void began(Cursor from) {
        client.onNext(SubscribeResponse.newBuilder().setResumeToken(from.text()).build());
    }

    @Override
    public void hit(Hit hit, Cursor next) {
        if (!isEnded() && !client.isCancelled()) {
            client.onNext(
                    SubscribeResponse.newBuilder()
                            .setHit(SubscriptionMessages.message(hit))
                            .setResumeToken(next.text())
                            .build());
        }
    }

    @Override
    public void cutOff(Cursor next) {
        if (isEnded() || client.isCancelled()) {
            return;
        }
        end();
        Metadata trailers = new Metadata();
        trailers.put(RESUME_TOKEN, next.text());
        client.onError(
                Status.RESOURCE_EXHAUSTED
                        .withDescription("hits were not read in time; go on with resume-token")
                        .asRuntimeException(trailers));
    }
}
