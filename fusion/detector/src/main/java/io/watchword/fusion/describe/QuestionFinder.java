package io.watchword.fusion.describe;

import static java.util.Objects.requireNonNull;

import io.watchword.contract.Embedding;
import io.watchword.contract.SegmentFacts;
import io.watchword.contract.TimeSpan;
import io.watchword.fusion.FuseConfig;
import io.watchword.fusion.context.ContextWindow;
import io.watchword.fusion.context.RecentSegments;
import io.watchword.fusion.detect.Decision;
import io.watchword.fusion.detect.DetectorState;
import io.watchword.fusion.detect.EventCandidate;
import io.watchword.fusion.detect.EventDetector;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds what is worth asking in the embeddings of one stream, as the live path does, with the state
 * in its own memory. Not thread-safe. Its memory is bounded.
 */
public final class QuestionFinder {
    private final EventDetector detector;
    private final ContextWindow window;
    private final String language;
    private DetectorState state = DetectorState.INITIAL;
    private RecentSegments recent = RecentSegments.EMPTY;
    private Optional<Embedding> newest = Optional.empty();

    public QuestionFinder(FuseConfig config) {
        requireNonNull(config, "config is null");
        detector = new EventDetector(config);
        window = new ContextWindow(config.describing());
        language = config.language();
    }

    /** Takes the stream's next embedding; returns what is complete with it. */
    public List<Question> take(Embedding embedding) {
        Decision decision = detector.observe(state, embedding);
        if (!decision.fresh()) {
            return List.of();
        }
        recent = window.add(recent, embedding);
        List<Question> questions = new ArrayList<>();
        for (EventCandidate candidate : decision.candidates()) {
            questions.add(new Question(candidate, language, window.choose(recent, candidate)));
        }
        state = decision.next();
        recent = window.trim(recent, embedding.epoch(), decision.keepFromUs());
        newest = Optional.of(embedding);
        return questions;
    }

    /** Takes what came last for the stream's end; returns what is complete with it. */
    public List<Question> end() {
        return newest.filter(embedding -> !embedding.last())
                .map(embedding -> take(endAfter(embedding)))
                .orElse(List.of());
    }

    private static Embedding endAfter(Embedding newest) {
        long endUs = newest.span().endUs();
        return new Embedding(
                newest.streamId(),
                newest.segmentId() + "/end",
                newest.source(),
                newest.epoch(),
                newest.sequence() + 1,
                new TimeSpan(endUs, endUs),
                newest.bundle(),
                newest.bundleSha256(),
                new int[0],
                List.of(),
                new float[0],
                SegmentFacts.none(),
                List.of(),
                0,
                false,
                true);
    }
}
