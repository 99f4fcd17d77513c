package io.watchword.contract;

import static io.watchword.contract.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * Something that was worth a sentence: the record on topic {@code events}. Of two records with one
 * id, the higher revision holds.
 *
 * @param source where the stream comes from, as shown to people
 * @param caption the sentence; text from a model, never to be trusted as markup
 * @param language ISO 639-1 code of the caption
 * @param labels short machine-readable tags, for example {@code motion} or {@code calm}
 * @param confidence how sure the model is of the caption by the probabilities of its tokens, {@code
 *     [0, 1]}
 * @param degraded whether the caption was written without the model
 * @param supersedes id of the event this one replaces, or empty
 */
public record Event(
        String eventId,
        int revision,
        String streamId,
        String source,
        TimeSpan span,
        String caption,
        String language,
        List<String> labels,
        Severity severity,
        float confidence,
        Evidence evidence,
        Model model,
        boolean degraded,
        Optional<String> supersedes) {
    /**
     * Label of an event that is one of several things told of another event, and lies within it.
     */
    public static final String PART = "part";

    /** How much it should interrupt. */
    public enum Severity {
        INFO,
        NOTICE,
        ALERT
    }

    /**
     * What the sentence rests on.
     *
     * @param segmentIds segments whose embeddings were in the prompt
     * @param keyframePtsUs media time of the key frame in the prompt that is nearest to the event's
     *     middle; negative without video
     */
    public record Evidence(List<String> segmentIds, long keyframePtsUs, TokenLedger tokens) {
        public Evidence {
            segmentIds = List.copyOf(segmentIds);
            requireNonNull(tokens, "tokens is null");
        }
    }

    /** Which model, prompt and settings wrote the sentence; sha256 in lower-case hex. */
    public record Model(String name, String sha256, String promptSha256, String configSha256) {}

    public Event {
        requireNonNull(eventId, "eventId is null");
        requireNonNull(streamId, "streamId is null");
        requireNonNull(source, "source is null");
        requireNonNull(span, "span is null");
        requireNonNull(caption, "caption is null");
        requireNonNull(language, "language is null");
        requireNonNull(severity, "severity is null");
        requireNonNull(evidence, "evidence is null");
        requireNonNull(model, "model is null");
        requireNonNull(supersedes, "supersedes is null");
        labels = List.copyOf(labels);
        checkArgument(revision >= 1, "revision is %d, the first is 1", revision);
        checkArgument(
                confidence >= 0 && confidence <= 1, "confidence is %s, not in [0, 1]", confidence);
    }

    /** Whether another event tells of the same span and more. */
    public boolean isPart() {
        return labels.contains(PART);
    }
}
