package io.watchword.view.kafka;

import io.watchword.view.ViewConfig;
import io.watchword.view.feed.Cursor;
import io.watchword.view.feed.EventFeed;
import io.watchword.view.timeline.EntryListener;
import io.watchword.view.timeline.Peers;
import io.watchword.view.timeline.Timelines;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The running view: reads the topics, keeps the timelines, hands events on. Thread-safe. */
public final class View implements AutoCloseable {
    private View() {}

    /**
     * Starts reading and returns at once; queries answer within seconds, and throw {@link
     * io.watchword.view.timeline.TimelinesUnavailable} until then.
     *
     * @param stateDirectory kept between runs; one for each instance
     * @param listeners hear every upsert of the streams that this instance holds
     * @param peers {@link Peers#NONE} for the only instance
     */
    public static View start(
            String bootstrapServers,
            Path stateDirectory,
            ViewConfig config,
            Peers peers,
            List<EntryListener> listeners) {
        throw new UnsupportedOperationException();
    }

    /** Of all instances. */
    public Timelines timelines() {
        throw new UnsupportedOperationException();
    }

    /** Of this instance alone: what peers ask for. */
    public Timelines ownTimelines() {
        throw new UnsupportedOperationException();
    }

    /** Of all instances. */
    public EventFeed feed() {
        throw new UnsupportedOperationException();
    }

    /** Whether queries can be answered now. */
    public boolean ready() {
        throw new UnsupportedOperationException();
    }

    /** Why it stopped for good; empty while it runs, also while it recovers. */
    public Optional<String> failure() {
        throw new UnsupportedOperationException();
    }

    /**
     * Tells a listener what lies on the topic from a cursor on, up to now, in the calling thread: a
     * partition that the cursor does not name from its beginning. Events that were revised or
     * replaced since are left out, their newest revision comes in its own place.
     *
     * @return where live entries go on
     */
    public Cursor replay(EntryListener listener, Cursor from) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
