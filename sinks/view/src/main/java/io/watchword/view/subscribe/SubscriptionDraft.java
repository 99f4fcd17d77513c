package io.watchword.view.subscribe;

import static java.util.Objects.requireNonNull;

import io.watchword.contract.StandingSubscription;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A subscription as someone asks for it.
 *
 * @param id of the one that is changed, or a name for a new one; empty for one that is made up
 * @param by empty for the default, as are threshold and language
 */
public record SubscriptionDraft(
        Optional<String> id,
        String name,
        String words,
        List<String> streamIds,
        List<String> labels,
        Optional<StandingSubscription.By> by,
        Optional<Float> threshold,
        Optional<Float> closeBelow,
        Duration cooldown,
        Optional<String> language,
        StandingSubscription.Verify verify,
        Optional<String> webhook) {
    public SubscriptionDraft {
        requireNonNull(by, "by is null");
        requireNonNull(verify, "verify is null");
        requireNonNull(cooldown, "cooldown is null");
        requireNonNull(webhook, "webhook is null");
        streamIds = List.copyOf(streamIds);
        labels = List.copyOf(labels);
    }

    /** Words alone, the rest by default. */
    public static SubscriptionDraft of(String words) {
        return new SubscriptionDraft(
                Optional.empty(),
                "",
                words,
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Duration.ZERO,
                Optional.empty(),
                StandingSubscription.Verify.NONE,
                Optional.empty());
    }

    public SubscriptionDraft withStreams(List<String> streams) {
        return new SubscriptionDraft(
                id,
                name,
                words,
                streams,
                labels,
                by,
                threshold,
                closeBelow,
                cooldown,
                language,
                verify,
                webhook);
    }

    /**
     * Completes it.
     *
     * @throws IllegalArgumentException naming what is wrong
     */
    StandingSubscription complete(String newId, int revision, String owner, Instant createdAt) {
        return new StandingSubscription(
                newId,
                revision,
                name,
                owner,
                words.strip(),
                streamIds,
                labels,
                new StandingSubscription.Rule(
                        by.orElse(SubscriptionDefaults.BY),
                        threshold.orElse(SubscriptionDefaults.THRESHOLD),
                        closeBelow,
                        cooldown),
                language.orElseGet(this::languageOfWords),
                verify,
                webhook,
                createdAt);
    }

    private String languageOfWords() {
        long cyrillic =
                words.codePoints()
                        .filter(
                                c ->
                                        Character.UnicodeScript.of(c)
                                                == Character.UnicodeScript.CYRILLIC)
                        .count();
        long letters = words.codePoints().filter(Character::isLetter).count();
        return cyrillic * 2 > letters ? "ru" : "en";
    }
}
