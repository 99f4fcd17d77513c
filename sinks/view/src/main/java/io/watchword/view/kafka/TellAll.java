package io.watchword.view.kafka;

import io.watchword.view.timeline.EntryListener;
import io.watchword.view.timeline.TimelineEntry;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells all listeners, in their order. One that breaks must not keep an event from the others, nor
 * stop the timelines.
 */
final class TellAll implements EntryListener {
    private static final Logger logger = LoggerFactory.getLogger(TellAll.class);

    private final List<EntryListener> listeners;

    TellAll(List<EntryListener> listeners) {
        this.listeners = new CopyOnWriteArrayList<>(listeners);
    }

    /** Tells another one from now on, ahead of the others. */
    void first(EntryListener listener) {
        listeners.add(0, listener);
    }

    @Override
    public void entry(TimelineEntry newest) {
        for (EntryListener listener : listeners) {
            try {
                listener.entry(newest);
            } catch (RuntimeException e) {
                logger.atWarn()
                        .addKeyValue("eventId", newest.event().eventId())
                        .addKeyValue("listener", listener.getClass().getName())
                        .setCause(e)
                        .log("a listener did not take an event");
            }
        }
    }
}
