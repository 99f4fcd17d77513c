package io.watchword.view.kafka;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.InvalidProtocolBufferException;
import io.watchword.contract.Decoded;
import io.watchword.proto.v1.KnownEventRecord;
import io.watchword.proto.v1.StreamTallyRecord;
import io.watchword.view.timeline.EntryCodec;
import io.watchword.view.timeline.KeptTimelines;
import io.watchword.view.timeline.KnownEvent;
import io.watchword.view.timeline.StreamTally;
import io.watchword.view.timeline.TimelineEntry;
import io.watchword.view.timeline.TimelinePlace;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/** Timelines in Kafka Streams' state stores, read. As thread-safe as the stores. */
class StoredTimelines implements KeptTimelines {
    private final ReadOnlyKeyValueStore<Bytes, byte[]> entries;
    private final ReadOnlyKeyValueStore<Bytes, byte[]> ids;
    private final ReadOnlyKeyValueStore<Bytes, byte[]> tallies;

    StoredTimelines(
            ReadOnlyKeyValueStore<Bytes, byte[]> entries,
            ReadOnlyKeyValueStore<Bytes, byte[]> ids,
            ReadOnlyKeyValueStore<Bytes, byte[]> tallies) {
        this.entries = requireNonNull(entries, "entries is null");
        this.ids = requireNonNull(ids, "ids is null");
        this.tallies = requireNonNull(tallies, "tallies is null");
    }

    @Override
    public List<String> streamIds() {
        List<String> streamIds = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> all = tallies.all()) {
            all.forEachRemaining(one -> streamIds.add(StoreKeys.text(one.key)));
        }
        return streamIds;
    }

    @Override
    public StreamTally tally(String streamId) {
        byte[] value = tallies.get(StoreKeys.id(streamId));
        if (value == null) {
            return StreamTally.NONE;
        }
        try {
            StreamTallyRecord record = StreamTallyRecord.parseFrom(value);
            return new StreamTally(
                    record.getSource(),
                    record.getEvents(),
                    record.getLastEventId(),
                    record.getLastEndUs(),
                    record.getNewestUnixUs());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("tally of stream " + streamId + " is damaged", e);
        }
    }

    @Override
    public Optional<KnownEvent> known(String eventId) {
        byte[] value = ids.get(StoreKeys.id(eventId));
        if (value == null) {
            return Optional.empty();
        }
        try {
            KnownEventRecord record = KnownEventRecord.parseFrom(value);
            return Optional.of(
                    new KnownEvent(
                            record.getStreamId(),
                            record.getRevision(),
                            record.hasWhenUnixUs()
                                    ? Optional.of(record.getWhenUnixUs())
                                    : Optional.empty()));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("what is known of " + eventId + " is damaged", e);
        }
    }

    @Override
    public Optional<TimelineEntry> entry(TimelinePlace place) {
        byte[] value = entries.get(StoreKeys.place(place));
        return value == null ? Optional.empty() : Optional.of(decode(value));
    }

    private static TimelineEntry decode(byte[] value) {
        Decoded<TimelineEntry> decoded = EntryCodec.decode(value);
        if (decoded instanceof Decoded.Invalid<TimelineEntry> invalid) {
            throw new IllegalStateException("stored " + invalid.detail());
        }
        return ((Decoded.Valid<TimelineEntry>) decoded).value();
    }

    @Override
    public Walk newestFirst(String streamId, long fromUnixUs, long toUnixUs) {
        return new StoreWalk(
                entries.reverseRange(
                        StoreKeys.first(streamId, fromUnixUs), StoreKeys.last(streamId, toUnixUs)));
    }

    private static final class StoreWalk implements Walk {
        private final KeyValueIterator<Bytes, byte[]> found;

        StoreWalk(KeyValueIterator<Bytes, byte[]> found) {
            this.found = found;
        }

        @Override
        public boolean hasNext() {
            return found.hasNext();
        }

        @Override
        public TimelineEntry next() {
            @Nullable KeyValue<Bytes, byte[]> next = found.next();
            if (next == null) {
                throw new NoSuchElementException("no more entries");
            }
            return decode(next.value);
        }

        @Override
        public void close() {
            found.close();
        }
    }
}
