package io.watchword.encoders.flink;

import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Makes records for the topic that each names; the partition follows from the key. */
final class OutRecordWriter implements KafkaRecordSerializationSchema<OutRecord> {
    private static final long serialVersionUID = 1L;

    @Override
    public ProducerRecord<byte[], byte[]> serialize(
            OutRecord out, KafkaSinkContext context, @Nullable Long timestamp) {
        byte[] key = out.key();
        ProducerRecord<byte[], byte[]> kafka =
                key.length == 0
                        ? new ProducerRecord<>(out.topic(), out.value())
                        : new ProducerRecord<>(out.topic(), key, out.value());
        out.headers().forEach(header -> kafka.headers().add(header.name(), header.value()));
        return kafka;
    }
}
