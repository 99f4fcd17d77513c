package io.watchword.fusion.flink;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One Kafka record, read or to be written.
 *
 * @param partition where it was read; negative for a record to be written; likewise offset
 * @param key null where the record has none; likewise value
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; never written after construction
public record KafkaRow(
        String topic,
        int partition,
        long offset,
        byte @Nullable [] key,
        byte @Nullable [] value,
        List<Header> headers) {
    /** One header; a record may have several of one name. */
    @SuppressWarnings("ArrayRecordComponent") // as above
    public record Header(String name, byte @Nullable [] value) {}

    public KafkaRow(
            String topic,
            int partition,
            long offset,
            byte @Nullable [] key,
            byte @Nullable [] value,
            List<Header> headers) {
        this.topic = requireNonNull(topic, "topic is null");
        this.partition = partition;
        this.offset = offset;
        this.key = key;
        this.value = value;
        this.headers = List.copyOf(headers);
    }

    static KafkaRow of(String topic, byte[] key, byte[] value, Map<String, byte[]> headers) {
        return new KafkaRow(topic, -1, -1, key, value, list(headers));
    }

    /** The same key, value and headers on another topic, with more headers after them. */
    KafkaRow sentTo(String otherTopic, Map<String, byte[]> more) {
        List<Header> all = new ArrayList<>(headers);
        all.addAll(list(more));
        return new KafkaRow(otherTopic, -1, -1, key, value, all);
    }

    /** The last header of a name, as Kafka's own clients read it; null if there is none. */
    byte @Nullable [] header(String name) {
        byte @Nullable [] found = null;
        for (Header header : headers) {
            if (header.name().equals(name)) {
                found = header.value();
            }
        }
        return found;
    }

    private static List<Header> list(Map<String, byte[]> headers) {
        List<Header> list = new ArrayList<>();
        headers.forEach((name, value) -> list.add(new Header(name, value)));
        return list;
    }
}
