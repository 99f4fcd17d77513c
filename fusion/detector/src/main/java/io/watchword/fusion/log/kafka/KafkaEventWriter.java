package io.watchword.fusion.log.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.watchword.contract.Event;
import io.watchword.contract.EventCodec;
import io.watchword.contract.Headers;
import io.watchword.contract.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Appends to topic {@code events}. Owns its producer. Not thread-safe. */
public final class KafkaEventWriter implements AutoCloseable {
    private final Producer<byte[], byte[]> producer;
    private final List<Future<RecordMetadata>> written = new ArrayList<>();

    private KafkaEventWriter(Producer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    /** Connects. */
    public static KafkaEventWriter open(String bootstrapServers) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", bootstrapServers);
        settings.put("acks", "all");
        settings.put("enable.idempotence", "true");
        return new KafkaEventWriter(
                new KafkaProducer<>(
                        settings, new ByteArraySerializer(), new ByteArraySerializer()));
    }

    /** Begins to append an event. */
    public void append(Event event) {
        byte[] value = EventCodec.encode(event);
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(Topics.EVENTS, event.streamId().getBytes(UTF_8), value);
        Headers.of(event.eventId(), value).forEach(record.headers()::add);
        written.add(producer.send(record));
    }

    /**
     * Returns when all that was appended is kept.
     *
     * @throws KafkaException if any of it is not
     */
    public void flush() throws InterruptedException {
        for (Future<RecordMetadata> write : written) {
            try {
                RecordMetadata unused = write.get();
            } catch (ExecutionException e) {
                throw new KafkaException("an event was not written", e.getCause());
            }
        }
        written.clear();
    }

    @Override
    public void close() {
        producer.close();
    }
}
