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
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Makes events of a candidate and what a language model says of it. Pure. */
public final class EventWriter {
    /** Name of the model of a caption that none wrote. */
    public static final String NO_MODEL = "none";

    private static final TokenLedger NOTHING = new TokenLedger(0, 0, 0, 0, 0, 0, 0);

    private final String configSha256;

    public EventWriter(FuseConfig config) {
        this(requireNonNull(config, "config is null").sha256());
    }

    /**
     * @param configSha256 of the settings under which the events were found
     */
    public EventWriter(String configSha256) {
        this.configSha256 = requireNonNull(configSha256, "configSha256 is null");
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
                        evidence(question.context(), reconciled.span(), answer.ledger()),
                        model));
        return List.copyOf(events);
    }

    /**
     * The event again, last, with the model's sentence and the next revision; before it its parts,
     * as when it is described at once.
     *
     * @param degraded an event of {@link #writeDegraded}
     * @param question made of it again
     */
    public static List<Event> revise(
            Event degraded, Question question, Description.Described answer) {
        EventWriter writer = new EventWriter(degraded.model().configSha256());
        List<Event> events = new ArrayList<>(writer.write(question, answer));
        Event whole = events.remove(events.size() - 1);
        events.add(
                new Event(
                        whole.eventId(),
                        degraded.revision() + 1,
                        whole.streamId(),
                        whole.source(),
                        whole.span(),
                        whole.caption(),
                        whole.language(),
                        whole.labels(),
                        whole.severity(),
                        whole.confidence(),
                        whole.evidence(),
                        whole.model(),
                        false,
                        degraded.supersedes()));
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
                evidence(seen, part.span(), NOTHING), // counted with the event
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

    /**
     * The event with a caption that was written without the model. It names none, but keeps the
     * bundle's sha256: that of the model that will revise it.
     */
    public Event writeDegraded(Question question, PlainCaption captions) {
        return undescribed(question, captions.of(question), NO_MODEL);
    }

    /** The event without its sentence: what a dead letter holds, so that it can be asked again. */
    public Event writeUndescribed(Question question) {
        return undescribed(question, "", question.candidate().bundle());
    }

    private Event undescribed(Question question, String caption, String model) {
        EventCandidate candidate = question.candidate();
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
                0,
                evidence(question.context(), candidate.span(), NOTHING),
                new Event.Model(model, candidate.bundleSha256(), "", configSha256),
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

    /** With the key frame in the middle: before an event and after it there is little to see. */
    private static Event.Evidence evidence(
            List<ContextSegment> context, TimeSpan span, TokenLedger ledger) {
        long middleUs = span.startUs() + (span.endUs() - span.startUs()) / 2;
        long keyframePtsUs =
                context.stream()
                        .map(ContextSegment::keyframePtsUs)
                        .filter(ptsUs -> ptsUs >= 0)
                        .min(Comparator.comparingLong(ptsUs -> Math.abs(ptsUs - middleUs)))
                        .orElse(-1L);
        return new Event.Evidence(
                context.stream().map(ContextSegment::segmentId).toList(), keyframePtsUs, ledger);
    }
}
