package io.watchword.deploy.streams;

import io.watchword.contract.Decoded;
import io.watchword.contract.Event;
import io.watchword.contract.EventCodec;
import io.watchword.contract.StreamSpec;
import io.watchword.contract.StreamStatus;
import io.watchword.contract.StreamStatusCodec;
import io.watchword.contract.Topics;
import io.watchword.deploy.kafka.TopicScan;
import io.watchword.ingest.kafka.StreamsTopic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts together what the topics say of each stream. */
final class StreamRows {
    /** Of each partition, newest first: the last event of a busy stream is among them. */
    private static final long EVENTS = 500;

    private StreamRows() {}

    /** One row for each stream that is to be watched, by id. */
    static List<StreamRow> read(ControlPlane streams) {
        StreamsTopic.Contents contents = streams.contents();
        Map<String, StreamStatus> statuses = new HashMap<>();
        TopicScan.all(
                streams.bootstrapServers(),
                Topics.STREAM_STATUS,
                record -> {
                    if (StreamStatusCodec.decode(record.value())
                                    instanceof Decoded.Valid<StreamStatus> valid
                            && valid.value().stage() == StreamStatus.Stage.INGEST) {
                        statuses.put(valid.value().streamId(), valid.value());
                    }
                });
        Map<String, Event> events = new HashMap<>();
        TopicScan.newest(
                streams.bootstrapServers(),
                Topics.EVENTS,
                EVENTS,
                record -> {
                    if (EventCodec.decode(record.value()) instanceof Decoded.Valid<Event> valid) {
                        Event event = valid.value();
                        events.merge(event.streamId(), event, StreamRows::later);
                    }
                });
        List<StreamRow> rows = new ArrayList<>();
        for (StreamSpec spec : contents.specs().values()) {
            String id = spec.streamId();
            rows.add(
                    new StreamRow(
                            spec,
                            Optional.ofNullable(contents.progress().get(id)),
                            Optional.ofNullable(statuses.get(id)),
                            Optional.ofNullable(events.get(id))));
        }
        return rows;
    }

    private static Event later(Event one, Event other) {
        return other.span().startUs() >= one.span().startUs() ? other : one;
    }
}
