package io.watchword.deploy.search;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.watchword.contract.Embedding;
import io.watchword.contract.Event;
import io.watchword.contract.EventCodec;
import io.watchword.contract.Headers;
import io.watchword.contract.Ids;
import io.watchword.contract.SegmentFacts;
import io.watchword.contract.TimeSpan;
import io.watchword.contract.TokenLedger;
import io.watchword.contract.Topics;
import io.watchword.contract.WallClock;
import io.watchword.deploy.kafka.EmbeddedBroker;
import io.watchword.deploy.kafka.PipelineTopics;
import io.watchword.fusion.log.StoredStream;
import io.watchword.fusion.log.UnderstandingLog;
import io.watchword.view.access.Rights;
import io.watchword.view.feed.Cursor;
import io.watchword.view.lucene.LuceneEventSearch;
import io.watchword.view.search.OtherWords;
import io.watchword.view.search.QueryEmbedder;
import io.watchword.view.search.SearchHit;
import io.watchword.view.search.SearchQuery;
import io.watchword.view.timeline.TimelineEntry;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredReplayTest {
    private static final Instant NOON = Instant.parse("2026-05-04T12:00:00Z");

    private final Path directory;

    StoredReplayTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void findsStoredEventsByWordsAndByWhatTheyRestOn() throws Exception {
        List<TimelineEntry> entries = new ArrayList<>();
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory, 0);
                LuceneEventSearch search =
                        LuceneEventSearch.inMemory(QueryEmbedder.NONE, OtherWords.NONE)) {
            tell(
                    broker,
                    event("e1", 2, "A van stops.", "s1", "s2"),
                    event("e1", 1, "Something.", "s1"),
                    event("e2", 1, "A lorry.", "s2"));
            StoredReplay replay = new StoredReplay(broker.bootstrapServers(), new TwoSegments());
            replay.replay(Cursor.none(), entries::add);
            search.catchUp(replay);

            assertThat(entries).extracting(one -> one.event().revision()).containsExactly(2, 1);
            TimelineEntry first = entries.get(0);
            assertThat(first.vectors().text()[0]).isCloseTo(0.707f, within(0.01f));
            assertThat(first.startsAt()).contains(NOON);
            assertThat(found(search, "vans")).containsExactly("e1");
            assertThat(search.cursor().text()).isEqualTo("0-3");
        }
    }

    private static List<String> found(LuceneEventSearch search, String text) {
        List<SearchHit> hits =
                search.search(
                                new SearchQuery(
                                        text,
                                        Optional.empty(),
                                        Set.of(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Set.of(),
                                        20,
                                        Optional.empty()),
                                Rights.ALL)
                        .hits();
        return hits.stream().map(hit -> hit.entry().event().eventId()).toList();
    }

    private static void tell(EmbeddedBroker broker, Event... events) throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", broker.bootstrapServers());
        try (Admin admin = Admin.create(settings)) {
            PipelineTopics.create(admin, 1);
        }
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(
                        settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (Event event : events) {
                byte[] value = EventCodec.encode(event);
                ProducerRecord<byte[], byte[]> record =
                        new ProducerRecord<>(
                                Topics.EVENTS, event.streamId().getBytes(UTF_8), value);
                record.headers().add(Headers.SHA256, Ids.sha256Hex(value).getBytes(UTF_8));
                producer.send(record).get();
            }
        }
    }

    private static Event event(String id, int revision, String caption, String... segments) {
        return new Event(
                id,
                revision,
                "yard",
                "yard",
                new TimeSpan(0, 4_000_000),
                caption,
                "en",
                List.of(),
                Event.Severity.INFO,
                0.9f,
                new Event.Evidence(List.of(segments), -1, new TokenLedger(0, 0, 0, 0, 0, 0, 0)),
                new Event.Model("m", "00", "00", "00"),
                false,
                Optional.empty());
    }

    /** Knows one stream of two segments, whose vectors are at right angles. */
    private static final class TwoSegments implements UnderstandingLog {
        @Override
        public List<StoredStream> streams() {
            return List.of();
        }

        @Override
        public void read(String streamId, TimeSpan span, Consumer<Embedding> each) {
            each.accept(segment("s1", 0, 1, 0));
            each.accept(segment("s2", 2_000_000, 0, 1));
        }

        @Override
        public void read(
                String streamId, String bundleSha256, TimeSpan span, Consumer<Embedding> each) {
            read(streamId, span, each);
        }

        @Override
        public void close() {}

        private static Embedding segment(String id, long startUs, float... vector) {
            return new Embedding(
                    "yard",
                    id,
                    "yard",
                    0,
                    startUs / 2_000_000,
                    new TimeSpan(startUs, startUs + 2_000_000),
                    "tiny 2",
                    "ab".repeat(32),
                    new int[] {1, 2},
                    List.of(),
                    vector,
                    SegmentFacts.none(),
                    List.of(),
                    0,
                    false,
                    false,
                    startUs > 0
                            ? List.of()
                            : List.of(
                                    new WallClock(
                                            NOON.toEpochMilli() * 1000, WallClock.Origin.ARRIVAL)));
        }
    }
}
