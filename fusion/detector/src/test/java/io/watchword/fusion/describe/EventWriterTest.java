package io.watchword.fusion.describe;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.contract.Event;
import io.watchword.contract.TimeSpan;
import io.watchword.contract.TokenLedger;
import io.watchword.fusion.FuseConfig;
import io.watchword.fusion.context.ContextSegment;
import io.watchword.fusion.detect.EventCandidate;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventWriterTest {
    private static final DenseEvent CAR =
            new DenseEvent(new TimeSpan(2_500_000, 4_000_000), "a car passes", 0.5f);
    private static final DenseEvent DOG =
            new DenseEvent(new TimeSpan(4_000_000, 6_000_000), "a dog runs", 0.25f);

    private final EventWriter writer = new EventWriter(FuseConfig.DEFAULT);

    private static Question question(String label, long... startsUs) {
        EventCandidate candidate =
                new EventCandidate(
                        "event-1",
                        "cam",
                        "cam",
                        0,
                        "activity-1",
                        new TimeSpan(2_000_000, 6_000_000),
                        List.of(label),
                        "tiny 1",
                        "bundle");
        List<ContextSegment> context =
                Arrays.stream(startsUs).mapToObj(EventWriterTest::segment).toList();
        return new Question(candidate, "en", context);
    }

    private static ContextSegment segment(long startUs) {
        return new ContextSegment(
                "seg-" + startUs / 2_000_000,
                0,
                startUs / 2_000_000,
                new TimeSpan(startUs, startUs + 2_000_000),
                startUs,
                List.of());
    }

    private static Description.Described answer(DenseEvent... events) {
        return new Description.Described(
                "By day.",
                0.75f,
                new TokenLedger(1, 2, 3, 4, 5, 6, 7),
                "tiny 1",
                "m",
                "p",
                List.of(events));
    }

    @Test
    void writesPartsBeforeTheEventThatTheyBelongTo() {
        List<Event> events =
                writer.write(question("motion", 2_000_000, 4_000_000), answer(CAR, DOG));

        assertThat(events)
                .extracting(Event::caption)
                .containsExactly("A car passes.", "A dog runs.", "By day.");
        assertThat(events).extracting(Event::isPart).containsExactly(true, true, false);
        assertThat(events.get(2))
                .returns("event-1", Event::eventId)
                .returns(new TimeSpan(2_500_000, 6_000_000), Event::span)
                .returns(4_000_000L, event -> event.evidence().keyframePtsUs()); // in its middle
        assertThat(events.get(1))
                .returns(DOG.span(), Event::span)
                .returns(0.25f, Event::confidence)
                .returns(List.of("motion", "part"), Event::labels)
                .returns(List.of("seg-2"), event -> event.evidence().segmentIds());
    }

    @Test
    void idsDoNotDependOnWhatTheModelSays() {
        Question question = question("motion", 2_000_000, 4_000_000);
        DenseEvent bird = new DenseEvent(CAR.span(), "a bird enters", 0.5f);
        DenseEvent later = new DenseEvent(new TimeSpan(4_500_000, 6_000_000), "a dog runs", 1);

        List<Event> events = writer.write(question, answer(CAR, DOG));

        assertThat(writer.write(question, answer(bird, later)))
                .extracting(Event::eventId)
                .isEqualTo(events.stream().map(Event::eventId).toList())
                .doesNotHaveDuplicates();
        assertThat(writer.write(question, answer())).hasSize(1);
    }

    @Test
    void asksOnlyWhatHappensWhenWhereSomethingDoesAndNothingIsMissingBetween() {
        assertThat(question("motion", 2_000_000, 4_000_000).asksWhen()).isTrue();
        assertThat(question("calm", 2_000_000, 4_000_000).asksWhen()).isFalse();
        assertThat(question("motion", 2_000_000, 6_000_000).asksWhen()).isFalse();
        assertThat(question("motion").asksWhen()).isFalse();
        assertThat(writer.write(question("calm", 2_000_000, 4_000_000), answer(CAR, DOG)))
                .singleElement()
                .returns(new TimeSpan(2_000_000, 6_000_000), Event::span);
    }
}
