package io.watchword.view.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.contract.Embedding;
import io.watchword.contract.EmbeddingCodec;
import io.watchword.contract.Event;
import io.watchword.contract.EventCodec;
import io.watchword.contract.Gap;
import io.watchword.contract.Headers;
import io.watchword.contract.SegmentFacts;
import io.watchword.contract.StreamStatus;
import io.watchword.contract.StreamStatusCodec;
import io.watchword.contract.StreamsCodec;
import io.watchword.contract.TimeSpan;
import io.watchword.contract.Topics;
import io.watchword.contract.WallClock;
import io.watchword.view.SampleEntries;
import io.watchword.view.ViewConfig;
import io.watchword.view.access.Rights;
import io.watchword.view.timeline.Position;
import io.watchword.view.timeline.StreamState;
import io.watchword.view.timeline.TimelineEntry;
import io.watchword.view.timeline.TimelineQuery;
import io.watchword.view.timeline.TimelineReader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ViewTopologyTest {
    private static final Instant TOLD = Instant.parse("2026-03-01T12:00:10Z");
    private static final Duration EVENTS_KEPT = Duration.ofDays(2);
    private static final long SEGMENT_UNIX_US = 1_772_366_400_000_000L; // noon

    @TempDir private Path directory;

    private final List<TimelineEntry> heard = new ArrayList<>();

    @SuppressWarnings("NullAway.Init") // by JUnit
    private TopologyTestDriver driver;

    @BeforeEach
    void start() {
        Properties settings = ViewSettings.of("localhost:1", directory, ViewConfig.DEFAULT);
        driver =
                new TopologyTestDriver(
                        ViewTopology.of(
                                Duration.ofHours(1),
                                EVENTS_KEPT,
                                new TellAll(
                                        List.of(
                                                entry -> {
                                                    if (entry.event()
                                                            .caption()
                                                            .contains("breaks")) {
                                                        throw new IllegalStateException(
                                                                "a listener");
                                                    }
                                                },
                                                heard::add))),
                        settings,
                        TOLD);
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    private void pipe(String topic, String key, byte[] value, Instant at) {
        RecordHeaders headers = new RecordHeaders();
        Headers.of("id", value).forEach(headers::add);
        pipe(topic, new TestRecord<>(key.getBytes(UTF_8), value, headers, at));
    }

    private void pipe(String topic, TestRecord<byte[], byte[]> record) {
        driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(record);
    }

    private void tell(Event event, Instant at) {
        pipe(Topics.EVENTS, event.streamId(), EventCodec.encode(event), at);
    }

    private void encode(String stream, long sequence, Instant at, float... search) {
        Embedding embedding =
                new Embedding(
                        stream,
                        stream + "/0/" + sequence,
                        stream,
                        0,
                        sequence,
                        new TimeSpan(sequence * 2_000_000, (sequence + 1) * 2_000_000),
                        "tiny 2",
                        "b",
                        new int[] {1, 2},
                        List.of(),
                        search,
                        SegmentFacts.none(),
                        List.of(),
                        0,
                        false,
                        false,
                        List.of(
                                new WallClock(
                                        SEGMENT_UNIX_US + sequence * 2_000_000,
                                        WallClock.Origin.RTCP)));
        pipe(Topics.EMBEDDINGS, stream, EmbeddingCodec.encode(embedding), at);
    }

    private TimelineReader reader() {
        return new TimelineReader(
                new StoredTimelines(
                        driver.getKeyValueStore(ViewStores.ENTRIES),
                        driver.getKeyValueStore(ViewStores.IDS),
                        driver.getKeyValueStore(ViewStores.TALLIES)));
    }

    private List<TimelineEntry> timeline() {
        return reader().events(
                        new TimelineQuery(
                                Set.of(),
                                Optional.empty(),
                                Optional.empty(),
                                Set.of(),
                                100,
                                Optional.empty()),
                        Rights.ALL)
                .entries();
    }

    private List<TestRecord<byte[], byte[]>> deadLetters() {
        return driver.createOutputTopic(
                        Topics.deadLetter(Topics.EVENTS),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())
                .readRecordsToList();
    }

    private static String header(TestRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }

    @Test
    void anEventIsJoinedWithTheSegmentItRestsOn() {
        encode("yard", 3, TOLD, 0.6f, 0.8f);
        tell(SampleEntries.event("yard", "a", 1, 6_000_000), TOLD.plusSeconds(5));

        TimelineEntry entry = timeline().get(0);
        assertThat(entry.startsAt())
                .contains(Instant.EPOCH.plusMillis(SEGMENT_UNIX_US / 1000 + 6_000));
        assertThat(entry.recordedAt()).isEqualTo(TOLD.plusSeconds(5));
        assertThat(entry.vectors().text())
                .usingComparatorWithPrecision(0.01f)
                .containsExactly(.6f, .8f);
        assertThat(entry.vectors().motion()).hasSize(256);
        assertThat(entry.position()).isEqualTo(new Position(0, 0));
        assertThat(heard).hasSize(1);
        assertThat(heard.get(0).event()).isEqualTo(entry.event());
    }

    @Test
    void whatTheLogKeepsNoLongerLeavesTheTimelines() {
        tell(SampleEntries.event("yard", "old", 1, 0), TOLD);
        tell(SampleEntries.event("yard", "new", 1, 9_000_000), TOLD.plusSeconds(600));

        driver.advanceWallClockTime(EVENTS_KEPT.plusSeconds(60));

        assertThat(timeline()).extracting(one -> one.event().eventId()).containsExactly("new");
        assertThat(reader().standing("old", Rights.ALL).entry()).isEmpty();
    }

    @Test
    void aRevisionLongAfterKeepsWhatItsSegmentsSaid() {
        encode("yard", 3, TOLD, 0.6f, 0.8f);
        tell(SampleEntries.event("yard", "a", 1, 6_000_000), TOLD.plusSeconds(5));
        encode("yard", 9000, TOLD.plusSeconds(20_000), 1, 0);
        tell(SampleEntries.event("yard", "a", 2, 6_000_000), TOLD.plusSeconds(20_001));
        tell(SampleEntries.event("yard", "late", 1, 6_000_000), TOLD.plusSeconds(20_002));

        assertThat(timeline())
                .extracting(entry -> entry.event().eventId() + entry.event().revision())
                .containsExactly("late1", "a2");
        assertThat(timeline().get(1).vectors().text()).hasSize(2);
        assertThat(timeline().get(1).recordedAt()).isEqualTo(TOLD.plusSeconds(5));
        assertThat(timeline().get(0).vectors().text()).isEmpty();
    }

    @Test
    void whatIsNoEventGoesToTheDeadLettersAndTheNextIsTaken() {
        byte[] good = EventCodec.encode(SampleEntries.event("yard", "a", 1, 0));
        byte[] bad = "{\"eventId\":1}".getBytes(UTF_8);
        pipe(Topics.EVENTS, "yard", bad, TOLD);
        RecordHeaders wrong = new RecordHeaders();
        Headers.of("a", bad).forEach(wrong::add);
        pipe(Topics.EVENTS, new TestRecord<>("yard".getBytes(UTF_8), good, wrong, TOLD));
        pipe(Topics.EVENTS, new TestRecord<byte[], byte[]>("yard".getBytes(UTF_8), null, TOLD));
        tell(SampleEntries.event("yard", "b", 1, 0), TOLD);

        List<TestRecord<byte[], byte[]>> dead = deadLetters();
        assertThat(dead)
                .extracting(record -> header(record, Headers.DLQ_REASON))
                .containsExactly("INVALID_RECORD", "CHECKSUM", "INVALID_RECORD");
        assertThat(dead.get(0).value()).isEqualTo(bad);
        assertThat(dead.get(0).key()).isEqualTo("yard".getBytes(UTF_8));
        assertThat(header(dead.get(0), Headers.ID)).isEqualTo("id");
        assertThat(header(dead.get(1), Headers.DLQ_STAGE)).isEqualTo("view");
        assertThat(header(dead.get(1), Headers.DLQ_TOPIC)).isEqualTo("events");
        assertThat(header(dead.get(1), Headers.DLQ_OFFSET)).isEqualTo("1");
        assertThat(heard).extracting(entry -> entry.event().eventId()).containsExactly("b");
    }

    @Test
    void aDamagedEmbeddingOrAListenerThatBreaksStopsNothing() {
        pipe(Topics.EMBEDDINGS, "yard", new byte[] {1, 2, 3}, TOLD);
        tell(
                new Event(
                        "x",
                        1,
                        "yard",
                        "yard",
                        new TimeSpan(0, 1),
                        "breaks",
                        "en",
                        List.of(),
                        Event.Severity.INFO,
                        0,
                        SampleEntries.event("yard", "x", 1, 0).evidence(),
                        SampleEntries.event("yard", "x", 1, 0).model(),
                        false,
                        Optional.empty()),
                TOLD);

        assertThat(heard).hasSize(1);
        assertThat(timeline()).hasSize(1);
        assertThat(deadLetters()).isEmpty();
    }

    @Test
    void streamsAreToldWithWhatIngestLastSaid() {
        StreamStatus status =
                new StreamStatus(
                        "yard",
                        StreamStatus.Stage.INGEST,
                        "yard.mp4",
                        false,
                        7,
                        -1,
                        3,
                        Optional.empty(),
                        Optional.empty());
        pipe(Topics.STREAM_STATUS, status.key(), StreamStatusCodec.encode(status), TOLD);
        tell(SampleEntries.event("yard", "a", 1, 0), TOLD);

        assertThat(driver.getKeyValueStore(ViewStores.STATUSES).all().hasNext()).isTrue();
        StreamState state = reader().streams(Map.of("yard", status), Rights.ALL).get(0);
        assertThat(state.events()).isEqualTo(1);
        assertThat(state.status()).contains(status);
        assertThat(state.lastEvent()).map(entry -> entry.event().eventId()).contains("a");
        pipe(
                Topics.STREAM_STATUS,
                new TestRecord<byte[], byte[]>(status.key().getBytes(UTF_8), null, TOLD));
        assertThat(driver.getKeyValueStore(ViewStores.STATUSES).all().hasNext()).isFalse();
    }

    private void lack(String stream, long startS, Gap.Reason reason) {
        TimeSpan span = new TimeSpan(startS * 1_000_000, (startS + 1) * 1_000_000);
        byte[] value = StreamsCodec.encode(new Gap(stream, 0, span, reason, "said"));
        pipe(Topics.GAPS, stream, value, TOLD);
    }

    @Test
    void theNewestGapsOfEachStreamAreKept() {
        for (int second = 0; second < KeptGaps.MOST_OF_A_STREAM + 3; second++) {
            lack("yard", second, Gap.Reason.STALLED);
        }
        lack("yard", 5, Gap.Reason.HOLE); // told again
        lack("yar", 1, Gap.Reason.SHED);
        pipe(Topics.GAPS, "yard", new byte[] {1}, TOLD);

        List<Gap> gaps = KeptGaps.newestFirst(driver.getKeyValueStore("gaps"), "yard");
        assertThat(gaps).hasSize(KeptGaps.MOST_OF_A_STREAM);
        assertThat(gaps.get(0).span().startUs())
                .isEqualTo((KeptGaps.MOST_OF_A_STREAM + 2) * 1_000_000L);
        assertThat(gaps.get(gaps.size() - 1).span().startUs()).isEqualTo(3_000_000);
        assertThat(gaps.get(gaps.size() - 3).reason()).isEqualTo(Gap.Reason.HOLE);
        assertThat(KeptGaps.newestFirst(driver.getKeyValueStore("gaps"), "yar"))
                .extracting(Gap::reason)
                .containsExactly(Gap.Reason.SHED);
    }
}
