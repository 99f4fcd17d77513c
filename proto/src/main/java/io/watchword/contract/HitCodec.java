package io.watchword.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/**
 * Hits as bytes: one JSON object, described by the JSON Schema {@code hit.schema.json} beside this
 * class.
 */
public final class HitCodec {
    private HitCodec() {}

    public static byte[] encode(Hit hit) {
        return JsonFields.bytes(json(hit));
    }

    /** As JSON, for answers that hold more. */
    public static ObjectNode json(Hit hit) {
        ObjectNode node = JsonFields.object();
        node.put("hitId", hit.hitId());
        ObjectNode subscription = node.putObject("subscription");
        subscription.put("id", hit.subscription().id());
        subscription.put("revision", hit.subscription().revision());
        subscription.put("title", hit.subscription().title());
        subscription.put("owner", hit.subscription().owner());
        node.put("eventId", hit.eventId());
        node.put("revision", hit.revision());
        node.put("streamId", hit.streamId());
        node.put("startUs", hit.span().startUs());
        node.put("endUs", hit.span().endUs());
        hit.startsAt().ifPresent(start -> node.put("startsAt", start.toString()));
        node.put("happenedAt", hit.happenedAt().toString());
        node.put("part", hit.part());
        node.put("caption", hit.caption());
        node.put("language", hit.language());
        node.set("why", json(hit.why()));
        ObjectNode links = node.putObject("links");
        links.put("event", hit.links().event());
        links.put("keyframe", hit.links().keyframe());
        links.put("clip", hit.links().clip());
        hit.webhook().ifPresent(webhook -> node.put("webhook", webhook));
        node.put("matchedAt", hit.matchedAt().toString());
        return node;
    }

    private static ObjectNode json(Hit.Why why) {
        ObjectNode node = JsonFields.object();
        JsonFields.put(node, "words", why.words());
        why.likeness().ifPresent(value -> node.put("likeness", JsonFields.rounded(value)));
        JsonFields.put(node, "labels", why.labels());
        node.put("verdict", JsonFields.name(why.verdict()));
        why.confidence().ifPresent(value -> node.put("confidence", JsonFields.rounded(value)));
        return node;
    }

    public static Decoded<Hit> decode(byte[] bytes) {
        try {
            return new Decoded.Valid<>(from(JsonFields.read(bytes)));
        } catch (IOException | IllegalArgumentException e) {
            return new Decoded.Invalid<>(ErrorCode.INVALID_RECORD, "hit: " + e.getMessage());
        }
    }

    private static Hit from(JsonNode node) {
        JsonNode subscription = node.path("subscription");
        JsonNode why = node.path("why");
        return new Hit(
                JsonFields.text(node, "hitId"),
                new Hit.Subscription(
                        JsonFields.text(subscription, "id"),
                        JsonFields.small(subscription, "revision"),
                        JsonFields.text(subscription, "title"),
                        JsonFields.text(subscription, "owner")),
                JsonFields.text(node, "eventId"),
                JsonFields.small(node, "revision"),
                JsonFields.text(node, "streamId"),
                new TimeSpan(JsonFields.whole(node, "startUs"), JsonFields.whole(node, "endUs")),
                JsonFields.optionalInstant(node, "startsAt"),
                JsonFields.instant(node, "happenedAt"),
                JsonFields.flag(node, "part"),
                JsonFields.text(node, "caption"),
                JsonFields.text(node, "language"),
                new Hit.Why(
                        JsonFields.texts(why, "words"),
                        JsonFields.optionalNumber(why, "likeness"),
                        JsonFields.texts(why, "labels"),
                        JsonFields.choice(Hit.Verdict.class, why, "verdict"),
                        JsonFields.optionalNumber(why, "confidence")),
                JsonFields.optionalText(node, "webhook"),
                JsonFields.instant(node, "matchedAt"));
    }
}
