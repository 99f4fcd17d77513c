package io.watchword.sinks.connect;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.watchword.contract.Decoded;
import io.watchword.contract.ErrorCode;
import io.watchword.contract.Headers;
import io.watchword.sinks.row.EventJson;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** The bytes of a Connect record, checked against their checksum. */
final class RecordBytes {
    private RecordBytes() {}

    /** The record's value as an event. */
    static Decoded<EventJson> event(SinkRecord record) {
        Decoded<byte[]> checked = checked(record);
        if (checked instanceof Decoded.Invalid<byte[]> invalid) {
            return new Decoded.Invalid<>(invalid.code(), invalid.detail());
        }
        return EventJson.decode(((Decoded.Valid<byte[]>) checked).value());
    }

    /**
     * The record's value.
     *
     * @throws ConnectException if the worker's converter hands over something other than bytes,
     *     which is a fault of the connector's configuration and not of the record
     */
    static Decoded<byte[]> checked(SinkRecord record) {
        Object value = record.value();
        if (value == null) {
            return new Decoded.Invalid<>(
                    ErrorCode.INVALID_RECORD, "event: the record has no value");
        }
        byte[] bytes = bytes(value);
        Optional<String> problem = Headers.checksumProblem(header(record, Headers.SHA256), bytes);
        return problem.<Decoded<byte[]>>map(text -> new Decoded.Invalid<>(ErrorCode.CHECKSUM, text))
                .orElseGet(() -> new Decoded.Valid<>(bytes));
    }

    private static byte[] bytes(Object value) {
        if (value instanceof byte[] array) {
            return array;
        }
        if (value instanceof ByteBuffer buffer) {
            byte[] array = new byte[buffer.remaining()];
            buffer.duplicate().get(array);
            return array;
        }
        throw new ConnectException(
                "value.converter: required org.apache.kafka.connect.converters.ByteArrayConverter,"
                        + " the worker's gave a "
                        + value.getClass().getName());
    }

    /** The id that the record says it has. */
    static Optional<String> id(SinkRecord record) {
        byte[] id = header(record, Headers.ID);
        return id == null ? Optional.empty() : Optional.of(new String(id, UTF_8));
    }

    /** When the record was written to its topic. */
    static Instant recordedAt(SinkRecord record) {
        Long recordedMs = record.timestamp();
        return Instant.ofEpochMilli(recordedMs == null ? 0 : recordedMs);
    }

    /** The record's key as text, whether the key converter left it bytes or not. */
    static String key(SinkRecord record) {
        Object key = record.key();
        if (key instanceof byte[] array) {
            return new String(array, UTF_8);
        }
        return key == null ? "" : key.toString();
    }

    /** As bytes or text: which one depends on {@code header.converter}. */
    private static byte @Nullable [] header(SinkRecord record, String name) {
        Header header = record.headers().lastWithName(name);
        if (header == null || header.value() == null) {
            return null;
        }
        return header.value() instanceof byte[] array
                ? array
                : header.value().toString().getBytes(UTF_8);
    }
}
