package io.watchword.view.kafka;

import io.watchword.contract.Topics;
import io.watchword.view.timeline.EntryListener;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;

/**
 * What reads which topic into which store:
 *
 * <pre>
 * embeddings    → keep-evidence → (evidence)
 * events        → enter-events  → (entries, ids, tallies) → listener
 *                      └→ events.dlq
 * stream-status → keep-statuses → (statuses)                on every instance
 * gaps          → keep-gaps     → (gaps)                    on every instance
 * </pre>
 *
 * Streams takes the records of both first topics in the order of their times, so the segments of an
 * event are there before it, also when all is read anew.
 */
final class ViewTopology {
    /** Who says what went wrong, in dead letters. */
    static final String STAGE = "view";

    private ViewTopology() {}

    /**
     * @param eventsKept how long entries stay
     * @param listener told by the threads that read
     */
    static Topology of(Duration evidenceKept, Duration eventsKept, EntryListener listener) {
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        Topology topology = new Topology();
        topology.addSource(
                AutoOffsetReset.earliest(), "read-embeddings", bytes, bytes, Topics.EMBEDDINGS);
        topology.addSource(AutoOffsetReset.earliest(), "read-events", bytes, bytes, Topics.EVENTS);
        topology.addProcessor("keep-evidence", KeepEvidence::new, "read-embeddings");
        topology.addProcessor(
                "enter-events",
                () -> new EnterEvents(evidenceKept, eventsKept, listener),
                "read-events");
        topology.addStateStore(ViewStores.evidence(evidenceKept), "keep-evidence", "enter-events");
        for (String store : List.of(ViewStores.ENTRIES, ViewStores.IDS, ViewStores.TALLIES)) {
            topology.addStateStore(ViewStores.keyed(store), "enter-events");
        }
        topology.addSink(
                "bury-events",
                Topics.deadLetter(Topics.EVENTS),
                new ByteArraySerializer(),
                new ByteArraySerializer(),
                "enter-events");
        topology.addGlobalStore(
                ViewStores.ofTopic(ViewStores.STATUSES),
                "read-statuses",
                bytes,
                bytes,
                Topics.STREAM_STATUS,
                "keep-statuses",
                KeepStatuses::new);
        topology.addGlobalStore(
                ViewStores.ofTopic(ViewStores.GAPS),
                "read-gaps",
                bytes,
                bytes,
                Topics.GAPS,
                "keep-gaps",
                KeepGaps::new);
        return topology;
    }
}
