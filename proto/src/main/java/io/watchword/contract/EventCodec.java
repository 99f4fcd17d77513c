package io.watchword.contract;

import static io.watchword.contract.Checks.checkArgument;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Events as bytes: one JSON object, described by the JSON Schema {@code event.schema.json} beside
 * this class.
 */
public final class EventCodec {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private EventCodec() {}

    public static byte[] encode(Event event) {
        ObjectNode node = JSON.createObjectNode();
        node.put("eventId", event.eventId());
        node.put("revision", event.revision());
        node.put("streamId", event.streamId());
        node.put("source", event.source());
        node.put("startUs", event.span().startUs());
        node.put("endUs", event.span().endUs());
        node.put("caption", event.caption());
        node.put("language", event.language());
        event.labels().forEach(node.putArray("labels")::add);
        node.put("severity", event.severity().name().toLowerCase(Locale.ROOT));
        node.put("confidence", Math.round(event.confidence() * 10_000) / 10_000.0);
        ObjectNode evidence = node.putObject("evidence");
        ArrayNode segmentIds = evidence.putArray("segmentIds");
        event.evidence().segmentIds().forEach(segmentIds::add);
        evidence.put("keyframePtsUs", event.evidence().keyframePtsUs());
        evidence.set("tokens", ledger(event.evidence().tokens()));
        ObjectNode model = node.putObject("model");
        model.put("name", event.model().name());
        model.put("sha256", event.model().sha256());
        model.put("promptSha256", event.model().promptSha256());
        model.put("configSha256", event.model().configSha256());
        node.put("degraded", event.degraded());
        event.supersedes().ifPresent(id -> node.put("supersedes", id));
        try {
            return JSON.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("event " + event.eventId() + " is no JSON", e);
        }
    }

    public static Decoded<Event> decode(byte[] bytes) {
        try {
            JsonNode node = JSON.readTree(bytes);
            checkArgument(node != null && node.isObject(), "required a JSON object");
            return new Decoded.Valid<>(from(node));
        } catch (IOException | IllegalArgumentException e) {
            return new Decoded.Invalid<>(ErrorCode.INVALID_RECORD, "event: " + e.getMessage());
        }
    }

    private static Event from(JsonNode node) {
        JsonNode evidence = node.path("evidence");
        JsonNode model = node.path("model");
        return new Event(
                text(node, "eventId"),
                revision(node),
                text(node, "streamId"),
                text(node, "source"),
                new TimeSpan(number(node, "startUs"), number(node, "endUs")),
                text(node, "caption"),
                text(node, "language"),
                strings(node.path("labels")),
                Event.Severity.valueOf(text(node, "severity").toUpperCase(Locale.ROOT)),
                (float) node.path("confidence").asDouble(-1),
                new Event.Evidence(
                        strings(evidence.path("segmentIds")),
                        evidence.path("keyframePtsUs").asLong(-1),
                        ledger(evidence.path("tokens"))),
                new Event.Model(
                        text(model, "name"),
                        text(model, "sha256"),
                        text(model, "promptSha256"),
                        text(model, "configSha256")),
                node.path("degraded").asBoolean(false),
                Optional.ofNullable(node.get("supersedes"))
                        .filter(JsonNode::isTextual)
                        .map(JsonNode::asText));
    }

    private static ObjectNode ledger(TokenLedger ledger) {
        ObjectNode node = JSON.createObjectNode();
        node.put("text", ledger.text());
        node.put("spatial", ledger.spatial());
        node.put("motion", ledger.motion());
        node.put("audio", ledger.audio());
        node.put("temporal", ledger.temporal());
        node.put("delimiter", ledger.delimiter());
        node.put("decoded", ledger.decoded());
        return node;
    }

    private static TokenLedger ledger(JsonNode node) {
        return new TokenLedger(
                node.path("text").asInt(),
                node.path("spatial").asInt(),
                node.path("motion").asInt(),
                node.path("audio").asInt(),
                node.path("temporal").asInt(),
                node.path("delimiter").asInt(),
                node.path("decoded").asInt());
    }

    private static String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        checkArgument(value.isTextual(), "%s is missing or no text", field);
        return value.asText();
    }

    private static int revision(JsonNode node) {
        JsonNode value = node.path("revision");
        checkArgument(
                value.isIntegralNumber() && value.canConvertToInt(),
                "revision is missing or no whole number of 32 bits");
        return value.asInt();
    }

    private static long number(JsonNode node, String field) {
        JsonNode value = node.path(field);
        checkArgument(
                value.isIntegralNumber() && value.canConvertToLong(),
                "%s is missing or no whole number of 64 bits",
                field);
        return value.asLong();
    }

    private static List<String> strings(JsonNode array) {
        List<String> strings = new ArrayList<>();
        array.forEach(item -> strings.add(item.asText()));
        return strings;
    }
}
