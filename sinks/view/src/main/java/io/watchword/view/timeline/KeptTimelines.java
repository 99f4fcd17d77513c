package io.watchword.view.timeline;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Timelines as they are kept: what can be read of them. */
public interface KeptTimelines {
    /** Entries of one stream, the newest first. To be closed. */
    interface Walk extends Iterator<TimelineEntry>, AutoCloseable {
        @Override
        void close();
    }

    /** Of an instance that holds no streams. */
    KeptTimelines NONE =
            new KeptTimelines() {
                @Override
                public List<String> streamIds() {
                    return List.of();
                }

                @Override
                public StreamTally tally(String streamId) {
                    return StreamTally.NONE;
                }

                @Override
                public Optional<KnownEvent> known(String eventId) {
                    return Optional.empty();
                }

                @Override
                public Optional<TimelineEntry> entry(TimelinePlace place) {
                    return Optional.empty();
                }

                @Override
                public Walk newestFirst(String streamId, long fromUnixUs, long toUnixUs) {
                    throw new IllegalStateException("stream " + streamId + " has no tally");
                }
            };

    /** Streams that have or had events, in any order. */
    List<String> streamIds();

    /** {@link StreamTally#NONE} for a stream without events. */
    StreamTally tally(String streamId);

    Optional<KnownEvent> known(String eventId);

    Optional<TimelineEntry> entry(TimelinePlace place);

    /**
     * @param fromUnixUs the oldest that is wanted
     * @param toUnixUs the newest that is wanted, itself included
     */
    Walk newestFirst(String streamId, long fromUnixUs, long toUnixUs);
}
