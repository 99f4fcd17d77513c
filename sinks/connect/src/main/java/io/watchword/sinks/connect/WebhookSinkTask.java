package io.watchword.sinks.connect;

import io.watchword.contract.Decoded;
import io.watchword.sinks.delivery.Outcome;
import io.watchword.sinks.webhook.Addressee;
import io.watchword.sinks.webhook.Message;
import io.watchword.sinks.webhook.http.WebhookClient;
import java.time.InstantSource;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.connect.sink.SinkRecord;

/** The task of {@link WebhookSinkConnector}. */
public final class WebhookSinkTask extends ServerSinkTask {
    /** As Connect makes it. */
    public WebhookSinkTask() {
        this(InstantSource.system());
    }

    WebhookSinkTask(InstantSource clock) {
        super(WebhookSinkConfig.DEFINITION, clock);
    }

    @Override
    Target target(AbstractConfig settings, InstantSource clock) {
        WebhookSinkConfig config = WebhookSinkConfig.of(settings);
        WebhookClient client =
                new WebhookClient(
                        config.url(), config.signature(), config.egress(), config.timeout(), clock);
        return new OneByOne(
                record -> send(record, config.addressee(), client),
                client::close,
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
        Message.Origin origin =
                new Message.Origin(
                        record.topic(),
                        RecordBytes.key(record),
                        RecordBytes.id(record),
                        RecordBytes.recordedAt(record));
        Decoded<Message> message = Message.of(origin, ((Decoded.Valid<byte[]>) checked).value());
        if (message instanceof Decoded.Invalid<Message> invalid) {
            return Outcome.refused(invalid.code(), invalid.detail());
        }
        return client.send(((Decoded.Valid<Message>) message).value());
    }
}
