package io.watchword.sinks.connect;

import static java.util.Objects.requireNonNull;

import io.watchword.contract.Decoded;
import io.watchword.sinks.delivery.Outcome;
import io.watchword.sinks.webhook.Addressee;
import io.watchword.sinks.webhook.Message;
import io.watchword.sinks.webhook.http.WebhookClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.jspecify.annotations.Nullable;

/** The task of {@link WebhookSinkConnector}. */
public final class WebhookSinkTask extends SinkTask {
    private final InstantSource clock;
    private final Consumer<Duration> pause;
    private @Nullable WebhookClient client;
    private @Nullable OneByOne delivery;

    /** As Connect makes it. */
    public WebhookSinkTask() {
        this(InstantSource.system(), Patience::sleep);
    }

    WebhookSinkTask(InstantSource clock, Consumer<Duration> pause) {
        this.clock = clock;
        this.pause = pause;
    }

    @Override
    public void start(Map<String, String> props) {
        AbstractConfig settings = new AbstractConfig(WebhookSinkConfig.DEFINITION, props, false);
        WebhookSinkConfig config = WebhookSinkConfig.of(settings);
        WebhookClient opened =
                new WebhookClient(
                        config.url(), config.signature(), config.egress(), config.timeout(), clock);
        client = opened;
        delivery =
                new OneByOne(
                        record -> send(record, config.addressee(), opened),
                        context,
                        new Patience(context, Retries.backoff(settings), clock, pause),
                        config.giveUpAfter(),
                        clock);
    }

    private static Outcome send(SinkRecord record, Addressee addressee, WebhookClient client) {
        Decoded<byte[]> checked = RecordBytes.checked(record);
        if (checked instanceof Decoded.Invalid<byte[]> invalid) {
            return Outcome.refused(invalid.code(), invalid.detail());
        }
        if (!addressee.isMeant(record.topic(), ((Decoded.Valid<byte[]>) checked).value())) {
            return Outcome.delivered();
        }
        Long recordedMs = record.timestamp();
        Message.Origin origin =
                new Message.Origin(
                        record.topic(),
                        RecordBytes.key(record),
                        RecordBytes.id(record),
                        Instant.ofEpochMilli(recordedMs == null ? 0 : recordedMs));
        Decoded<Message> message = Message.of(origin, ((Decoded.Valid<byte[]>) checked).value());
        if (message instanceof Decoded.Invalid<Message> invalid) {
            return Outcome.refused(invalid.code(), invalid.detail());
        }
        return client.send(((Decoded.Valid<Message>) message).value());
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
        if (client != null) {
            client.close();
        }
    }

    @Override
    public String version() {
        return PluginVersion.VERSION;
    }
}
