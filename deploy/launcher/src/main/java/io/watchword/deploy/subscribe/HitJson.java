package io.watchword.deploy.subscribe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Timestamp;
import io.watchword.proto.v1.Subscription;
import io.watchword.proto.v1.SubscriptionHit;
import io.watchword.proto.v1.SubscriptionRule;
import java.time.Instant;
import java.util.Locale;

/** Hits and subscriptions as lines of JSON, with the names of the records on the topics. Pure. */
final class HitJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private HitJson() {}

    static String of(SubscriptionHit hit) {
        ObjectNode node = JSON.createObjectNode();
        node.put("hitId", hit.getHitId());
        node.put("subscriptionId", hit.getSubscriptionId());
        node.put("eventId", hit.getEventId());
        node.put("revision", hit.getEventRevision());
        node.put("streamId", hit.getStreamId());
        node.put("startUs", hit.getStartUs());
        node.put("endUs", hit.getEndUs());
        if (hit.hasStartsAt()) {
            node.put("startsAt", time(hit.getStartsAt()));
        }
        node.put("caption", hit.getCaption());
        node.put("language", hit.getLanguage());
        ObjectNode why = node.putObject("why");
        hit.getWordsList().forEach(why.putArray("words")::add);
        if (hit.hasLikeness()) {
            why.put("likeness", hit.getLikeness());
        }
        hit.getLabelsList().forEach(why.putArray("labels")::add);
        why.put(
                "verdict",
                switch (hit.getVerdict()) {
                    case YES -> "yes";
                    case UNVERIFIED -> "unverified";
                    case NOT_ASKED, UNRECOGNIZED -> "notAsked";
                });
        if (hit.hasConfidence()) {
            why.put("confidence", hit.getConfidence());
        }
        ObjectNode links = node.putObject("links");
        links.put("event", hit.getEventPath());
        links.put("keyframe", hit.getKeyframePath());
        links.put("clip", hit.getClipPath());
        node.put("matchedAt", time(hit.getMatchedAt()));
        return line(node);
    }

    static String of(Subscription subscription) {
        ObjectNode node = JSON.createObjectNode();
        node.put("id", subscription.getId());
        node.put("revision", subscription.getRevision());
        node.put("name", subscription.getName());
        node.put("owner", subscription.getOwner());
        node.put("words", subscription.getWords());
        subscription.getStreamIdsList().forEach(node.putArray("streams")::add);
        subscription.getLabelsList().forEach(node.putArray("labels")::add);
        SubscriptionRule rule = subscription.getRule();
        ObjectNode rules = node.putObject("rule");
        rules.put("by", rule.getBy().name().toLowerCase(Locale.ROOT));
        rules.put("threshold", rule.getThreshold());
        if (rule.hasCloseBelow()) {
            rules.put("closeBelow", rule.getCloseBelow());
        }
        rules.put("cooldownMs", rule.getCooldownMs());
        node.put("language", subscription.getLanguage());
        node.put("verify", subscription.getVerify() ? "languageModel" : "none");
        if (!subscription.getWebhook().isEmpty()) {
            node.put("webhook", subscription.getWebhook());
        }
        node.put("createdAt", time(subscription.getCreatedAt()));
        return line(node);
    }

    private static String time(Timestamp time) {
        return Instant.ofEpochSecond(time.getSeconds(), time.getNanos()).toString();
    }

    private static String line(ObjectNode node) {
        try {
            return JSON.writeValueAsString(node) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree is no JSON", e);
        }
    }
}
