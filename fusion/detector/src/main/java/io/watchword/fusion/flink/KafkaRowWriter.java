package io.watchword.fusion.flink;

import java.util.List;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/** Writes each record to the topic it names; the key decides the partition. */
final class KafkaRowWriter implements KafkaRecordSerializationSchema<KafkaRow> {
    private static final long serialVersionUID = 1L;

    @Override
    public ProducerRecord<byte[], byte[]> serialize(
            KafkaRow row, KafkaSinkContext context, Long timestamp) {
        return record(row);
    }

    /** Without a time of its own: the broker says when it came. */
    static ProducerRecord<byte[], byte[]> record(KafkaRow row) {
        List<Header> headers =
                row.headers().stream()
                        .map(header -> (Header) new RecordHeader(header.name(), header.value()))
                        .toList();
        return new ProducerRecord<>(row.topic(), null, null, row.key(), row.value(), headers);
    }
}
