package io.watchword.sinks.connect;

import io.watchword.contract.Event;
import io.watchword.contract.EventCodec;
import io.watchword.contract.Headers;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.sink.SinkRecord;

/** Records as a worker hands them to a task, for tests. */
final class Records {
    private Records() {}

    static SinkRecord of(long offset, Event event) {
        return of("events", offset, event.streamId(), event.eventId(), EventCodec.encode(event), 0);
    }

    static SinkRecord of(
            String topic, long offset, String key, String id, byte[] value, long recordedMs) {
        ConnectHeaders headers = new ConnectHeaders();
        Headers.of(id, value).forEach(headers::addBytes);
        return new SinkRecord(
                topic,
                3,
                Schema.STRING_SCHEMA,
                key,
                Schema.OPTIONAL_BYTES_SCHEMA,
                value,
                offset,
                recordedMs,
                TimestampType.CREATE_TIME,
                headers);
    }

    /** The same record, whose value its checksum does not fit. */
    static SinkRecord damaged(SinkRecord record) {
        byte[] value = ((byte[]) record.value()).clone();
        value[0] ^= 1;
        return new SinkRecord(
                record.topic(),
                record.kafkaPartition(),
                record.keySchema(),
                record.key(),
                record.valueSchema(),
                value,
                record.kafkaOffset(),
                record.timestamp(),
                record.timestampType(),
                record.headers());
    }
}
