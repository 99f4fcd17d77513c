package io.watchword.view.timeline;

/** Timelines as they are kept, to be changed. Not thread-safe. */
public interface TimelineStore extends KeptTimelines {
    void know(String eventId, KnownEvent known);

    /** Knows an event no longer. */
    void forget(String eventId);

    void put(TimelineEntry entry);

    void remove(TimelinePlace place);

    void put(String streamId, StreamTally tally);

    /** Of a stream without entries. */
    void forgetStream(String streamId);
}
