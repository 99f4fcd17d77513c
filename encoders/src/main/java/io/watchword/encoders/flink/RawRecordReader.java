package io.watchword.encoders.flink;

import static java.util.Objects.requireNonNullElse;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Takes Kafka records as they are. */
final class RawRecordReader implements KafkaRecordDeserializationSchema<RawRecord> {
    private static final long serialVersionUID = 1L;

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> kafka, Collector<RawRecord> out) {
        List<RawRecord.Header> headers = new ArrayList<>();
        kafka.headers()
                .forEach(
                        header ->
                                headers.add(
                                        new RawRecord.Header(header.key(), bytes(header.value()))));
        out.collect(
                new RawRecord(
                        bytes(kafka.key()),
                        bytes(kafka.value()),
                        headers,
                        kafka.partition(),
                        kafka.offset()));
    }

    private static byte[] bytes(byte @org.jspecify.annotations.Nullable [] bytes) {
        return requireNonNullElse(bytes, new byte[0]);
    }

    @Override
    public TypeInformation<RawRecord> getProducedType() {
        return TypeInformation.of(RawRecord.class);
    }
}
