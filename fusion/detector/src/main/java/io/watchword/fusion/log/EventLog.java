package io.watchword.fusion.log;

import io.watchword.contract.Event;
import io.watchword.contract.TimeSpan;
import java.util.function.Consumer;

/** The events that were told of streams. Not thread-safe: one reader owns it. */
public interface EventLog extends AutoCloseable {
    /**
     * Reads the events that overlap a span, in order of time. Of several revisions of one event
     * only the highest counts, and none that another event replaces.
     *
     * @param span of media time
     */
    void read(String streamId, TimeSpan span, Consumer<Event> each);

    @Override
    void close();
}
