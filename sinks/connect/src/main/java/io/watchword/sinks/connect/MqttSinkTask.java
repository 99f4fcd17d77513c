package io.watchword.sinks.connect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.watchword.contract.Decoded;
import io.watchword.contract.Topics;
import io.watchword.sinks.delivery.Outcome;
import io.watchword.sinks.mqtt.EventMessages;
import io.watchword.sinks.mqtt.client.MqttPublisher;
import io.watchword.sinks.row.EventJson;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.jspecify.annotations.Nullable;

/** The task of {@link MqttSinkConnector}. */
public final class MqttSinkTask extends SinkTask {
    private final InstantSource clock;
    private final Consumer<Duration> pause;
    private @Nullable MqttPublisher publisher;
    private @Nullable OneByOne delivery;

    /** As Connect makes it. */
    public MqttSinkTask() {
        this(InstantSource.system(), Patience::sleep);
    }

    MqttSinkTask(InstantSource clock, Consumer<Duration> pause) {
        this.clock = clock;
        this.pause = pause;
    }

    @Override
    public void start(Map<String, String> props) {
        AbstractConfig settings = new AbstractConfig(MqttSinkConfig.DEFINITION, props, false);
        MqttSinkConfig config = MqttSinkConfig.of(settings);
        EventMessages messages = new EventMessages(config.names(), config.holds());
        MqttPublisher opened = open(config);
        publisher = opened;
        delivery =
                new OneByOne(
                        record -> send(record, messages, opened),
                        context,
                        new Patience(context, Retries.backoff(settings), clock, pause),
                        Duration.ZERO, // a broker answers no message with a refusal
                        clock);
    }

    private static MqttPublisher open(MqttSinkConfig config) {
        try {
            return MqttPublisher.of(config.broker());
        } catch (IllegalArgumentException e) {
            throw new ConfigException("broker: " + e.getMessage());
        }
    }

    private Outcome send(SinkRecord record, EventMessages messages, MqttPublisher publisher) {
        if (!record.topic().equals(Topics.EVENTS)) {
            Decoded<byte[]> checked = RecordBytes.checked(record);
            if (checked instanceof Decoded.Invalid<byte[]> invalid) {
                return Outcome.refused(invalid.code(), invalid.detail());
            }
            String json = new String(((Decoded.Valid<byte[]>) checked).value(), UTF_8);
            return publisher.send(
                    List.of(messages.of(record.topic(), RecordBytes.key(record), json)));
        }
        Decoded<EventJson> decoded = RecordBytes.event(record);
        if (decoded instanceof Decoded.Invalid<EventJson> invalid) {
            return Outcome.refused(invalid.code(), invalid.detail());
        }
        EventJson event = ((Decoded.Valid<EventJson>) decoded).value();
        Long recordedMs = record.timestamp();
        Instant recorded = Instant.ofEpochMilli(recordedMs == null ? 0 : recordedMs);
        Outcome outcome = publisher.send(messages.of(event, recorded, clock.instant()));
        if (outcome instanceof Outcome.Delivered) {
            messages.published(event);
        }
        return outcome;
    }

    @Override
    public void put(Collection<SinkRecord> records) {
        requireNonNull(delivery, "not started").put(records);
    }

    @Override
    public void open(Collection<TopicPartition> partitions) {
        requireNonNull(delivery, "not started").forget();
    }

    @Override
    public void flush(Map<TopicPartition, OffsetAndMetadata> currentOffsets) {
        requireNonNull(delivery, "not started").flush();
    }

    @Override
    public void stop() {
        if (publisher != null) {
            publisher.close();
        }
    }

    @Override
    public String version() {
        return PluginVersion.VERSION;
    }
}
