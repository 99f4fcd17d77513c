package io.watchword.sinks.store;

import io.watchword.sinks.row.EventJson;

/** Where events are kept for people and programs. Not thread-safe. */
public interface EventOutput {
    /** Takes an event; it is kept only after {@link #write()}. */
    void add(EventJson event);

    /** Events held. */
    int size();

    /**
     * Writes what changed since the last call that returned. When it returns, everything taken is
     * on disk; when it throws, files hold what they held, and the next call tries again.
     *
     * @throws java.io.UncheckedIOException naming the file that could not be written
     */
    void write();
}
