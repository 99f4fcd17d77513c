package io.watchword.deploy.clip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchword.contract.TimeSpan;
import io.watchword.deploy.UserMistake;
import io.watchword.ingest.record.RecordedFile;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordedTimesTest {
    private static final long SECOND_US = 1_000_000;

    /**
     * A stream that began at 23:59:00 in Berlin, media time 100 s, was recorded for a minute, then
     * not for ten seconds of media, then for another minute.
     */
    private static final RecordedTimes TIMES =
            new RecordedTimes(
                    List.of(file(170, "2026-05-04T22:00:10Z"), file(100, "2026-05-04T21:59:00Z")),
                    ZoneId.of("Europe/Berlin"));

    private static RecordedFile file(long startSeconds, String wallClock) {
        return new RecordedFile(
                "yard/" + startSeconds,
                0,
                new TimeSpan(startSeconds * SECOND_US, (startSeconds + 60) * SECOND_US),
                Instant.parse(wallClock).toEpochMilli() * 1000,
                1);
    }

    @ParameterizedTest
    @CsvSource({
        "105s, 107.25, 105, 107.25", // media time
        "2026-05-04T23:59:30, 2026-05-04T22:00:20Z, 130, 180",
        "2026-05-04T23:59:30, 2026-05-05T01:00:20+03:00, 130, 180",
        "23:59:30, 0:00:20, 130, 180", // over midnight
        "0:00:20, 00:00:21.5, 180, 181.5",
        "23:50, 23:59:01, 100, 101", // before the beginning
        "2026-05-05T00:00:05, 0:00:12, 170, 172", // begins in the hole
        "150s, 0:00:05, 150, 160", // ends in it
        "200s, 9:00, 200, 230" // after the end
    })
    void findsTheMediaTimeOfMoments(String from, String to, double startS, double endS) {
        TimeSpan span = TIMES.span(Moment.parse("--from", from), Moment.parse("--to", to));

        assertThat(span.startUs() / 1e6).isEqualTo(startS);
        assertThat(span.endUs() / 1e6).isEqualTo(endS);
    }

    @Test
    void refusesASpanThatEndsBeforeItBegins() {
        assertThatThrownBy(
                        () ->
                                TIMES.span(
                                        Moment.parse("--from", "120s"),
                                        Moment.parse("--to", "110s")))
                .isInstanceOf(UserMistake.class)
                .hasMessage("the span ends at 110.0 s of media time, and begins at 120.0 s");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "noon", "-5", "25:00", "2026-05", "2026-13-04T10:00:00", "1e9"})
    void refusesWhatIsNoTime(String text) {
        assertThatThrownBy(() -> Moment.parse("--from", text))
                .isInstanceOf(UserMistake.class)
                .hasMessageStartingWith("--from is \"" + text + "\", required a time such as");
    }
}
