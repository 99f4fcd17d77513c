package io.watchword.deploy.search;

import io.watchword.contract.Decoded;
import io.watchword.contract.Embedding;
import io.watchword.contract.Event;
import io.watchword.contract.EventCodec;
import io.watchword.contract.Headers;
import io.watchword.contract.TimeSpan;
import io.watchword.contract.Topics;
import io.watchword.deploy.kafka.TopicScan;
import io.watchword.fusion.log.UnderstandingLog;
import io.watchword.view.evidence.EvidenceJoin;
import io.watchword.view.evidence.SegmentEvidence;
import io.watchword.view.feed.Cursor;
import io.watchword.view.search.EntryReplay;
import io.watchword.view.timeline.EntryListener;
import io.watchword.view.timeline.Position;
import io.watchword.view.timeline.TimelineEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * Entries from the topics alone, where no view runs: events as they lie on theirs, with what the
 * log of understanding holds of their evidence. Holds some hundred events at a time, and a number
 * for each.
 */
final class StoredReplay implements EntryReplay {
    private static final int TOGETHER = 500;

    /** What a prompt showed of a stream may lie before the event. */
    private static final long BEFORE_US = 60_000_000;

    private final String bootstrapServers;
    private final UnderstandingLog understanding;

    StoredReplay(String bootstrapServers, UnderstandingLog understanding) {
        this.bootstrapServers = bootstrapServers;
        this.understanding = understanding;
    }

    private record Told(Event event, Instant recordedAt, Position position) {}

    @Override
    public void replay(Cursor from, EntryListener to) {
        List<Told> waiting = new ArrayList<>();
        Map<String, Integer> revisions = new HashMap<>();
        TopicScan.from(
                bootstrapServers,
                Topics.EVENTS,
                from.nextOffsets(),
                record -> {
                    told(record)
                            .filter(told -> isNewest(told.event(), revisions))
                            .ifPresent(waiting::add);
                    if (waiting.size() == TOGETHER) {
                        handOn(waiting, to);
                        waiting.clear();
                    }
                });
        handOn(waiting, to);
    }

    /** Empty for a record that is no event. */
    private static Optional<Told> told(ConsumerRecord<byte[], byte[]> record) {
        Header sha256 = record.headers().lastHeader(Headers.SHA256);
        boolean sound =
                Headers.checksumProblem(sha256 == null ? null : sha256.value(), record.value())
                        .isEmpty();
        return sound && EventCodec.decode(record.value()) instanceof Decoded.Valid<Event> valid
                ? Optional.of(
                        new Told(
                                valid.value(),
                                Instant.ofEpochMilli(record.timestamp()),
                                new Position(record.partition(), record.offset())))
                : Optional.empty();
    }

    private static boolean isNewest(Event event, Map<String, Integer> revisions) {
        return revisions.merge(event.eventId(), event.revision(), Math::max) == event.revision();
    }

    private void handOn(List<Told> all, EntryListener to) {
        Map<String, List<Event>> byStream = new LinkedHashMap<>();
        for (Told told : all) {
            byStream.computeIfAbsent(told.event().streamId(), id -> new ArrayList<>())
                    .add(told.event());
        }
        Map<String, SegmentEvidence> evidence = new HashMap<>();
        byStream.forEach((stream, events) -> read(stream, events, evidence));
        for (Told told : all) {
            List<SegmentEvidence> segments =
                    told.event().evidence().segmentIds().stream()
                            .map(evidence::get)
                            .filter(Objects::nonNull)
                            .toList();
            to.entry(
                    new TimelineEntry(
                            told.event(),
                            EvidenceJoin.startsAt(told.event(), segments, Optional.empty()),
                            told.recordedAt(),
                            EvidenceJoin.vectors(told.event(), segments, Optional.empty()),
                            told.position()));
        }
    }

    private void read(String stream, List<Event> events, Map<String, SegmentEvidence> evidence) {
        long startUs = Long.MAX_VALUE;
        long endUs = Long.MIN_VALUE;
        Set<String> wanted = new HashSet<>();
        for (Event event : events) {
            startUs = Math.min(startUs, event.span().startUs());
            endUs = Math.max(endUs, event.span().endUs());
            wanted.addAll(event.evidence().segmentIds());
        }
        understanding.read(
                stream,
                new TimeSpan(Math.max(0, startUs - BEFORE_US), endUs),
                (Embedding embedding) -> {
                    if (wanted.contains(embedding.segmentId())) {
                        evidence.put(embedding.segmentId(), SegmentEvidence.of(embedding));
                    }
                });
    }
}
