package io.watchword.view.kafka;

import io.watchword.contract.Headers;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.streams.processor.api.Record;

/** What all records have. */
final class Records {
    private Records() {}

    /** Why a record's value is not what was written; empty if it is. */
    static Optional<String> problem(Record<byte[], byte[]> record) {
        return problem(record.headers(), record.value());
    }

    static Optional<String> problem(
            org.apache.kafka.common.header.Headers headers,
            byte @org.jspecify.annotations.Nullable [] value) {
        if (value == null) {
            return Optional.of("the record has no value");
        }
        Header sha256 = headers.lastHeader(Headers.SHA256);
        return Headers.checksumProblem(sha256 == null ? null : sha256.value(), value);
    }
}
