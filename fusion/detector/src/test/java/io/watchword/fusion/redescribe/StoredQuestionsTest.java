package io.watchword.fusion.redescribe;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.contract.Embedding;
import io.watchword.contract.Event;
import io.watchword.contract.TimeSpan;
import io.watchword.contract.TokenLedger;
import io.watchword.fusion.FuseConfig;
import io.watchword.fusion.describe.Question;
import io.watchword.fusion.describe.QuestionFinder;
import io.watchword.fusion.log.InMemoryLog;
import io.watchword.fusion.testing.StreamScript;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class StoredQuestionsTest {
    private static final long SECOND_US = 1_000_000;

    /** Busy, half an hour of calm, a moment, calm, and activity without a pause to the end. */
    private static final List<Embedding> STREAM =
            StreamScript.lasting(2400)
                    .motion(3, 6, 8)
                    .motion(20, 31, 8)
                    .motion(1900, 1904, 6)
                    .loudness(1950, 1952, -12)
                    .motion(2300, 2400, 7)
                    .embeddings();

    private static final List<Question> LIVE = live();

    private static List<Question> live() {
        QuestionFinder finder = new QuestionFinder(FuseConfig.DEFAULT);
        List<Question> questions = new ArrayList<>();
        STREAM.forEach(embedding -> questions.addAll(finder.take(embedding)));
        return questions;
    }

    private static List<Question> stored(TimeSpan span, List<Event> told) {
        InMemoryLog log = new InMemoryLog();
        STREAM.forEach(log::put);
        List<Question> questions = new ArrayList<>();
        new StoredQuestions(log, FuseConfig.DEFAULT)
                .find(
                        "clip-1",
                        StreamScript.BUNDLE_SHA256,
                        span,
                        told,
                        UnaryOperator.identity(),
                        questions::add);
        return questions;
    }

    private static List<Question> liveIn(TimeSpan span) {
        return LIVE.stream().filter(live -> live.candidate().span().overlaps(span)).toList();
    }

    private static List<Event> told(List<Question> questions) {
        return questions.stream().map(StoredQuestionsTest::event).toList();
    }

    static Event event(Question question) {
        return new Event(
                question.candidate().eventId(),
                1,
                question.candidate().streamId(),
                question.candidate().source(),
                question.candidate().span(),
                "Something moves.",
                question.language(),
                question.candidate().labels(),
                Event.Severity.INFO,
                0.5f,
                new Event.Evidence(List.of(), -1, new TokenLedger(0, 0, 0, 0, 0, 0, 0)),
                new Event.Model("tiny 1", "ab", "", ""),
                false,
                Optional.empty());
    }

    @Test
    void aWholeStreamGivesTheVeryQuestionsOfTheLivePath() {
        assertThat(LIVE).hasSizeGreaterThan(8);

        assertThat(stored(new TimeSpan(0, 2400 * SECOND_US), List.of()))
                .usingRecursiveComparison()
                .isEqualTo(LIVE);
    }

    @Test
    void aSpanGivesTheSameEventsAlsoWhereACalmBeganLongBefore() {
        TimeSpan span = new TimeSpan(1890 * SECOND_US, 1960 * SECOND_US);
        List<Question> expected = liveIn(span);
        assertThat(expected).anyMatch(question -> question.candidate().calm());
        assertThat(expected.get(0).candidate().span().startUs()).isLessThan(60 * SECOND_US);

        List<Question> found = stored(span, told(expected));

        assertThat(found)
                .extracting(question -> question.candidate().eventId())
                .containsExactlyElementsOf(
                        expected.stream().map(live -> live.candidate().eventId()).toList());
    }

    @Test
    void anEventThatIsCutOffByTheSpanComesWhole() {
        TimeSpan middle = new TimeSpan(1901 * SECOND_US, 1902 * SECOND_US);

        List<Question> found = stored(middle, List.of());

        assertThat(found).hasSize(1);
        assertThat(found.get(0).candidate().eventId())
                .isEqualTo(liveIn(middle).get(0).candidate().eventId());
        assertThat(found.get(0).context()).isNotEmpty();
    }

    @Test
    void theSameEventIsRevisedAndAnotherOfItsSpanTakesItsPlace() {
        Event before = event(LIVE.get(0));
        Revisions revisions = new Revisions(List.of(before));

        assertThat(revisions.place(before).revision()).isEqualTo(2);
        assertThat(revisions.place(before).supersedes()).isEmpty();

        Event other = moved(before, "other", 200_000);
        assertThat(revisions.place(other).revision()).isEqualTo(1);
        assertThat(revisions.place(other).supersedes()).contains(before.eventId());

        Event elsewhere = moved(before, "elsewhere", 60 * SECOND_US);
        assertThat(revisions.place(elsewhere).supersedes()).isEmpty();
    }

    private static Event moved(Event event, String id, long byUs) {
        return new Event(
                id,
                1,
                event.streamId(),
                event.source(),
                new TimeSpan(event.span().startUs() + byUs, event.span().endUs() + byUs),
                event.caption(),
                event.language(),
                event.labels(),
                event.severity(),
                event.confidence(),
                event.evidence(),
                event.model(),
                false,
                Optional.empty());
    }
}
