package io.watchword.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * Subscriptions as bytes: one JSON object, described by the JSON Schema {@code
 * subscription.schema.json} beside this class.
 */
public final class StandingSubscriptionCodec {
    private StandingSubscriptionCodec() {}

    public static byte[] encode(StandingSubscription subscription) {
        return JsonFields.bytes(json(subscription));
    }

    /** As JSON, for answers that hold more. */
    public static ObjectNode json(StandingSubscription subscription) {
        ObjectNode node = JsonFields.object();
        node.put("id", subscription.id());
        node.put("revision", subscription.revision());
        node.put("name", subscription.name());
        node.put("owner", subscription.owner());
        node.put("words", subscription.words());
        JsonFields.put(node, "streams", subscription.streamIds());
        JsonFields.put(node, "labels", subscription.labels());
        StandingSubscription.Rule rule = subscription.rule();
        ObjectNode rules = node.putObject("rule");
        rules.put("by", JsonFields.name(rule.by()));
        rules.put("threshold", JsonFields.rounded(rule.threshold()));
        rule.closeBelow().ifPresent(below -> rules.put("closeBelow", JsonFields.rounded(below)));
        rules.put("cooldownMs", rule.cooldown().toMillis());
        node.put("language", subscription.language());
        node.put("verify", JsonFields.name(subscription.verify()));
        subscription.webhook().ifPresent(webhook -> node.put("webhook", webhook));
        node.put("createdAt", subscription.createdAt().toString());
        return node;
    }

    public static Decoded<StandingSubscription> decode(byte[] bytes) {
        try {
            return new Decoded.Valid<>(from(JsonFields.read(bytes)));
        } catch (IOException | IllegalArgumentException e) {
            return new Decoded.Invalid<>(
                    ErrorCode.INVALID_RECORD, "subscription: " + e.getMessage());
        }
    }

    private static StandingSubscription from(JsonNode node) {
        JsonNode rule = node.path("rule");
        Optional<Float> threshold = JsonFields.optionalNumber(rule, "threshold");
        return new StandingSubscription(
                JsonFields.text(node, "id"),
                JsonFields.small(node, "revision"),
                JsonFields.text(node, "name"),
                JsonFields.text(node, "owner"),
                JsonFields.text(node, "words"),
                JsonFields.texts(node, "streams"),
                JsonFields.texts(node, "labels"),
                new StandingSubscription.Rule(
                        JsonFields.choice(StandingSubscription.By.class, rule, "by"),
                        threshold.orElseThrow(
                                () -> new IllegalArgumentException("rule.threshold is missing")),
                        JsonFields.optionalNumber(rule, "closeBelow"),
                        Duration.ofMillis(JsonFields.whole(rule, "cooldownMs"))),
                JsonFields.text(node, "language"),
                JsonFields.choice(StandingSubscription.Verify.class, node, "verify"),
                JsonFields.optionalText(node, "webhook"),
                JsonFields.instant(node, "createdAt"));
    }
}
