package io.watchword.sinks.connect;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.watchword.contract.Decoded;
import io.watchword.contract.Topics;
import io.watchword.sinks.delivery.Outcome;
import io.watchword.sinks.mqtt.EventMessages;
import io.watchword.sinks.mqtt.client.MqttPublisher;
import io.watchword.sinks.row.EventJson;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.sink.SinkRecord;

/** The task of {@link MqttSinkConnector}. */
public final class MqttSinkTask extends ServerSinkTask {
    /** As Connect makes it. */
    public MqttSinkTask() {
        this(InstantSource.system());
    }

    MqttSinkTask(InstantSource clock) {
        super(MqttSinkConfig.DEFINITION, clock);
    }

    @Override
    Target target(AbstractConfig settings, InstantSource clock) {
        MqttSinkConfig config = MqttSinkConfig.of(settings);
        Sending sending =
                new Sending(
                        new EventMessages(config.names(), config.holds()),
                        publisher(config),
                        clock);
        return new OneByOne(
                sending::send,
                sending.publisher()::close,
                Duration.ZERO, // a broker answers no message with a refusal
                clock);
    }

    private static MqttPublisher publisher(MqttSinkConfig config) {
        try {
            return MqttPublisher.of(config.broker());
        } catch (IllegalArgumentException e) {
            throw new ConfigException("broker: " + e.getMessage());
        }
    }

    private record Sending(EventMessages messages, MqttPublisher publisher, InstantSource clock) {
        Outcome send(SinkRecord record) {
            return record.topic().equals(Topics.EVENTS) ? sendEvent(record) : sendJson(record);
        }

        private Outcome sendJson(SinkRecord record) {
            Decoded<byte[]> checked = RecordBytes.checked(record);
            if (checked instanceof Decoded.Invalid<byte[]> invalid) {
                return Outcome.refused(invalid.code(), invalid.detail());
            }
            String json = new String(((Decoded.Valid<byte[]>) checked).value(), UTF_8);
            return publisher.send(
                    List.of(messages.of(record.topic(), RecordBytes.key(record), json)));
        }

        private Outcome sendEvent(SinkRecord record) {
            Decoded<EventJson> decoded = RecordBytes.event(record);
            if (decoded instanceof Decoded.Invalid<EventJson> invalid) {
                return Outcome.refused(invalid.code(), invalid.detail());
            }
            EventJson event = ((Decoded.Valid<EventJson>) decoded).value();
            Outcome outcome =
                    publisher.send(
                            messages.of(event, RecordBytes.recordedAt(record), clock.instant()));
            if (outcome instanceof Outcome.Delivered) {
                messages.published(event);
            }
            return outcome;
        }
    }
}
