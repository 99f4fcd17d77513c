package io.watchword.view.timeline;

/** Hears of every event and every revision, in order within a partition, at least once. */
@FunctionalInterface
public interface EntryListener {
    /**
     * Takes an entry. Called by the thread that reads the topic: what takes longer than
     * milliseconds belongs on another.
     */
    void entry(TimelineEntry newest);
}
