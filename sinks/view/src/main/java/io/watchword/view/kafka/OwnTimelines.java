package io.watchword.view.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.watchword.contract.Decoded;
import io.watchword.contract.Gap;
import io.watchword.contract.StreamStatus;
import io.watchword.contract.StreamStatusCodec;
import io.watchword.view.access.Rights;
import io.watchword.view.timeline.InstanceTimelines;
import io.watchword.view.timeline.KeptTimelines;
import io.watchword.view.timeline.StreamState;
import io.watchword.view.timeline.TimelinePage;
import io.watchword.view.timeline.TimelineQuery;
import io.watchword.view.timeline.TimelineReader;
import io.watchword.view.timeline.TimelinesUnavailable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** The timelines of the streams that this instance holds. */
final class OwnTimelines implements InstanceTimelines {
    private final KafkaStreams streams;

    OwnTimelines(KafkaStreams streams) {
        this.streams = requireNonNull(streams, "streams is null");
    }

    @Override
    public List<StreamState> streams(Rights rights) {
        return read(reader -> reader.streams(statuses(), rights));
    }

    @Override
    public TimelinePage events(TimelineQuery query, Rights rights) {
        return read(reader -> reader.events(query, rights));
    }

    @Override
    public List<Gap> gaps(String streamId, Rights rights) {
        return rights.mayRead(streamId)
                ? read(reader -> KeptGaps.newestFirst(store(ViewStores.GAPS), streamId))
                : List.of();
    }

    @Override
    public Standing standing(String eventId, Rights rights) {
        return read(reader -> reader.standing(eventId, rights));
    }

    private <T> T read(Function<TimelineReader, T> query) {
        KafkaStreams.State state = streams.state();
        if (state != KafkaStreams.State.RUNNING) {
            throw new TimelinesUnavailable("the view is " + state.name());
        }
        try {
            return query.apply(new TimelineReader(holdsStreams() ? stored() : KeptTimelines.NONE));
        } catch (InvalidStateStoreException e) {
            throw new TimelinesUnavailable("the view moves streams", e);
        }
    }

    /** There may be more instances than partitions. */
    private boolean holdsStreams() {
        return streams.metadataForLocalThreads().stream()
                .anyMatch(thread -> !thread.activeTasks().isEmpty());
    }

    private StoredTimelines stored() {
        return new StoredTimelines(
                store(ViewStores.ENTRIES), store(ViewStores.IDS), store(ViewStores.TALLIES));
    }

    private ReadOnlyKeyValueStore<Bytes, byte[]> store(String name) {
        return streams.store(
                StoreQueryParameters.fromNameAndType(name, QueryableStoreTypes.keyValueStore()));
    }

    private Map<String, StreamStatus> statuses() {
        Map<String, StreamStatus> statuses = new HashMap<>();
        try (KeyValueIterator<Bytes, byte[]> all = store(ViewStores.STATUSES).all()) {
            while (all.hasNext()) {
                KeyValue<Bytes, byte[]> one = all.next();
                if (StreamStatusCodec.decode(one.value) instanceof Decoded.Valid<StreamStatus> valid
                        && valid.value().stage() == StreamStatus.Stage.INGEST
                        && valid.value().key().equals(new String(one.key.get(), UTF_8))) {
                    statuses.put(valid.value().streamId(), valid.value());
                }
            }
        }
        return statuses;
    }
}
