package io.watchword.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Names and contents of the Kafka record headers. Values are UTF-8 text. Shells copy the maps to
 * and from their engine's own header type.
 */
public final class Headers {
    /** Id of what the record carries: segment id, embedding id or event id. */
    public static final String ID = "ww-id";

    /** Lower-case hex sha256 of the record's value. */
    public static final String SHA256 = "ww-sha256";

    /** Unix time in microseconds at which the first stage read the media. */
    public static final String TIME_CAPTURE = "ww-t-capture";

    public static final String TIME_INGEST = "ww-t-ingest";
    public static final String TIME_ENCODE = "ww-t-encode";
    public static final String TIME_FUSE = "ww-t-fuse";

    /** W3C trace context. */
    public static final String TRACE_PARENT = "traceparent";

    public static final String DLQ_STAGE = "dlq.stage";
    public static final String DLQ_REASON = "dlq.reason";
    public static final String DLQ_DETAIL = "dlq.detail";
    public static final String DLQ_TOPIC = "dlq.topic";
    public static final String DLQ_PARTITION = "dlq.partition";
    public static final String DLQ_OFFSET = "dlq.offset";

    private Headers() {}

    /** The headers every record carries: its id and the checksum of its value. */
    public static Map<String, byte[]> of(String id, byte[] value) {
        Map<String, byte[]> headers = new LinkedHashMap<>();
        headers.put(ID, id.getBytes(UTF_8));
        headers.put(SHA256, Ids.sha256Hex(value).getBytes(UTF_8));
        return headers;
    }

    /** What {@code dlq.*} says of a record that could not be processed. */
    public static Map<String, byte[]> deadLetter(
            String stage,
            ErrorCode reason,
            String detail,
            String topic,
            int partition,
            long offset) {
        Map<String, byte[]> headers = new LinkedHashMap<>();
        headers.put(DLQ_STAGE, stage.getBytes(UTF_8));
        headers.put(DLQ_REASON, reason.name().getBytes(UTF_8));
        headers.put(DLQ_DETAIL, detail.getBytes(UTF_8));
        headers.put(DLQ_TOPIC, topic.getBytes(UTF_8));
        headers.put(DLQ_PARTITION, Integer.toString(partition).getBytes(UTF_8));
        headers.put(DLQ_OFFSET, Long.toString(offset).getBytes(UTF_8));
        return headers;
    }

    /**
     * What is wrong with the value, or empty when its checksum matches.
     *
     * @param sha256 the {@code ww-sha256} header's value; a record without one is refused
     */
    public static Optional<String> checksumProblem(
            byte @org.jspecify.annotations.Nullable [] sha256, byte[] value) {
        if (sha256 == null) {
            return Optional.of("header " + SHA256 + " is missing");
        }
        byte[] expected = Ids.sha256Hex(value).getBytes(UTF_8);
        if (MessageDigest.isEqual(expected, sha256)) {
            return Optional.empty();
        }
        return Optional.of(
                "value has sha256 "
                        + new String(expected, UTF_8)
                        + ", header says "
                        + new String(Arrays.copyOf(sha256, Math.min(sha256.length, 64)), UTF_8));
    }

    /** Lower-case hex. */
    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
