package io.watchword.fusion.describe;

import static java.util.Objects.requireNonNull;

import io.watchword.contract.Event;
import io.watchword.contract.Ids;
import io.watchword.contract.TimeSpan;
import io.watchword.contract.TokenLedger;
import io.watchword.fusion.FuseConfig;
import io.watchword.fusion.context.ContextSegment;
import io.watchword.fusion.describe.SpanReconciler.Reconciled;
import io.watchword.fusion.detect.EventCandidate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes events of a candidate and what a language model says of it. Pure. */
public final class EventWriter {
    private static final TokenLedger NOTHING = new TokenLedger(0, 0, 0, 0, 0, 0, 0);

    private final String configSha256;

    public EventWriter(FuseConfig config) {
        this.configSha256 = requireNonNull(config, "config is null").sha256();
    }

    /**
     * The event, last, and before it its parts where the model tells several things of it: who has
     * seen the event has seen all. Ids come from the candidate alone, never from the answer: asked
     * again, the same events are written again.
     */
    public List<Event> write(Question question, Description.Described answer) {
        EventCandidate candidate = question.candidate();
        Reconciled reconciled =
                question.asksWhen()
                        ? SpanReconciler.reconcile(
                                candidate.span(), question.window(), answer.events())
                        : new Reconciled(candidate.span(), List.of());
        Event.Model model =
                new Event.Model(
                        answer.model(), answer.modelSha256(), answer.promptSha256(), configSha256);
        List<Event> events = new ArrayList<>();
        for (DenseEvent part : reconciled.parts()) {
            events.add(part(question, part, events.size(), model));
        }
        events.add(
                event(
                        question,
                        candidate.eventId(),
                        reconciled.span(),
                        candidate.labels(),
                        answer.text(),
                        answer.confidence(),
                        evidence(question.context(), answer.ledger()),
                        model));
        return List.copyOf(events);
    }

    private static Event part(Question question, DenseEvent part, int index, Event.Model model) {
        EventCandidate candidate = question.candidate();
        List<String> labels = new ArrayList<>(candidate.labels());
        labels.add(Event.PART);
        List<ContextSegment> seen =
                question.context().stream()
                        .filter(segment -> segment.span().overlaps(part.span()))
                        .toList();
        return event(
                question,
                partId(question, index),
                part.span(),
                labels,
                Sentence.of(part.text()),
                part.confidence(),
                evidence(seen, NOTHING), // counted with the event
                model);
    }

    private static String partId(Question question, int index) {
        EventCandidate candidate = question.candidate();
        return Ids.eventId(
                candidate.streamId(),
                candidate.span(),
                candidate.rule() + "/" + SpanReconciler.RULE + "#" + index,
                candidate.bundleSha256(),
                question.language());
    }

    /** The event without its sentence: what a dead letter holds, so that it can be asked again. */
    public Event writeUndescribed(Question question) {
        EventCandidate candidate = question.candidate();
        return new Event(
                candidate.eventId(),
                1,
                candidate.streamId(),
                candidate.source(),
                candidate.span(),
                "",
                question.language(),
                candidate.labels(),
                Event.Severity.INFO,
                0,
                evidence(question.context(), NOTHING),
                new Event.Model(candidate.bundle(), candidate.bundleSha256(), "", configSha256),
                true,
                Optional.empty());
    }

    private static Event event(
            Question question,
            String eventId,
            TimeSpan span,
            List<String> labels,
            String caption,
            float confidence,
            Event.Evidence evidence,
            Event.Model model) {
        EventCandidate candidate = question.candidate();
        return new Event(
                eventId,
                1,
                candidate.streamId(),
                candidate.source(),
                span,
                caption,
                question.language(),
                labels,
                Event.Severity.INFO,
                confidence,
                evidence,
                model,
                false,
                Optional.empty());
    }

    private static Event.Evidence evidence(List<ContextSegment> context, TokenLedger ledger) {
        long keyframePtsUs =
                context.stream()
                        .mapToLong(ContextSegment::keyframePtsUs)
                        .filter(ptsUs -> ptsUs >= 0)
                        .findFirst()
                        .orElse(-1);
        return new Event.Evidence(
                context.stream().map(ContextSegment::segmentId).toList(), keyframePtsUs, ledger);
    }
}
