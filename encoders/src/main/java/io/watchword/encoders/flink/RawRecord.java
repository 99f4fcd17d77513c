package io.watchword.encoders.flink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka record as it came, so that it can be put aside as it came.
 *
 * @param key empty where there is none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record RawRecord(
        byte[] key, byte[] value, List<Header> headers, int partition, long offset) {
    /** One header. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Header(String name, byte[] value) {
        static List<Header> of(Map<String, byte[]> headers) {
            List<Header> list = new ArrayList<>();
            headers.forEach((name, value) -> list.add(new Header(name, value)));
            return list;
        }
    }

    public RawRecord {
        requireNonNull(key, "key is null");
        requireNonNull(value, "value is null");
        requireNonNull(headers, "headers is null");
    }

    /** Value of the last header of that name. */
    byte @Nullable [] header(String name) {
        for (int i = headers.size() - 1; i >= 0; i--) {
            if (headers.get(i).name().equals(name)) {
                return headers.get(i).value();
            }
        }
        return null;
    }

    String keyText() {
        return new String(key, UTF_8);
    }
}
