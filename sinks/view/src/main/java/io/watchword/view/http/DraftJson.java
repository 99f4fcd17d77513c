package io.watchword.view.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.watchword.contract.StandingSubscription;
import io.watchword.view.subscribe.SubscriptionDraft;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * A subscription as a page or a program asks for it. What belongs to the rule may stand in it, as
 * in a stored subscription, or beside the words. Pure.
 */
final class DraftJson {
    private DraftJson() {}

    static SubscriptionDraft draft(JsonNode body) {
        JsonNode rule = body.path("rule").isObject() ? body.path("rule") : body;
        return new SubscriptionDraft(
                Json.optional(body, "id"),
                Json.optional(body, "name").orElse(""),
                Json.optional(body, "words").orElse(""),
                Json.texts(body, "streams"),
                Json.texts(body, "labels"),
                Json.optional(rule, "by")
                        .map(name -> choice(StandingSubscription.By.class, "by", name)),
                number(rule, "threshold"),
                number(rule, "closeBelow"),
                Duration.ofMillis(whole(rule, "cooldownMs")),
                Json.optional(body, "language"),
                Json.optional(body, "verify")
                        .map(name -> choice(StandingSubscription.Verify.class, "verify", name))
                        .orElse(StandingSubscription.Verify.NONE),
                Json.optional(body, "webhook"));
    }

    static Optional<Instant> time(JsonNode body, String field) {
        return Json.optional(body, field)
                .map(
                        text -> {
                            try {
                                return OffsetDateTime.parse(text).toInstant();
                            } catch (DateTimeException e) {
                                throw Problem.badRequest(
                                        field + " is no time such as 2026-05-04T14:03:10Z");
                            }
                        });
    }

    private static <E extends Enum<E>> E choice(Class<E> type, String field, String name) {
        for (E one : type.getEnumConstants()) {
            if (one.name().replace("_", "").equalsIgnoreCase(name)) {
                return one;
            }
        }
        throw Problem.badRequest(field + " is none of what the document names");
    }

    private static Optional<Float> number(JsonNode node, String field) {
        JsonNode value = node.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isNumber()) {
            throw Problem.badRequest(field + " is no number");
        }
        return Optional.of((float) value.asDouble());
    }

    private static long whole(JsonNode node, String field) {
        JsonNode value = node.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return 0;
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw Problem.badRequest(field + " is no whole number");
        }
        return value.asLong();
    }
}
