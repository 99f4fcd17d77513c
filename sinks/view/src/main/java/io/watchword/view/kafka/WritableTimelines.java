package io.watchword.view.kafka;

import io.watchword.proto.v1.KnownEventRecord;
import io.watchword.proto.v1.StreamTallyRecord;
import io.watchword.view.timeline.EntryCodec;
import io.watchword.view.timeline.KnownEvent;
import io.watchword.view.timeline.StreamTally;
import io.watchword.view.timeline.TimelineEntry;
import io.watchword.view.timeline.TimelinePlace;
import io.watchword.view.timeline.TimelineStore;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;

/** Timelines in the state stores of one task. Belongs to the thread that runs the task. */
final class WritableTimelines extends StoredTimelines implements TimelineStore {
    private final KeyValueStore<Bytes, byte[]> entries;
    private final KeyValueStore<Bytes, byte[]> ids;
    private final KeyValueStore<Bytes, byte[]> tallies;

    private WritableTimelines(
            KeyValueStore<Bytes, byte[]> entries,
            KeyValueStore<Bytes, byte[]> ids,
            KeyValueStore<Bytes, byte[]> tallies) {
        super(entries, ids, tallies);
        this.entries = entries;
        this.ids = ids;
        this.tallies = tallies;
    }

    static WritableTimelines of(ProcessorContext<?, ?> context) {
        return new WritableTimelines(
                context.getStateStore(ViewStores.ENTRIES),
                context.getStateStore(ViewStores.IDS),
                context.getStateStore(ViewStores.TALLIES));
    }

    @Override
    public void know(String eventId, KnownEvent known) {
        KnownEventRecord.Builder record =
                KnownEventRecord.newBuilder()
                        .setStreamId(known.streamId())
                        .setRevision(known.revision());
        known.whenUnixUs().ifPresent(record::setWhenUnixUs);
        ids.put(StoreKeys.id(eventId), record.build().toByteArray());
    }

    @Override
    public void forget(String eventId) {
        ids.delete(StoreKeys.id(eventId));
    }

    @Override
    public void put(TimelineEntry entry) {
        entries.put(StoreKeys.place(TimelinePlace.of(entry)), EntryCodec.to(entry).toByteArray());
    }

    @Override
    public void remove(TimelinePlace place) {
        entries.delete(StoreKeys.place(place));
    }

    @Override
    public void forgetStream(String streamId) {
        tallies.delete(StoreKeys.id(streamId));
    }

    @Override
    public void put(String streamId, StreamTally tally) {
        tallies.put(
                StoreKeys.id(streamId),
                StreamTallyRecord.newBuilder()
                        .setSource(tally.source())
                        .setEvents(tally.events())
                        .setLastEventId(tally.lastEventId())
                        .setLastEndUs(tally.lastEndUs())
                        .setNewestUnixUs(tally.newestUnixUs())
                        .build()
                        .toByteArray());
    }
}
