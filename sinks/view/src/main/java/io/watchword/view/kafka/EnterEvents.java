package io.watchword.view.kafka;

import static java.util.Objects.requireNonNull;

import io.watchword.contract.Decoded;
import io.watchword.contract.ErrorCode;
import io.watchword.contract.Event;
import io.watchword.contract.EventCodec;
import io.watchword.contract.Headers;
import io.watchword.view.evidence.EvidenceJoin;
import io.watchword.view.evidence.SegmentEvidence;
import io.watchword.view.timeline.EntryListener;
import io.watchword.view.timeline.Position;
import io.watchword.view.timeline.TimelineEntry;
import io.watchword.view.timeline.TimelineKeeper;
import io.watchword.view.timeline.TimelineKeeper.Outcome;
import io.watchword.view.timeline.TimelineRetention;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.WindowStore;
import org.apache.kafka.streams.state.WindowStoreIterator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Enters each event into its timeline with the segments it rests on, and tells the listener. What
 * is no event goes on to the dead letters as it came. From time to time lets go of what is too old.
 */
final class EnterEvents implements Processor<byte[], byte[], byte[], byte[]> {
    private static final Logger logger = LoggerFactory.getLogger(EnterEvents.class);
    private static final long LATER_MS = Duration.ofHours(1).toMillis();

    private static final Duration LET_GO_EVERY = Duration.ofMinutes(1);

    private final long keptMs;
    private final Duration eventsKept;
    private final EntryListener listener;
    private @Nullable ProcessorContext<byte[], byte[]> context;
    private @Nullable WindowStore<Bytes, byte[]> evidence;
    private @Nullable TimelineKeeper keeper;

    EnterEvents(Duration evidenceKept, Duration eventsKept, EntryListener listener) {
        this.keptMs = evidenceKept.toMillis();
        this.eventsKept = eventsKept;
        this.listener = listener;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> opened) {
        context = opened;
        evidence = opened.getStateStore(ViewStores.EVIDENCE);
        WritableTimelines timelines = WritableTimelines.of(opened);
        keeper = new TimelineKeeper(timelines);
        TimelineRetention retention = new TimelineRetention(timelines, eventsKept);
        opened.schedule(
                LET_GO_EVERY,
                PunctuationType.WALL_CLOCK_TIME,
                unixMs -> retention.letGo(Instant.ofEpochMilli(unixMs)));
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        Optional<RecordMetadata> metadata = open().recordMetadata();
        if (metadata.isEmpty()) {
            return; // not of the topic
        }
        RecordMetadata at = metadata.get();
        Optional<String> problem = Records.problem(record);
        if (problem.isPresent()) {
            ErrorCode code = record.value() == null ? ErrorCode.INVALID_RECORD : ErrorCode.CHECKSUM;
            bury(record, at, code, problem.get());
            return;
        }
        Decoded<Event> decoded = EventCodec.decode(record.value());
        if (decoded instanceof Decoded.Invalid<Event> invalid) {
            bury(record, at, invalid.code(), invalid.detail());
            return;
        }
        Event event = ((Decoded.Valid<Event>) decoded).value();
        Position position = new Position(at.partition(), at.offset());
        Outcome outcome =
                requireNonNull(keeper, "not initialised")
                        .enter(
                                event,
                                position,
                                (one, before) -> join(one, before, position, record.timestamp()));
        if (outcome instanceof Outcome.Told told) {
            listener.entry(told.entry());
        } else if (outcome instanceof Outcome.Refused refused) {
            bury(record, at, ErrorCode.INVALID_RECORD, refused.detail());
        }
    }

    private ProcessorContext<byte[], byte[]> open() {
        return requireNonNull(context, "not initialised");
    }

    private TimelineEntry join(
            Event event, Optional<TimelineEntry> before, Position position, long recordUnixMs) {
        List<SegmentEvidence> segments = new ArrayList<>();
        for (String segmentId : event.evidence().segmentIds()) {
            segment(event.streamId(), segmentId, recordUnixMs).ifPresent(segments::add);
        }
        return new TimelineEntry(
                event,
                EvidenceJoin.startsAt(event, segments, before),
                TimelineKeeper.recordedAt(before, recordUnixMs),
                EvidenceJoin.vectors(event, segments, before),
                position);
    }

    private Optional<SegmentEvidence> segment(String streamId, String segmentId, long unixMs) {
        Optional<SegmentEvidence> newest = Optional.empty();
        try (WindowStoreIterator<byte[]> found =
                requireNonNull(evidence, "not initialised")
                        .fetch(
                                StoreKeys.segment(streamId, segmentId),
                                Math.max(0, unixMs - keptMs),
                                unixMs + LATER_MS)) {
            while (found.hasNext()) {
                if (SegmentEvidence.decode(found.next().value)
                        instanceof Decoded.Valid<SegmentEvidence> valid) {
                    newest = Optional.of(valid.value());
                }
            }
        }
        return newest;
    }

    private void bury(
            Record<byte[], byte[]> record, RecordMetadata at, ErrorCode code, String detail) {
        logger.atWarn()
                .addKeyValue("code", code)
                .addKeyValue("topic", at.topic())
                .addKeyValue("partition", at.partition())
                .addKeyValue("offset", at.offset())
                .addKeyValue("detail", detail)
                .log("event set aside");
        RecordHeaders headers = new RecordHeaders(record.headers());
        Headers.deadLetter(
                        ViewTopology.STAGE, code, detail, at.topic(), at.partition(), at.offset())
                .forEach(headers::add);
        open().forward(record.withHeaders(headers));
    }
}
