package io.watchword.contract;

import static io.watchword.contract.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What someone wants to be told of, each time it happens: the record on topic {@code
 * subscriptions}. Of two records with one id, the later one holds.
 *
 * @param revision one more each time it is changed
 * @param name as people call it; may be empty
 * @param owner whose rights decide what it sees
 * @param words in plain words, for example "someone runs"; empty where labels or streams suffice
 * @param streamIds of these streams; empty for all that the owner may read
 * @param labels events that have all of these
 * @param language ISO 639-1 code of the words
 * @param webhook name of a configured webhook or an address; empty where the topic is enough
 */
public record StandingSubscription(
        String id,
        int revision,
        String name,
        String owner,
        String words,
        List<String> streamIds,
        List<String> labels,
        Rule rule,
        String language,
        Verify verify,
        Optional<String> webhook,
        Instant createdAt) {
    public static final int MAX_WORDS_CHARACTERS = 500;
    public static final int MAX_NAME_CHARACTERS = 100;
    public static final int MAX_ENTRIES = 100;

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,100}");
    private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2}");
    private static final Pattern WEBHOOK_NAME = Pattern.compile("[A-Za-z0-9._-]{1,100}");

    /** Which of the cheap comparisons an event must pass. */
    public enum By {
        /** The caption holds all the words, in any form. */
        WORDS,
        /** The event looks like the words: cosine in the space shared by text and video. */
        MEANING,
        /** One of the two. */
        EITHER,
        /** Both. */
        BOTH
    }

    /** Whether the language model has a say. */
    public enum Verify {
        NONE,
        /** Yes or no from the stored embeddings; while it is away, hits say so. */
        LANGUAGE_MODEL
    }

    /**
     * When an event matches, and when that is told.
     *
     * @param threshold least cosine of words and event that is a likeness, {@code [-1, 1]}
     * @param closeBelow after a hit on a stream, nothing more is told of it until an event is less
     *     alike than this (one that holds the words counts as 1, one that does not as -1 where only
     *     words count); empty tells each event
     * @param cooldown nothing more of a stream is told so long after a hit
     */
    public record Rule(By by, float threshold, Optional<Float> closeBelow, Duration cooldown) {
        /** Longer than any sensible pause; keeps arithmetic on times safe. */
        public static final Duration MAX_COOLDOWN = Duration.ofDays(30);

        public Rule {
            requireNonNull(by, "rule.by is missing");
            requireNonNull(closeBelow, "rule.closeBelow is null");
            requireNonNull(cooldown, "rule.cooldown is missing");
            checkArgument(
                    threshold >= -1 && threshold <= 1,
                    "rule.threshold is %s, not in [-1, 1]",
                    threshold);
            float close = closeBelow.orElse(threshold);
            checkArgument(
                    close >= -1 && close <= threshold,
                    "rule.closeBelow is %s, required -1 up to the threshold %s",
                    close,
                    threshold);
            checkArgument(
                    !cooldown.isNegative() && cooldown.compareTo(MAX_COOLDOWN) <= 0,
                    "rule.cooldown is %s, required 0 to %s",
                    cooldown,
                    MAX_COOLDOWN);
        }
    }

    public StandingSubscription {
        requireNonNull(createdAt, "createdAt is missing");
        requireNonNull(rule, "rule is missing");
        requireNonNull(verify, "verify is missing");
        requireNonNull(webhook, "webhook is null");
        streamIds = List.copyOf(streamIds);
        labels = List.copyOf(labels);
        checkArgument(isId(id), "id is \"%s\", required 1 to 100 of A-Z a-z 0-9 . _ -", id);
        checkArgument(revision >= 1, "revision is %d, the first is 1", revision);
        checkLength("name", name, MAX_NAME_CHARACTERS);
        checkLength("words", words, MAX_WORDS_CHARACTERS);
        checkArgument(!owner.isEmpty(), "owner is missing");
        checkLength("owner", owner, MAX_NAME_CHARACTERS);
        checkEntries("streams", streamIds);
        checkEntries("labels", labels);
        checkArgument(
                LANGUAGE.matcher(language).matches(),
                "language is \"%s\", required two letters such as en",
                language);
        webhook.ifPresent(StandingSubscription::checkWebhook);
        checkArgument(
                !words.isBlank() || !streamIds.isEmpty() || !labels.isEmpty(),
                "required words, a stream or a label, found none");
        checkArgument(
                verify == Verify.NONE || !words.isBlank(),
                "the language model is asked about words, found none");
    }

    /** Whether a text can be an id. */
    public static boolean isId(String id) {
        return ID.matcher(id).matches();
    }

    /** What people see: the name, or else the words. */
    public String title() {
        return name.isBlank() ? words : name;
    }

    /** The same with another revision. */
    public StandingSubscription withRevision(int next) {
        return new StandingSubscription(
                id, next, name, owner, words, streamIds, labels, rule, language, verify, webhook,
                createdAt);
    }

    private static void checkLength(String field, String text, int most) {
        checkArgument(
                text.length() <= most,
                "%s has %d characters, %d are allowed",
                field,
                text.length(),
                most);
    }

    private static void checkEntries(String field, List<String> entries) {
        checkArgument(
                entries.size() <= MAX_ENTRIES,
                "%s has %d entries, %d are allowed",
                field,
                entries.size(),
                MAX_ENTRIES);
        for (String entry : entries) {
            checkArgument(!entry.isBlank(), "%s has an empty entry", field);
            checkLength("an entry of " + field, entry, 200);
        }
    }

    /** Records are read by many: an address in them must hold no secret. */
    private static void checkWebhook(String webhook) {
        if (WEBHOOK_NAME.matcher(webhook).matches()) {
            return;
        }
        checkArgument(webhook.length() <= 2000, "webhook is longer than 2000 characters");
        try {
            URI address = new URI(webhook);
            String scheme = String.valueOf(address.getScheme());
            checkArgument(
                    address.getHost() != null && (scheme.equals("https") || scheme.equals("http")),
                    "webhook: required a name, or an address with http or https");
            checkArgument(
                    address.getRawUserInfo() == null,
                    "webhook holds a password: configure the webhook and give its name");
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(
                    "webhook: required a name, or an address with http or https", e);
        }
    }
}
