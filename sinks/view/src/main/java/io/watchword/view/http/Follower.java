package io.watchword.view.http;

import io.watchword.view.access.Admission;
import io.watchword.view.access.Rights;
import io.watchword.view.feed.Cursor;
import io.watchword.view.feed.EventFeed;
import io.watchword.view.feed.FeedListener;
import io.watchword.view.timeline.StreamState;
import io.watchword.view.timeline.TimelineEntry;
import jakarta.servlet.ServletOutputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One browser that follows. It is not ready while it does not read: then events wait in the feed's
 * queue, and the feed cuts it off when that is full. Events come in the feed's threads, streams in
 * the ticker's.
 */
final class Follower implements FeedListener, AutoCloseable {
    private final SseConnection connection;
    private final ViewParts parts;
    private final Admission admission;
    private final FeedFilter filter;
    private final Map<String, String> told = new HashMap<>(); // guarded by itself
    private EventFeed.@Nullable Following following; // guarded by this
    private boolean closed; // guarded by this
    private volatile long lastNs = System.nanoTime();

    Follower(ServletOutputStream out, ViewParts parts, Admission admission, FeedFilter filter) {
        this.connection = new SseConnection(out, this::resume);
        this.parts = parts;
        this.admission = admission;
        this.filter = filter;
    }

    Rights rights() {
        return admission.rights();
    }

    ViewParts parts() {
        return parts;
    }

    CompletableFuture<Void> done() {
        return connection.done();
    }

    void begin(Optional<Cursor> from) {
        EventFeed.Following begun = parts.feed().follow(from, rights(), filter, this);
        boolean late;
        synchronized (this) {
            following = begun;
            late = closed;
        }
        if (late) {
            begun.close();
        }
        connection.begin();
    }

    private void resume() {
        EventFeed.Following current;
        synchronized (this) {
            current = following;
        }
        if (current != null) {
            current.resume();
        }
    }

    @Override
    public void began(Cursor from) {
        connection.send(SseText.hello(from));
    }

    @Override
    public boolean ready() {
        return connection.isReady();
    }

    @Override
    public void entry(TimelineEntry entry, Cursor next) {
        send(SaidEvents.SHARED.message(entry, next));
    }

    @Override
    public void cutOff(Cursor next) {
        connection.end(
                SseText.message(
                        "cut",
                        Optional.of(next),
                        Json.object().put("cursor", next.text()).put("reason", "TOO_SLOW")));
    }

    /** Tells of streams that stand otherwise than last told; of all at first. */
    void streams(List<StreamState> states) {
        if (!connection.isReady()) {
            return; // they are told of when it reads again
        }
        synchronized (told) {
            for (StreamState state : states) {
                String essence = StreamJson.essence(state);
                if (filter.wantsStream(state.streamId())
                        && !essence.equals(told.put(state.streamId(), essence))) {
                    boolean pictured = parts.media().isPictured(state);
                    send(
                            SseText.message(
                                    "stream", Optional.empty(), StreamJson.of(state, pictured)));
                }
            }
        }
    }

    /** Tokens are withdrawn and expire, also while someone follows. */
    void endUnlessAdmitted() {
        if (!admission.holds()) {
            connection.end(
                    SseText.message(
                            "cut", Optional.empty(), Json.object().put("reason", "ACCESS_ENDED")));
        }
    }

    void pingAfter(Duration silence) {
        if (System.nanoTime() - lastNs >= silence.toNanos() && connection.isReady()) {
            send(SseText.PING);
        }
    }

    private void send(byte[] message) {
        lastNs = System.nanoTime();
        connection.send(message);
    }

    /** Of a server that stops. */
    void end() {
        connection.end(SseText.PING);
    }

    @Override
    public void close() {
        EventFeed.Following current;
        synchronized (this) {
            closed = true;
            current = following;
        }
        if (current != null) {
            current.close();
        }
    }
}
