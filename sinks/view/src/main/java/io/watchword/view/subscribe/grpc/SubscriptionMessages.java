package io.watchword.view.subscribe.grpc;

import com.google.protobuf.Timestamp;
import io.watchword.contract.Hit;
import io.watchword.contract.StandingSubscription;
import io.watchword.proto.v1.Subscription;
import io.watchword.proto.v1.SubscriptionHit;
import io.watchword.proto.v1.SubscriptionRule;
import io.watchword.view.subscribe.SubscriptionDraft;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Between the messages of {@code subscribe.proto} and values. */
final class SubscriptionMessages {
    private SubscriptionMessages() {}

    static SubscriptionDraft draft(Subscription message) {
        SubscriptionRule rule = message.getRule();
        return new SubscriptionDraft(
                filled(message.getId()),
                message.getName(),
                message.getWords(),
                message.getStreamIdsList(),
                message.getLabelsList(),
                by(rule.getBy()),
                rule.hasThreshold() ? Optional.of(rule.getThreshold()) : Optional.empty(),
                rule.hasCloseBelow() ? Optional.of(rule.getCloseBelow()) : Optional.empty(),
                Duration.ofMillis(rule.getCooldownMs()),
                filled(message.getLanguage()),
                message.getVerify()
                        ? StandingSubscription.Verify.LANGUAGE_MODEL
                        : StandingSubscription.Verify.NONE,
                filled(message.getWebhook()));
    }

    private static Optional<String> filled(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    private static Optional<StandingSubscription.By> by(SubscriptionRule.By by) {
        return switch (by) {
            case BY_UNSPECIFIED -> Optional.empty();
            case WORDS -> Optional.of(StandingSubscription.By.WORDS);
            case MEANING -> Optional.of(StandingSubscription.By.MEANING);
            case EITHER -> Optional.of(StandingSubscription.By.EITHER);
            case BOTH -> Optional.of(StandingSubscription.By.BOTH);
            case UNRECOGNIZED ->
                    throw new IllegalArgumentException("rule.by is none that this server knows");
        };
    }

    private static SubscriptionRule.By by(StandingSubscription.By by) {
        return switch (by) {
            case WORDS -> SubscriptionRule.By.WORDS;
            case MEANING -> SubscriptionRule.By.MEANING;
            case EITHER -> SubscriptionRule.By.EITHER;
            case BOTH -> SubscriptionRule.By.BOTH;
        };
    }

    static Subscription message(StandingSubscription subscription) {
        StandingSubscription.Rule rule = subscription.rule();
        SubscriptionRule.Builder rules =
                SubscriptionRule.newBuilder()
                        .setBy(by(rule.by()))
                        .setThreshold(rule.threshold())
                        .setCooldownMs(rule.cooldown().toMillis());
        rule.closeBelow().ifPresent(rules::setCloseBelow);
        return Subscription.newBuilder()
                .setId(subscription.id())
                .setRevision(subscription.revision())
                .setName(subscription.name())
                .setOwner(subscription.owner())
                .setWords(subscription.words())
                .addAllStreamIds(subscription.streamIds())
                .addAllLabels(subscription.labels())
                .setRule(rules)
                .setLanguage(subscription.language())
                .setVerify(subscription.verify() == StandingSubscription.Verify.LANGUAGE_MODEL)
                .setWebhook(subscription.webhook().orElse(""))
                .setCreatedAt(timestamp(subscription.createdAt()))
                .build();
    }

    static SubscriptionHit message(Hit hit) {
        SubscriptionHit.Builder message =
                SubscriptionHit.newBuilder()
                        .setHitId(hit.hitId())
                        .setSubscriptionId(hit.subscription().id())
                        .setEventId(hit.eventId())
                        .setEventRevision(hit.revision())
                        .setStreamId(hit.streamId())
                        .setStartUs(hit.span().startUs())
                        .setEndUs(hit.span().endUs())
                        .setCaption(hit.caption())
                        .setLanguage(hit.language())
                        .addAllWords(hit.why().words())
                        .addAllLabels(hit.why().labels())
                        .setVerdict(verdict(hit.why().verdict()))
                        .setEventPath(hit.links().event())
                        .setKeyframePath(hit.links().keyframe())
                        .setClipPath(hit.links().clip())
                        .setMatchedAt(timestamp(hit.matchedAt()));
        hit.startsAt().ifPresent(start -> message.setStartsAt(timestamp(start)));
        hit.why().likeness().ifPresent(message::setLikeness);
        hit.why().confidence().ifPresent(message::setConfidence);
        return message.build();
    }

    private static SubscriptionHit.Verdict verdict(Hit.Verdict verdict) {
        return switch (verdict) {
            case NOT_ASKED -> SubscriptionHit.Verdict.NOT_ASKED;
            case YES -> SubscriptionHit.Verdict.YES;
            case UNVERIFIED -> SubscriptionHit.Verdict.UNVERIFIED;
        };
    }

    private static Timestamp timestamp(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }

    static Instant instant(Timestamp timestamp) {
        try {
            return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
        } catch (DateTimeException | ArithmeticException e) {
            throw new IllegalArgumentException("a time is out of range", e);
        }
    }
}
