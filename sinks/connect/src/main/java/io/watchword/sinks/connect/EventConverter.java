package io.watchword.sinks.connect;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.watchword.contract.Decoded;
import io.watchword.contract.ErrorCode;
import io.watchword.contract.Headers;
import io.watchword.sinks.row.EventJson;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** A Connect record as an event: its bytes checked against their checksum, then read. */
final class EventConverter {
    private EventConverter() {}

    /**
     * @throws ConnectException if the worker's converter hands over something other than bytes,
     *     which is a fault of the connector's configuration and not of the record
     */
    static Decoded<EventJson> convert(SinkRecord record) {
        Object value = record.value();
        if (value == null) {
            return new Decoded.Invalid<>(
                    ErrorCode.INVALID_RECORD, "event: the record has no value");
        }
        byte[] bytes = bytes(value);
        Optional<String> problem = Headers.checksumProblem(header(record), bytes);
        if (problem.isPresent()) {
            return new Decoded.Invalid<>(ErrorCode.CHECKSUM, problem.get());
        }
        return EventJson.decode(bytes);
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

    /** As bytes or text: which one depends on {@code header.converter}. */
    private static byte @Nullable [] header(SinkRecord record) {
        Header header = record.headers().lastWithName(Headers.SHA256);
        if (header == null || header.value() == null) {
            return null;
        }
        return header.value() instanceof byte[] array
                ? array
                : header.value().toString().getBytes(UTF_8);
    }
}
