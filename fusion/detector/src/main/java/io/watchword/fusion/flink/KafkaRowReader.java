package io.watchword.fusion.flink;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** Takes a Kafka record as it is, so that one that cannot be read can be kept whole. */
final class KafkaRowReader implements KafkaRecordDeserializationSchema<KafkaRow> {
    private static final long serialVersionUID = 1L;

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<KafkaRow> out) {
        List<KafkaRow.Header> headers = new ArrayList<>();
        for (Header header : record.headers()) {
            headers.add(new KafkaRow.Header(header.key(), header.value()));
        }
        out.collect(
                new KafkaRow(
                        record.topic(),
                        record.partition(),
                        record.offset(),
                        record.key(),
                        record.value(),
                        headers));
    }

    @Override
    public TypeInformation<KafkaRow> getProducedType() {
        return TypeInformation.of(KafkaRow.class);
    }
}
