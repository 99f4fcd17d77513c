package io.watchword.fusion.redescribe;

import static java.util.Objects.requireNonNull;

import io.watchword.contract.Embedding;
import io.watchword.contract.Event;
import io.watchword.contract.TimeSpan;
import io.watchword.fusion.FuseConfig;
import io.watchword.fusion.describe.Question;
import io.watchword.fusion.describe.QuestionFinder;
import io.watchword.fusion.log.UnderstandingLog;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Finds in a span of a stored stream what the detector found when it was live. Begins before the
 * span, so that the detector knows what is usual there and where what goes on began; and ends after
 * it, so that what goes on comes to its end.
 */
public final class StoredQuestions {
    /** More than enough for every running mean of the detector. */
    private static final long LEAD_US = 120_000_000;

    private static final long TRAIL_US = 30_000_000;

    private final UnderstandingLog log;
    private final FuseConfig config;

    public StoredQuestions(UnderstandingLog log, FuseConfig config) {
        this.log = requireNonNull(log, "log is null");
        this.config = requireNonNull(config, "config is null");
    }

    /**
     * Calls {@code each} for every question whose event overlaps the span, in order of time.
     *
     * @param told events that were told of the span before: a calm of hours is one
     * @param seenAs how each embedding is given to the detector and the model
     */
    public void find(
            String streamId,
            String bundleSha256,
            TimeSpan span,
            List<Event> told,
            UnaryOperator<Embedding> seenAs,
            Consumer<Question> each) {
        QuestionFinder finder = new QuestionFinder(config);
        Consumer<Question> within =
                question -> {
                    if (question.candidate().span().overlaps(span)) {
                        each.accept(question);
                    }
                };
        log.read(
                streamId,
                bundleSha256,
                around(span, told),
                embedding -> finder.take(seenAs.apply(embedding)).forEach(within));
        finder.end().forEach(within);
    }

    private static TimeSpan around(TimeSpan span, List<Event> told) {
        long startUs = span.startUs();
        long endUs = span.endUs();
        for (Event event : told) {
            startUs = Math.min(startUs, event.span().startUs());
            endUs = Math.max(endUs, event.span().endUs());
        }
        return new TimeSpan(startUs - LEAD_US, endUs + TRAIL_US);
    }
}
