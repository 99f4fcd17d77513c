package io.watchword.sinks.connect;

import static io.watchword.sinks.SampleEvents.STREAM;
import static io.watchword.sinks.SampleEvents.event;
import static io.watchword.sinks.SampleEvents.line;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchword.contract.Event;
import io.watchword.contract.EventCodec;
import io.watchword.contract.Headers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SinkTaskTest {
    private static final Event FIRST = event("e1", 1, 0, 2_000_000, "a car & a <horn>");
    private static final Event SECOND = event("e2", 1, 2_000_000, 3_000_000, "nothing moves");

    private final Path directory;
    private final ScriptedContext context = new ScriptedContext(true);

    SinkTaskTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void writesEventsAsJsonLinesWhenConnectFlushes() {
        SinkTask task = started(new JsonLinesSinkTask(), context);

        task.put(List.of(record(1, SECOND), record(0, FIRST)));
        assertThat(directory.resolve("events.jsonl")).doesNotExist();
        task.preCommit(Map.of());

        assertThat(directory.resolve("events.jsonl"))
                .hasContent(line(FIRST) + "\n" + line(SECOND) + "\n");
        assertThat(context.commitsRequested).isEqualTo(1);
        assertThat(context.rejected).isEmpty();
    }

    @Test
    void writesEventsAsCaptionsWhenConnectFlushes() throws IOException {
        SinkTask task = started(new WebVttSinkTask(), context);

        task.put(List.of(record(0, FIRST), record(1, SECOND)));
        task.preCommit(Map.of());

        assertThat(Files.readString(directory.resolve("car.mp4.vtt")))
                .contains("00:00:00.000 --> 00:00:02.000\na car &amp; a &lt;horn&gt;\n")
                .contains("00:00:02.000 --> 00:00:03.000\nnothing moves\n");
    }

    @Test
    void losesNothingAndDoublesNothingWhenKilledBeforeAFlush() {
        SinkTask killed = started(new JsonLinesSinkTask(), context);
        killed.put(List.of(record(0, FIRST)));
        killed.preCommit(Map.of());
        killed.put(List.of(record(1, SECOND)));

        SinkTask next = started(new JsonLinesSinkTask(), context);
        next.put(List.of(record(0, FIRST), record(1, SECOND)));
        next.preCommit(Map.of());

        assertThat(directory.resolve("events.jsonl"))
                .hasContent(line(FIRST) + "\n" + line(SECOND) + "\n");
    }

    @Test
    void readsBytesInWhateverFormConnectHasThem() {
        SinkTask task = started(new JsonLinesSinkTask(), context);
        byte[] bytes = EventCodec.encode(FIRST);
        byte[] checksum = Headers.of("e1", bytes).get(Headers.SHA256);

        task.put(List.of(record(0, ByteBuffer.wrap(bytes), new String(checksum, UTF_8))));
        task.preCommit(Map.of());

        assertThat(directory.resolve("events.jsonl")).hasContent(line(FIRST) + "\n");
    }

    @Test
    void reportsOnlyTheRecordsThatAreNoEvents() {
        SinkTask task = started(new JsonLinesSinkTask(), context);
        byte[] bytes = EventCodec.encode(FIRST);
        byte[] noise = "no event".getBytes(UTF_8);
        byte[] noiseSum = Headers.of("x", noise).get(Headers.SHA256);

        task.put(
                List.of(
                        record(0, bytes, "0".repeat(64).getBytes(UTF_8)),
                        record(1, bytes, null),
                        record(2, noise, noiseSum),
                        record(3, null, null),
                        record(4, SECOND)));
        task.preCommit(Map.of());

        assertThat(context.rejected)
                .extracting(SinkRecord::kafkaOffset)
                .containsExactly(0L, 1L, 2L, 3L);
        assertThat(context.rejected.get(0).value()).isSameAs(bytes);
        assertThat(context.reasons.get(0))
                .startsWith("CHECKSUM: value has sha256 ")
                .endsWith(" (events-3@0)");
        assertThat(context.reasons.get(1)).startsWith("CHECKSUM: header ww-sha256 is missing");
        assertThat(context.reasons.get(2)).startsWith("INVALID_RECORD: event: ");
        assertThat(context.reasons.get(3)).startsWith("INVALID_RECORD: event: the record has no");
        assertThat(directory.resolve("events.jsonl")).hasContent(line(SECOND) + "\n");
    }

    @Test
    void commitsNothingWhileABadRecordIsNotInTheDeadLetterTopic() {
        SinkTask task = started(new JsonLinesSinkTask(), context);
        SinkRecord bad = record(0, new byte[] {1}, null);
        context.deadLetterTopicIsDown = true;
        task.put(List.of(bad));

        assertThatThrownBy(() -> task.preCommit(Map.of()))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("dead-letter topic");
        context.deadLetterTopicIsDown = false;
        task.put(List.of(bad));
        task.preCommit(Map.of());

        assertThat(context.rejected).containsExactly(bad, bad);
    }

    @Test
    void stopsAtABadRecordWhereThereIsNoDeadLetterTopic() {
        SinkTask task = started(new WebVttSinkTask(), new ScriptedContext(false));

        assertThatThrownBy(() -> task.put(List.of(record(7, new byte[] {1}, null))))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith("CHECKSUM: ")
                .hasMessageContaining("events-3@7");
    }

    @Test
    void blamesTheConverterAndNotTheRecord() {
        SinkTask task = started(new JsonLinesSinkTask(), context);

        assertThatThrownBy(() -> task.put(List.of(record(0, Map.of("a", 1), null))))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("value.converter: required")
                .hasMessageContaining("ByteArrayConverter");
        assertThat(context.rejected).isEmpty();
    }

    @Test
    void asksForNoCommitWhenWritingHasBecomeDear() {
        SinkTask task = started(new JsonLinesSinkTask(), context);
        List<SinkRecord> many =
                java.util.stream.IntStream.rangeClosed(0, EventDelivery.PROMPT_EVENTS)
                        .mapToObj(i -> record(i, event("e" + i, 1, i, i + 1, "x")))
                        .toList();

        task.put(many);

        assertThat(context.commitsRequested).isZero();
    }

    @Test
    void failsWithFileAndLineWhenAFileIsDamaged() throws IOException {
        Path file = Files.writeString(directory.resolve("events.jsonl"), line(FIRST) + "\n{\n");

        assertThatThrownBy(() -> started(new JsonLinesSinkTask(), context))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining(file + ": line 2: ");
    }

    @Test
    void failsTheFlushWhenAFileCannotBeWrittenAndWritesItLater() throws IOException {
        SinkTask task = started(new JsonLinesSinkTask(), context);
        Path file = directory.resolve("events.jsonl");
        Path blocked = Files.createDirectories(file.resolve("in the way"));
        task.put(List.of(record(0, FIRST)));

        assertThatThrownBy(() -> task.preCommit(Map.of()))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("events.jsonl");
        Files.delete(blocked);
        Files.delete(file);
        task.preCommit(Map.of());

        assertThat(file).hasContent(line(FIRST) + "\n");
    }

    private SinkTask started(SinkTask task, ScriptedContext worker) {
        task.initialize(worker);
        task.start(Map.of("directory", directory.toString()));
        return task;
    }

    private static SinkRecord record(long offset, Event event) {
        byte[] bytes = EventCodec.encode(event);
        return record(offset, bytes, Headers.of(event.eventId(), bytes).get(Headers.SHA256));
    }

    private static SinkRecord record(
            long offset, @Nullable Object value, @Nullable Object checksum) {
        ConnectHeaders headers = new ConnectHeaders();
        if (checksum instanceof byte[] bytes) {
            headers.addBytes(Headers.SHA256, bytes);
        } else if (checksum instanceof String text) {
            headers.addString(Headers.SHA256, text);
        }
        return new SinkRecord(
                "events",
                3,
                Schema.STRING_SCHEMA,
                STREAM,
                Schema.OPTIONAL_BYTES_SCHEMA,
                value,
                offset,
                0L,
                TimestampType.LOG_APPEND_TIME,
                headers);
    }
}
