package io.watchword.contract;

import static io.watchword.contract.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An event that a subscription asked for: the record on topic {@code hits}. Two records with one id
 * tell of the same; whoever acts on hits acts once for each id.
 *
 * @param hitId {@link Ids#hitId}
 * @param revision of the event, when it matched
 * @param startsAt wall clock of the event's start, where it is known
 * @param happenedAt the same, or where nobody knows, when the event was told; cooldowns count by it
 * @param caption text from a model, never to be trusted as markup
 * @param webhook where the subscription wants it; empty for nowhere but the topic
 */
public record Hit(
        String hitId,
        Subscription subscription,
        String eventId,
        int revision,
        String streamId,
        TimeSpan span,
        Optional<Instant> startsAt,
        Instant happenedAt,
        boolean part,
        String caption,
        String language,
        Why why,
        Optional<String> webhook,
        Instant matchedAt) {
    /** Whose hit it is. */
    public record Subscription(String id, int revision, String title, String owner) {
        public Subscription {
            requireNonNull(id, "subscription.id is null");
            requireNonNull(title, "subscription.title is null");
            requireNonNull(owner, "subscription.owner is null");
        }
    }

    /** What the language model said. One that says no leaves no hit. */
    public enum Verdict {
        NOT_ASKED,
        YES,
        /** It should have been asked, and could not be. */
        UNVERIFIED
    }

    /**
     * Why it matched.
     *
     * @param words of the subscription that the caption holds, as they stand in the caption
     * @param likeness cosine of the subscription's words with the event, {@code [-1, 1]}; empty
     *     where they cannot be compared
     * @param labels of the subscription, all of which the event has
     * @param confidence of the language model's answer, {@code [0, 1]}
     */
    public record Why(
            List<String> words,
            Optional<Float> likeness,
            List<String> labels,
            Verdict verdict,
            Optional<Float> confidence) {
        public Why {
            words = List.copyOf(words);
            labels = List.copyOf(labels);
            requireNonNull(likeness, "why.likeness is null");
            requireNonNull(verdict, "why.verdict is null");
            requireNonNull(confidence, "why.confidence is null");
            confidence.ifPresent(
                    value ->
                            checkArgument(
                                    value >= 0 && value <= 1,
                                    "why.confidence is %s, not in [0, 1]",
                                    value));
        }

        /** The same after the language model was asked, or could not be. */
        public Why with(Verdict answered, Optional<Float> sure) {
            return new Why(words, likeness, labels, answered, sure);
        }
    }

    /**
     * Where more is to be had, below the address of the page.
     *
     * @param event the event itself
     * @param keyframe a picture of it
     * @param clip the recording, if there is one
     */
    public record Links(String event, String keyframe, String clip) {}

    public Hit {
        requireNonNull(hitId, "hitId is null");
        requireNonNull(subscription, "subscription is null");
        requireNonNull(eventId, "eventId is null");
        requireNonNull(streamId, "streamId is null");
        requireNonNull(span, "span is null");
        requireNonNull(startsAt, "startsAt is null");
        requireNonNull(happenedAt, "happenedAt is null");
        requireNonNull(caption, "caption is null");
        requireNonNull(language, "language is null");
        requireNonNull(why, "why is null");
        requireNonNull(webhook, "webhook is null");
        requireNonNull(matchedAt, "matchedAt is null");
        checkArgument(revision >= 1, "revision is %d, the first is 1", revision);
    }

    public Links links() {
        String event = "/api/v1/events/" + eventId;
        return new Links(event, event + "/keyframe", event + "/clip");
    }
}
