package io.watchword.fusion.ask;

import static io.watchword.fusion.ask.Stored.event;
import static io.watchword.fusion.ask.Stored.span;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchword.contract.Event;
import io.watchword.contract.TimeSpan;
import io.watchword.contract.WallClock;
import io.watchword.fusion.log.StoredStream;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SummarizerTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final TimeSpan HOUR = span(0, 3600);

    private static StoredStream stream(TimeSpan span, Optional<Instant> start) {
        return new StoredStream(
                "clip-1",
                "clip.mp4",
                List.of(new StoredStream.StoredBundle("tiny 1", "sha", span)),
                span,
                start
                        .map(
                                at ->
                                        new StoredStream.ClockStretch(
                                                span,
                                                new WallClock(
                                                        at.toEpochMilli() * 1000,
                                                        WallClock.Origin.RTCP)))
                        .stream()
                        .toList());
    }

    private static Summary summary(String by, TimeSpan span, List<Event> events) {
        return new Summarizer(BucketSize.parse(by), BERLIN, Summarizer.BucketTeller.NONE)
                .of(stream(span, Optional.empty()), span, "en", events);
    }

    @Test
    void countsEachEventOnceInThePartInWhichItBegins() {
        Summary summary =
                summary(
                        "10m",
                        HOUR,
                        List.of(
                                event(0, 5, "Nothing moves.", "calm"),
                                event(599, 605, "A car passes.", "motion", "sound"),
                                event(700, 705, "A dog.", "motion")));

        assertThat(summary.parts()).hasSize(6);
        assertThat(summary.parts().get(0).counts().events()).isEqualTo(2);
        assertThat(summary.parts().get(0).counts().calm()).isEqualTo(1);
        assertThat(summary.parts().get(1).counts().events()).isEqualTo(1);
        assertThat(summary.total().labels()).containsEntry("motion", 2).containsEntry("sound", 1);
    }

    @Test
    void countsPartsOfEventsByThemselves() {
        Summary summary =
                summary(
                        "hour",
                        HOUR,
                        List.of(
                                event(0, 8, "A car stops.", "motion"),
                                event(0, 4, "A car comes.", "motion", "part"),
                                event(4, 8, "It stops.", "motion", "part")));

        assertThat(summary.total().events()).isEqualTo(1);
        assertThat(summary.total().parts()).isEqualTo(2);
        assertThat(summary.total().labels()).containsOnlyKeys("motion").containsEntry("motion", 1);
    }

    @Test
    void countsEqualTheEventsOfTheSpanWhateverTheParts() {
        for (int seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            List<Event> events = new ArrayList<>();
            int calm = 0;
            for (int i = 0; i < random.nextInt(200); i++) {
                double startS = random.nextDouble() * 3500;
                boolean isCalm = random.nextBoolean();
                calm += isCalm ? 1 : 0;
                events.add(event(startS, startS + 8, "Event " + i, isCalm ? "calm" : "motion"));
            }
            for (String by : List.of("hour", "minute", "day", "7m", "30s")) {
                Summary summary = summary(by, HOUR, events);

                assertThat(summary.total().events()).as("seed " + seed).isEqualTo(events.size());
                assertThat(summary.total().calm()).as("seed " + seed).isEqualTo(calm);
                assertThat(summary.parts().stream().mapToInt(part -> part.counts().events()).sum())
                        .as("seed " + seed)
                        .isEqualTo(events.size());
            }
        }
    }

    @Test
    void countsNeitherWhatIsSupersededNorOtherLanguages() {
        Event old = event("old", 0, 5, "A thing.", 0.5f, List.of("motion"));
        Event renewed = event("new", 0, 5, "A car.", 0.5f, List.of("motion"));
        Event replacing =
                new Event(
                        renewed.eventId(),
                        1,
                        renewed.streamId(),
                        renewed.source(),
                        renewed.span(),
                        renewed.caption(),
                        "en",
                        renewed.labels(),
                        renewed.severity(),
                        renewed.confidence(),
                        renewed.evidence(),
                        renewed.model(),
                        false,
                        Optional.of("old"));

        Summary summary = summary("hour", HOUR, List.of(old, replacing));

        assertThat(summary.total().events()).isEqualTo(1);
        assertThat(summary.parts().get(0).headline().orElseThrow().text()).isEqualTo("A car.");
        Summary russian =
                new Summarizer(BucketSize.parse("hour"), BERLIN, Summarizer.BucketTeller.NONE)
                        .of(stream(HOUR, Optional.empty()), HOUR, "ru", List.of(old));
        assertThat(russian.total().events()).isZero();
    }

    @Test
    void putsTheMostConfidentHappeningOnTop() {
        Summary summary =
                summary(
                        "hour",
                        HOUR,
                        List.of(
                                event("1", 0, 5, "Nothing moves.", 1, List.of("calm")),
                                event("2", 5, 9, "A car.", 0.6f, List.of("motion")),
                                event("3", 9, 12, "A dog.", 0.8f, List.of("motion"))));

        Summary.Headline headline = summary.parts().get(0).headline().orElseThrow();
        assertThat(headline.text()).isEqualTo("A dog.");
        assertThat(headline.span()).isEqualTo(span(9, 12));
        assertThat(headline.byModel()).isFalse();
    }

    @Test
    void followsLocalMidnightOverTheChangeOfClocks() {
        TimeSpan threeDays = span(0, 3 * 86_400);
        Instant start =
                Instant.parse("2026-10-23T22:00:00Z"); // midnight; clocks change on the 25th

        Summary summary =
                new Summarizer(BucketSize.parse("day"), BERLIN, Summarizer.BucketTeller.NONE)
                        .of(stream(threeDays, Optional.of(start)), threeDays, "en", List.of());

        assertThat(summary.clocked()).isTrue();
        assertThat(summary.parts())
                .extracting(
                        part -> (part.range().endUs() - part.range().startUs()) / 3_600_000_000L)
                .containsExactly(24L, 25L, 24L);
    }

    @Test
    void startsPartsAtFullHoursOfTheWallClock() {
        Instant start = Instant.parse("2026-06-01T09:40:00Z");

        Summary summary =
                new Summarizer(BucketSize.parse("hour"), BERLIN, Summarizer.BucketTeller.NONE)
                        .of(
                                stream(HOUR, Optional.of(start)),
                                HOUR,
                                "en",
                                List.of(event(1300, 1310, "A car.", "motion")));

        assertThat(summary.parts()).hasSize(2);
        assertThat(summary.parts().get(0).range().startUs())
                .isEqualTo(Instant.parse("2026-06-01T09:00:00Z").toEpochMilli() * 1000);
        assertThat(summary.parts().get(1).counts().events()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "weekly", "0m", "25h", "10", "-1h", "40d", "99999m"})
    void refusesPartsThatMakeNoSense(String by) {
        assertThatThrownBy(() -> BucketSize.parse(by)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesTooManyParts() {
        assertThatThrownBy(() -> summary("1s", span(0, 86_400), List.of()))
                .hasMessageContaining("86400 parts");
    }

    @Test
    void prefersASentenceThatTheModelMakesOfSeveral() {
        Summary.Headline told = new Summary.Headline("Two things.", 0.9f, HOUR, true);

        Summary summary =
                new Summarizer(BucketSize.parse("10m"), BERLIN, events -> Optional.of(told))
                        .of(
                                stream(HOUR, Optional.empty()),
                                HOUR,
                                "en",
                                List.of(
                                        event(0, 5, "A car.", "motion"),
                                        event(9, 15, "A dog.", "motion"),
                                        event(700, 705, "A bird.", "motion")));

        assertThat(summary.parts().get(0).headline()).contains(told);
        assertThat(summary.parts().get(1).headline().orElseThrow().text()).isEqualTo("A bird.");
        assertThat(summary.parts().get(2).headline()).isEmpty();
    }
}
