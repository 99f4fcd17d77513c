package io.watchword.fusion.ask;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Comparator.comparingDouble;
import static java.util.Comparator.comparingLong;
import static java.util.Objects.requireNonNull;

import io.watchword.contract.Embedding;
import io.watchword.contract.Event;
import io.watchword.contract.Ids;
import io.watchword.contract.TimeSpan;
import io.watchword.fusion.context.ContextSegment;
import io.watchword.fusion.describe.Description;
import io.watchword.fusion.log.EventLog;
import io.watchword.fusion.log.UnderstandingLog;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Answers a question from what is stored of a stream: chooses windows, asks the model about each,
 * and puts the answers together. Not thread-safe. Owns nothing.
 */
public final class Asker {
    private static final long JOIN_READS_US = 30_000_000;

    private final UnderstandingLog log;
    private final EventLog eventLog;
    private final SearchText search;
    private final WindowModel model;
    private final AskLimits limits;

    public Asker(
            UnderstandingLog log,
            EventLog eventLog,
            SearchText search,
            WindowModel model,
            AskLimits limits) {
        this.log = requireNonNull(log, "log is null");
        this.eventLog = requireNonNull(eventLog, "eventLog is null");
        this.search = requireNonNull(search, "search is null");
        this.model = requireNonNull(model, "model is null");
        this.limits = requireNonNull(limits, "limits is null");
    }

    /** Hears of an answer while it comes about, in the thread that asks. */
    public interface Listener {
        /** Hears of nothing. */
        Listener NONE =
                new Listener() {
                    @Override
                    public void planned(AskPlan plan) {}

                    @Override
                    public void found(Finding finding) {}
                };

        void planned(AskPlan plan);

        /** One window is answered, in the order of the plan. */
        void found(Finding finding);
    }

    /**
     * Asks; returns when all windows are answered.
     *
     * @param bundleSha256 whose embeddings are read
     * @return empty if nothing is stored of the span
     */
    public Optional<Answer> ask(AskedQuestion question, String bundleSha256, Listener listener) {
        List<Sketch> sketches = new ArrayList<>();
        log.read(
                question.streamId(),
                bundleSha256,
                question.span(),
                embedding -> {
                    if (!embedding.blocks().isEmpty()) {
                        sketches.add(Sketch.of(embedding));
                    }
                });
        if (sketches.isEmpty()) {
            return Optional.empty();
        }
        List<Event> events = new ArrayList<>();
        eventLog.read(question.streamId(), question.span(), events::add);
        float[] vector =
                question.text().isEmpty() ? new float[0] : search.vector(question.windowText());
        AskPlan plan = new WindowPlanner(limits).plan(sketches, events, vector, question);
        listener.planned(plan);
        Map<String, ContextSegment> segments = read(question.streamId(), bundleSha256, plan);
        Run run = new Run(question, bundleSha256, listener);
        plan.windows().forEach(window -> run.ask(segments(window, segments)));
        run.finish();
        Answer answer = new AnswerSum(limits).of(question, run.findings, plan, run.ledger);
        return Optional.of(
                limits.readsText() && answer.verdict() != Answer.Verdict.UNANSWERED
                        ? run.summed(answer, segments)
                        : answer);
    }

    /** Token blocks of the chosen segments alone; what lies close together is read in one go. */
    private Map<String, ContextSegment> read(String streamId, String bundleSha256, AskPlan plan) {
        Map<String, ContextSegment> segments = new HashMap<>();
        List<String> wanted =
                plan.windows().stream()
                        .flatMap(window -> window.segments().stream())
                        .map(Sketch::segmentId)
                        .toList();
        Set<String> ids = new HashSet<>(wanted);
        for (TimeSpan span : spans(plan)) {
            log.read(
                    streamId,
                    bundleSha256,
                    span,
                    embedding -> {
                        if (ids.contains(embedding.segmentId())) {
                            segments.put(embedding.segmentId(), segment(embedding));
                        }
                    });
        }
        return segments;
    }

    private static List<TimeSpan> spans(AskPlan plan) {
        List<TimeSpan> spans = new ArrayList<>();
        plan.windows().stream()
                .map(Window::span)
                .sorted(comparingLong(TimeSpan::startUs))
                .forEach(
                        span -> {
                            int last = spans.size() - 1;
                            if (last >= 0
                                    && span.startUs() - spans.get(last).endUs() < JOIN_READS_US) {
                                TimeSpan before = spans.get(last);
                                spans.set(
                                        last,
                                        new TimeSpan(
                                                before.startUs(),
                                                Math.max(before.endUs(), span.endUs())));
                            } else {
                                spans.add(span);
                            }
                        });
        return spans;
    }

    static ContextSegment segment(Embedding embedding) {
        return new ContextSegment(
                embedding.segmentId(),
                embedding.epoch(),
                embedding.sequence(),
                embedding.span(),
                embedding.facts().keyframePtsUs(),
                embedding.blocks());
    }

    /** A segment that retention took in between is left out. */
    private static List<ContextSegment> segments(
            Window window, Map<String, ContextSegment> segments) {
        return window.segments().stream()
                .map(sketch -> Optional.ofNullable(segments.get(sketch.segmentId())))
                .flatMap(Optional::stream)
                .toList();
    }

    /** One question under way: a bounded number of windows is in the air. */
    private final class Run {
        private record Asked(
                List<ContextSegment> segments, CompletableFuture<Description> answer) {}

        private final AskedQuestion question;
        private final String bundleSha256;
        private final Listener listener;
        private final Deque<Asked> inFlight = new ArrayDeque<>();
        private final List<Finding> findings = new ArrayList<>();
        private AskLedger ledger = AskLedger.NONE;

        Run(AskedQuestion question, String bundleSha256, Listener listener) {
            this.question = question;
            this.bundleSha256 = bundleSha256;
            this.listener = listener;
        }

        void ask(List<ContextSegment> segments) {
            if (segments.isEmpty()) {
                return;
            }
            if (inFlight.size() == limits.inFlight()) {
                take(inFlight.removeFirst());
            }
            inFlight.addLast(new Asked(segments, answer(question.windowText(), segments)));
        }

        void finish() {
            while (!inFlight.isEmpty()) {
                take(inFlight.removeFirst());
            }
        }

        private CompletableFuture<Description> answer(String text, List<ContextSegment> segments) {
            String id =
                    "ask|"
                            + question.streamId()
                            + "|"
                            + segments.get(0).span().startUs()
                            + "|"
                            + text;
            return model.answer(
                    new WindowModel.Asked(
                            Ids.sha256Hex(id.getBytes(UTF_8)),
                            bundleSha256,
                            question.language(),
                            text,
                            segments));
        }

        private void take(Asked asked) {
            Description description = asked.answer().join();
            ledger = ledger.with(description);
            if (description instanceof Description.Described described) {
                Finding finding =
                        new Finding(
                                span(asked.segments()),
                                described.text(),
                                described.confidence(),
                                AnswerText.fits(question.kind(), described.text()),
                                asked.segments().stream().map(ContextSegment::segmentId).toList());
                findings.add(finding);
                listener.found(finding);
            }
        }

        /** Has the model put the answers together, over the window that tells most. */
        Answer summed(Answer answer, Map<String, ContextSegment> segments) {
            Finding telling =
                    findings.stream()
                            .filter(Finding::fits)
                            .max(comparingDouble(Finding::confidence))
                            .orElseThrow();
            List<ContextSegment> shown =
                    telling.segmentIds().stream()
                            .map(id -> requireNonNull(segments.get(id), "segment is gone"))
                            .toList();
            Description description = answer(FinalPrompt.of(question, findings), shown).join();
            ledger = ledger.with(description);
            return description instanceof Description.Described described
                            && AnswerText.fits(question.kind(), described.text())
                    ? answer.saidByModel(described.text(), described.confidence(), ledger)
                    : answer.costing(ledger);
        }

        private static TimeSpan span(List<ContextSegment> segments) {
            return new TimeSpan(
                    segments.get(0).span().startUs(),
                    segments.get(segments.size() - 1).span().endUs());
        }
    }
}
