package io.watchword.view.grpc;

import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.watchword.view.access.Rights;
import io.watchword.view.feed.Cursor;
import io.watchword.view.feed.EventFeed;
import io.watchword.view.feed.FeedListener;
import io.watchword.view.timeline.TimelineEntry;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A caller that is told of entries as they land, while it takes them: what it does not take waits
 * in the feed's bounded queue, not in gRPC's. Ends with RESOURCE_EXHAUSTED and a cursor when it is
 * cut off.
 *
 * @param <T> the message an entry becomes
 */
public final class GrpcFollower<T> implements FeedListener {
    /** Trailer that says where to go on. */
    public static final Metadata.Key<String> CURSOR =
            Metadata.Key.of("watchword-cursor", Metadata.ASCII_STRING_MARSHALLER);

    private final ServerCallStreamObserver<T> call;
    private final Function<Cursor, T> greeting;
    private final BiFunction<TimelineEntry, Cursor, T> message;
    private EventFeed.@Nullable Following following;
    private boolean gone;

    public GrpcFollower(
            ServerCallStreamObserver<T> call,
            Function<Cursor, T> greeting,
            BiFunction<TimelineEntry, Cursor, T> message) {
        this.call = call;
        this.greeting = greeting;
        this.message = message;
    }

    /** To be called once, in the thread that takes the call. */
    public void begin(
            EventFeed feed, Optional<Cursor> from, Rights rights, Predicate<TimelineEntry> filter) {
        call.setOnReadyHandler(this::resume);
        call.setOnCancelHandler(this::end);
        EventFeed.Following begun = feed.follow(from, rights, filter, this);
        synchronized (this) {
            following = begun;
            if (!gone) {
                return;
            }
        }
        begun.close();
    }

    private void resume() {
        EventFeed.Following now;
        synchronized (this) {
            now = following;
        }
        if (now != null) {
            now.resume();
        }
    }

    private void end() {
        EventFeed.Following now;
        synchronized (this) {
            gone = true;
            now = following;
        }
        if (now != null) {
            now.close();
        }
    }

    @Override
    public boolean ready() {
        return call.isReady();
    }

    @Override
    public void began(Cursor from) {
        call.onNext(greeting.apply(from));
    }

    @Override
    public void entry(TimelineEntry entry, Cursor next) {
        if (!call.isCancelled()) {
            call.onNext(message.apply(entry, next));
        }
    }

    @Override
    public void cutOff(Cursor next) {
        Metadata trailers = new Metadata();
        trailers.put(CURSOR, next.text());
        if (!call.isCancelled()) {
            call.onError(
                    Status.RESOURCE_EXHAUSTED
                            .withDescription("too slow, or the view ends; go on from the cursor")
                            .asRuntimeException(trailers));
        }
    }
}
