package io.watchword.deploy.up;

import io.watchword.contract.Decoded;
import io.watchword.contract.Event;
import io.watchword.contract.EventCodec;
import io.watchword.contract.StreamProgress;
import io.watchword.contract.StreamStatus;
import io.watchword.contract.StreamStatusCodec;
import io.watchword.contract.StreamVitals;
import io.watchword.contract.StreamsCodec;
import io.watchword.contract.Topics;
import io.watchword.deploy.streams.StreamText;
import io.watchword.deploy.terminal.Terminal;
import io.watchword.deploy.terminal.TerminalText;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Shows what happens to the streams, one line each: changes of state, and events as they land. What
 * happened before is not shown. One thread polls; any may close.
 */
final class StreamNews implements AutoCloseable {
    /** Events of which a repetition is known as such. */
    private static final int REMEMBERED = 10_000;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Terminal terminal;
    private final boolean quiet;
    private final Map<String, String> states = new HashMap<>();
    private final Map<String, Long> origins = new HashMap<>();
    private final Map<String, Integer> shown =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
                    return size() > REMEMBERED;
                }
            };
    private boolean caughtUp;

    private StreamNews(KafkaConsumer<byte[], byte[]> consumer, Terminal terminal, boolean quiet) {
        this.consumer = consumer;
        this.terminal = terminal;
        this.quiet = quiet;
    }

    /** Begins to listen; what comes from now on is shown. */
    static StreamNews open(String bootstrapServers, Terminal terminal, boolean quiet) {
        KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(
                        Map.of(
                                "bootstrap.servers",
                                bootstrapServers,
                                "enable.auto.commit",
                                "false",
                                "fetch.max.wait.ms",
                                "100",
                                "auto.offset.reset",
                                "earliest"),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer());
        List<TopicPartition> tables = partitions(consumer, Topics.tables());
        List<TopicPartition> events = partitions(consumer, List.of(Topics.EVENTS));
        List<TopicPartition> all = new ArrayList<>(tables);
        all.addAll(events);
        consumer.assign(all);
        consumer.seekToBeginning(tables);
        consumer.seekToEnd(events);
        events.forEach(consumer::position); // the end as it is now, not at the first poll
        StreamNews news = new StreamNews(consumer, terminal, quiet);
        Map<TopicPartition, Long> ends = consumer.endOffsets(tables);
        while (ends.entrySet().stream()
                .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            news.poll(Duration.ofMillis(100));
        }
        news.caughtUp = true;
        return news;
    }

    private static List<TopicPartition> partitions(
            KafkaConsumer<byte[], byte[]> consumer, List<String> topics) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : topics) {
            for (PartitionInfo info : consumer.partitionsFor(topic)) {
                partitions.add(new TopicPartition(topic, info.partition()));
            }
        }
        return partitions;
    }

    /** Shows what comes within {@code wait}. */
    void poll(Duration wait) {
        try {
            synchronized (this) {
                consumer.poll(wait).forEach(this::observe);
            }
        } catch (WakeupException e) {
            return; // being closed: whoever polls asks next whether to go on
        }
    }

    private void observe(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null || record.key() == null) {
            return;
        }
        switch (record.topic()) {
            case Topics.EVENTS -> {
                if (EventCodec.decode(record.value()) instanceof Decoded.Valid<Event> valid) {
                    event(valid.value());
                }
            }
            case Topics.STREAM_STATUS -> {
                if (StreamStatusCodec.decode(record.value())
                        instanceof Decoded.Valid<StreamStatus> valid) {
                    status(valid.value());
                }
            }
            default -> {
                if (StreamsCodec.decodeProgress(record.value())
                                instanceof Decoded.Valid<StreamProgress> valid
                        && new String(record.key(), java.nio.charset.StandardCharsets.UTF_8)
                                .equals(StreamProgress.key(valid.value().streamId()))) {
                    origins.put(valid.value().streamId(), valid.value().originUnixUs());
                }
            }
        }
    }

    private void event(Event event) {
        Integer before = shown.put(event.eventId(), event.revision());
        if (before == null || before < event.revision()) {
            String when =
                    StreamText.when(
                            origins.getOrDefault(event.streamId(), 0L),
                            event.span(),
                            ZoneId.systemDefault());
            terminal.out()
                    .println(
                            TerminalText.clean(
                                    when + "  " + event.streamId() + "  " + event.caption()));
            terminal.out().flush();
        }
    }

    private void status(StreamStatus status) {
        Optional<StreamVitals> vitals = status.vitals();
        if (vitals.isEmpty()) {
            return;
        }
        String reason =
                vitals.get().reason().isEmpty()
                        ? status.failure().map(StreamStatus.Failure::detail).orElse("")
                        : vitals.get().reason();
        String key = vitals.get().state().name() + " " + reason;
        boolean news = !key.equals(states.put(status.streamId(), key));
        if (news && caughtUp && !quiet) {
            long nowUs = Clock.systemUTC().millis() * 1000;
            terminal.say(status.streamId() + ": " + StreamText.state(vitals.get(), reason, nowUs));
        }
    }

    @Override
    public void close() {
        consumer.wakeup();
        synchronized (this) {
            consumer.close(CloseOptions.timeout(Duration.ofMillis(500)));
        }
    }
}
