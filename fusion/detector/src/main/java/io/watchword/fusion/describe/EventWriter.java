package io.watchword.fusion.describe;

import static java.util.Objects.requireNonNull;

import io.watchword.contract.Event;
import io.watchword.contract.TokenLedger;
import io.watchword.fusion.FuseConfig;
import io.watchword.fusion.context.ContextSegment;
import io.watchword.fusion.detect.EventCandidate;
import java.util.Optional;

/** Makes an event of a candidate and its sentence. Pure. */
public final class EventWriter {
    private static final TokenLedger NOTHING = new TokenLedger(0, 0, 0, 0, 0, 0, 0);

    private final String configSha256;

    public EventWriter(FuseConfig config) {
        this.configSha256 = requireNonNull(config, "config is null").sha256();
    }

    public Event write(Question question, Description.Described answer) {
        return event(
                question,
                answer.text(),
                answer.confidence(),
                answer.ledger(),
                new Event.Model(
                        answer.model(), answer.modelSha256(), answer.promptSha256(), configSha256),
                false);
    }

    /** The event without its sentence: what a dead letter holds, so that it can be asked again. */
    public Event writeUndescribed(Question question) {
        EventCandidate candidate = question.candidate();
        Event.Model model =
                new Event.Model(candidate.bundle(), candidate.bundleSha256(), "", configSha256);
        return event(question, "", 0, NOTHING, model, true);
    }

    private static Event event(
            Question question,
            String caption,
            float confidence,
            TokenLedger ledger,
            Event.Model model,
            boolean degraded) {
        EventCandidate candidate = question.candidate();
        long keyframePtsUs =
                question.context().stream()
                        .mapToLong(ContextSegment::keyframePtsUs)
                        .filter(ptsUs -> ptsUs >= 0)
                        .findFirst()
                        .orElse(-1);
        return new Event(
                candidate.eventId(),
                1,
                candidate.streamId(),
                candidate.source(),
                candidate.span(),
                caption,
                question.language(),
                candidate.labels(),
                Event.Severity.INFO,
                confidence,
                new Event.Evidence(
                        question.context().stream().map(ContextSegment::segmentId).toList(),
                        keyframePtsUs,
                        ledger),
                model,
                degraded,
                Optional.empty());
    }
}
