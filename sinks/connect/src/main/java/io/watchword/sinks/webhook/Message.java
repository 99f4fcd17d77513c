package io.watchword.sinks.webhook;

import static io.watchword.contract.Checks.checkArgument;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.jackson.JsonCloudEventData;
import io.cloudevents.jackson.JsonFormat;
import io.watchword.contract.Decoded;
import io.watchword.contract.ErrorCode;
import io.watchword.contract.Ids;
import io.watchword.contract.Topics;
import io.watchword.sinks.row.EventJson;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What is sent of one record: a CloudEvent 1.0 in structured mode. Pure.
 *
 * @param id the same for the same record however often it is sent: event id and revision, or what
 *     the record says of itself
 * @param body JSON
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Message(String id, byte[] body) {
    /** Media type of the body. */
    public static final String MEDIA_TYPE = "application/cloudevents+json; charset=UTF-8";

    private static final Pattern HEADER_TEXT = Pattern.compile("[!-~]{1,200}");
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    public Message {
        checkArgument(HEADER_TEXT.matcher(id).matches(), "an id is not 1 to 200 visible ASCII");
    }

    /**
     * Where a record comes from.
     *
     * @param id what the record says its id is
     * @param time when it was recorded
     */
    public record Origin(String topic, String key, Optional<String> id, Instant time) {}

    /** Makes the message of a record's bytes: events by their schema, others as any JSON object. */
    public static Decoded<Message> of(Origin origin, byte[] value) {
        return origin.topic().equals(Topics.EVENTS) ? event(origin, value) : other(origin, value);
    }

    private static Decoded<Message> event(Origin origin, byte[] value) {
        Decoded<EventJson> decoded = EventJson.decode(value);
        if (decoded instanceof Decoded.Invalid<EventJson> invalid) {
            return new Decoded.Invalid<>(invalid.code(), invalid.detail());
        }
        EventJson event = ((Decoded.Valid<EventJson>) decoded).value();
        String id = headerText(event.event().eventId() + ":" + event.event().revision());
        CloudEventBuilder builder =
                CloudEventBuilder.v1()
                        .withId(id)
                        .withType("io.watchword.event.v1")
                        .withSource(urn("stream", event.event().streamId()))
                        .withSubject(event.event().eventId())
                        .withExtension("revision", event.event().revision());
        return message(origin, builder, id, event.line().getBytes(UTF_8));
    }

    private static Decoded<Message> other(Origin origin, byte[] value) {
        String id = headerText(origin.id().orElseGet(() -> Ids.sha256Hex(value)));
        String topic = origin.topic();
        String kind = topic.endsWith("s") ? topic.substring(0, topic.length() - 1) : topic;
        CloudEventBuilder builder =
                CloudEventBuilder.v1()
                        .withId(id)
                        .withType("io.watchword." + kind + ".v1")
                        .withSource(urn("topic", topic));
        if (!origin.key().isBlank()) {
            builder.withSubject(origin.key());
        }
        return message(origin, builder, id, value);
    }

    private static Decoded<Message> message(
            Origin origin, CloudEventBuilder builder, String id, byte[] json) {
        try {
            JsonNode data = JSON.readTree(json);
            if (data == null || !data.isObject()) {
                return new Decoded.Invalid<>(
                        ErrorCode.INVALID_RECORD, origin.topic() + ": required a JSON object");
            }
            CloudEvent event =
                    builder.withTime(origin.time().atOffset(ZoneOffset.UTC))
                            .withData("application/json", JsonCloudEventData.wrap(data))
                            .build();
            return new Decoded.Valid<>(new Message(id, new JsonFormat().serialize(event)));
        } catch (IOException e) {
            return new Decoded.Invalid<>(
                    ErrorCode.INVALID_RECORD, origin.topic() + ": required a JSON object");
        }
    }

    private static String headerText(String id) {
        return HEADER_TEXT.matcher(id).matches() ? id : Ids.sha256Hex(id.getBytes(UTF_8));
    }

    private static URI urn(String kind, String name) {
        String escaped = URLEncoder.encode(name, UTF_8).replace("+", "%20");
        return URI.create("urn:watchword:" + kind + ":" + escaped);
    }
}
