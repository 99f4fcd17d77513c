package io.watchword.deploy.subscribe;

import com.google.protobuf.Timestamp;
import io.watchword.deploy.terminal.TerminalText;
import io.watchword.proto.v1.Subscription;
import io.watchword.proto.v1.SubscriptionHit;
import io.watchword.proto.v1.SubscriptionRule;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Hits and subscriptions as lines for people, cleaned of control characters. Pure. */
final class HitText {
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    private final ZoneId zone;

    HitText(ZoneId zone) {
        this.zone = zone;
    }

    /** When, where and what; below it why. */
    String of(SubscriptionHit hit) {
        String when =
                hit.hasStartsAt() ? clock(hit.getStartsAt()) : TerminalText.time(hit.getStartUs());
        return TerminalText.clean(when + "  " + hit.getStreamId() + "  " + hit.getCaption())
                + "\n    "
                + TerminalText.clean(why(hit))
                + "\n";
    }

    private static String why(SubscriptionHit hit) {
        List<String> why = new ArrayList<>();
        if (hit.getWordsCount() > 0) {
            why.add("words: " + String.join(", ", hit.getWordsList()));
        }
        if (hit.hasLikeness()) {
            why.add(String.format(Locale.ROOT, "likeness %.2f", hit.getLikeness()));
        }
        if (hit.getLabelsCount() > 0) {
            why.add("labels: " + String.join(", ", hit.getLabelsList()));
        }
        if (hit.getVerdict() == SubscriptionHit.Verdict.YES) {
            why.add(String.format(Locale.ROOT, "the model says yes, %.2f", hit.getConfidence()));
        } else if (hit.getVerdict() == SubscriptionHit.Verdict.UNVERIFIED) {
            why.add("unverified: the model could not be asked");
        }
        why.add("event " + hit.getEventId());
        return String.join("; ", why);
    }

    String of(Subscription subscription) {
        List<String> parts = new ArrayList<>();
        if (!subscription.getName().isEmpty()) {
            parts.add(subscription.getName());
        }
        if (!subscription.getWords().isEmpty()) {
            parts.add("\"" + subscription.getWords() + "\"");
        }
        if (subscription.getStreamIdsCount() > 0) {
            parts.add("on " + String.join(", ", subscription.getStreamIdsList()));
        }
        if (subscription.getLabelsCount() > 0) {
            parts.add("labels " + String.join(", ", subscription.getLabelsList()));
        }
        parts.add(rule(subscription.getRule()));
        if (subscription.getVerify()) {
            parts.add("asks the model");
        }
        if (!subscription.getWebhook().isEmpty()) {
            parts.add("to " + subscription.getWebhook());
        }
        parts.add("since " + clock(subscription.getCreatedAt()));
        return TerminalText.clean(subscription.getId() + "  " + String.join("; ", parts)) + "\n";
    }

    private static String rule(SubscriptionRule rule) {
        StringBuilder text =
                new StringBuilder("by ").append(rule.getBy().name().toLowerCase(Locale.ROOT));
        if (rule.getBy() != SubscriptionRule.By.WORDS) {
            text.append(String.format(Locale.ROOT, " from %.2f", rule.getThreshold()));
        }
        if (rule.hasCloseBelow()) {
            text.append(String.format(Locale.ROOT, " until below %.2f", rule.getCloseBelow()));
        }
        if (rule.getCooldownMs() > 0) {
            text.append(", at most every ").append(rule.getCooldownMs() / 1000).append(" s");
        }
        return text.toString();
    }

    private String clock(Timestamp time) {
        return CLOCK.format(Instant.ofEpochSecond(time.getSeconds(), time.getNanos()).atZone(zone));
    }
}
