package io.watchword.fusion.revise;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.contract.Embedding;
import io.watchword.contract.ErrorCode;
import io.watchword.contract.Event;
import io.watchword.contract.TimeSpan;
import io.watchword.contract.TokenLedger;
import io.watchword.fusion.FuseConfig;
import io.watchword.fusion.context.ContextWindow;
import io.watchword.fusion.context.RecentSegments;
import io.watchword.fusion.describe.DenseEvent;
import io.watchword.fusion.describe.Describer;
import io.watchword.fusion.describe.Description;
import io.watchword.fusion.describe.EventWriter;
import io.watchword.fusion.describe.PlainCaption;
import io.watchword.fusion.describe.Question;
import io.watchword.fusion.detect.DetectorState;
import io.watchword.fusion.detect.EventCandidate;
import io.watchword.fusion.detect.EventDetector;
import io.watchword.fusion.testing.StreamScript;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ReviserTest {
    private static final FuseConfig CONFIG = FuseConfig.DEFAULT;
    private static final long EPOCH = 3;

    private final List<Embedding> stored =
            new ArrayList<>(StreamScript.lasting(12).motion(4.5, 8.5, 5).segments(EPOCH));
    private final Question asked = question();
    private final Event degraded =
            new EventWriter(CONFIG)
                    .writeDegraded(asked, new PlainCaption(CONFIG.scoring(), List.of()));
    private final RecordingDescriber describer = new RecordingDescriber();
    private final Reviser reviser = new Reviser(this::read, describer);

    /** What the pipeline asks about the event in the stream. */
    private Question question() {
        EventDetector detector = new EventDetector(CONFIG);
        ContextWindow window = new ContextWindow(CONFIG.describing());
        DetectorState state = DetectorState.INITIAL;
        RecentSegments recent = RecentSegments.EMPTY;
        for (Embedding embedding : stored) {
            io.watchword.fusion.detect.Decision decision = detector.observe(state, embedding);
            recent = window.add(recent, embedding);
            state = decision.next();
            for (EventCandidate candidate : decision.candidates()) {
                if (!candidate.calm()) {
                    return new Question(candidate, "en", window.choose(recent, candidate));
                }
            }
        }
        throw new AssertionError("the script has no event");
    }

    private void read(
            String streamId, String bundleSha256, TimeSpan span, Consumer<Embedding> each) {
        stored.stream()
                .filter(embedding -> embedding.streamId().equals(streamId))
                .filter(embedding -> embedding.bundleSha256().equals(bundleSha256))
                .filter(embedding -> embedding.span().overlaps(span))
                .forEach(each);
    }

    /** Answers as told, and notes what it was asked. */
    private static final class RecordingDescriber implements Describer {
        private final List<Question> questions = new ArrayList<>();
        private Description answer =
                new Description.Refused(ErrorCode.UNAVAILABLE, "nothing was told");

        @Override
        public CompletableFuture<Description> describe(Question question) {
            questions.add(question);
            return CompletableFuture.completedFuture(answer);
        }

        @Override
        public void close() {}
    }

    private Description.Described answer(DenseEvent... parts) {
        return new Description.Described(
                "A car passes.",
                0.75f,
                new TokenLedger(1, 2, 3, 4, 5, 6, 7),
                "tiny 1",
                StreamScript.BUNDLE_SHA256,
                "p",
                List.of(parts));
    }

    @Test
    void asksTheSameQuestionAgainFromWhatIsStored() {
        describer.answer = answer();

        Revision revision = reviser.revise(degraded).join();

        Question again = describer.questions.get(0);
        assertThat(again.candidate()).isEqualTo(asked.candidate());
        assertThat(again.language()).isEqualTo("en");
        assertThat(again.context())
                .extracting(segment -> segment.segmentId() + " " + segment.blocks())
                .isEqualTo(
                        asked.context().stream()
                                .map(segment -> segment.segmentId() + " " + segment.blocks())
                                .toList());
        assertThat(((Revision.Written) revision).events())
                .singleElement()
                .returns(degraded.eventId(), Event::eventId)
                .returns(2, Event::revision)
                .returns(false, Event::degraded)
                .returns("A car passes.", Event::caption)
                .returns(CONFIG.sha256(), event -> event.model().configSha256());
    }

    @Test
    void writesThePartsAsIfItHadBeenDescribedAtOnce() {
        TimeSpan span = degraded.span();
        long middleUs = (span.startUs() + span.endUs()) / 2;
        describer.answer =
                answer(
                        new DenseEvent(new TimeSpan(span.startUs(), middleUs), "a car", 1),
                        new DenseEvent(new TimeSpan(middleUs, span.endUs()), "a dog", 1));

        Revision revision = reviser.revise(degraded).join();

        List<Event> atOnce =
                new EventWriter(CONFIG).write(asked, (Description.Described) describer.answer);
        List<Event> later = ((Revision.Written) revision).events();
        assertThat(later).hasSize(3);
        assertThat(later.subList(0, 2)).isEqualTo(atOnce.subList(0, 2));
        assertThat(later).extracting(Event::revision).containsExactly(1, 1, 2);
    }

    @Test
    void saysWhoseFaultItIs() {
        assertThat(reviser.revise(degraded).join()).isInstanceOf(Revision.ModelDown.class);
        describer.answer = new Description.Refused(ErrorCode.INVALID_OUTPUT, "");
        assertThat(reviser.revise(degraded).join()).isInstanceOf(Revision.Spoilt.class);
        describer.answer = new Description.Refused(ErrorCode.MODEL_MISMATCH, "");
        assertThat(reviser.revise(degraded).join()).isInstanceOf(Revision.Impossible.class);
    }

    @Test
    void doesNotAskAboutSegmentsThatAreNoLongerStored() {
        stored.removeIf(
                embedding -> embedding.segmentId().equals(degraded.evidence().segmentIds().get(0)));

        Revision revision = reviser.revise(degraded).join();

        assertThat(revision).isEqualTo(new Revision.Impossible("of 3 segments 2 are stored"));
        assertThat(describer.questions).isEmpty();
    }
}
