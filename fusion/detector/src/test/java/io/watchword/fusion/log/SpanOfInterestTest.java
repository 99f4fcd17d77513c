package io.watchword.fusion.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchword.contract.TimeSpan;
import io.watchword.contract.WallClock;
import io.watchword.fusion.log.StoredStream.ClockStretch;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SpanOfInterestTest {
    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
    private static final long MINUTE_US = 60_000_000;
    private static final long HOUR_US = 60 * MINUTE_US;

    /** Watched since noon of the third, away from one to four in the night, until noon again. */
    private static final StoredStream YARD =
            stream(
                    24 * HOUR_US,
                    new ClockStretch(
                            new TimeSpan(0, 13 * HOUR_US),
                            clock("2026-05-03T12:00:00+02:00", WallClock.Origin.ARRIVAL)),
                    new ClockStretch(
                            new TimeSpan(16 * HOUR_US, 24 * HOUR_US),
                            clock("2026-05-04T04:00:00+02:00", WallClock.Origin.ARRIVAL)));

    private static final StoredStream CLIP = stream(HOUR_US);

    private static WallClock clock(String time, WallClock.Origin origin) {
        return new WallClock(
                Instant.from(java.time.OffsetDateTime.parse(time)).toEpochMilli() * 1000, origin);
    }

    private static StoredStream stream(long endUs, ClockStretch... clock) {
        TimeSpan span = new TimeSpan(0, endUs);
        return new StoredStream(
                "yard",
                "yard",
                List.of(new StoredStream.StoredBundle("tiny 1", "ab", span)),
                span,
                List.of(clock));
    }

    private static TimeSpan of(StoredStream stream, String from, String to) {
        return SpanOfInterest.of(stream, Optional.of(from), Optional.of(to), ZONE);
    }

    @Test
    void timesOfDayAreTheLastOnesThatAreStored() {
        assertThat(of(YARD, "06:00", "12:00")).isEqualTo(new TimeSpan(18 * HOUR_US, 24 * HOUR_US));
        assertThat(of(YARD, "13:30", "14:00:30"))
                .isEqualTo(new TimeSpan(90 * MINUTE_US, 120 * MINUTE_US + MINUTE_US / 2));
    }

    @Test
    void anEndFollowsItsBeginningOverMidnight() {
        assertThat(of(YARD, "23:00", "00:30"))
                .isEqualTo(new TimeSpan(11 * HOUR_US, 12 * HOUR_US + 30 * MINUTE_US));
    }

    @Test
    void whereNothingIsStoredASpanShrinksToWhatIs() {
        assertThat(of(YARD, "00:30", "03:00"))
                .isEqualTo(new TimeSpan(12 * HOUR_US + 30 * MINUTE_US, 13 * HOUR_US));
        assertThat(of(YARD, "02:00", "05:00")).isEqualTo(new TimeSpan(16 * HOUR_US, 17 * HOUR_US));
        assertThatThrownBy(() -> of(YARD, "02:00", "03:00"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("nothing of yard is stored between 02:00 and 03:00");
    }

    @Test
    void aDateAndTimeMayNameAnotherZone() {
        assertThat(of(YARD, "2026-05-03T11:00:00Z", "2026-05-03T14:00:00"))
                .isEqualTo(new TimeSpan(HOUR_US, 2 * HOUR_US));
    }

    @Test
    void ofARecordingTimesSayHowFarIntoIt() {
        assertThat(of(CLIP, "00:00", "01:05.2")).isEqualTo(new TimeSpan(0, 65_200_000));
        assertThat(of(CLIP, "1:00", "1:01:05"))
                .isEqualTo(new TimeSpan(MINUTE_US, HOUR_US + 65_000_000));
        assertThat(of(CLIP, "90s", "100.5")).isEqualTo(new TimeSpan(90_000_000, 100_500_000));
    }

    @Test
    void theTimeThatAFileGivesItselfIsTakenOnlyByItsDate() {
        StoredStream tagged =
                stream(
                        HOUR_US,
                        new ClockStretch(
                                new TimeSpan(0, HOUR_US),
                                clock("2026-05-03T12:00:00+02:00", WallClock.Origin.FILE)));

        assertThat(of(tagged, "12:00", "13:00"))
                .isEqualTo(new TimeSpan(12 * MINUTE_US, 13 * MINUTE_US));
        assertThat(of(tagged, "2026-05-03T12:10:00", "2026-05-03T12:20:00"))
                .isEqualTo(new TimeSpan(10 * MINUTE_US, 20 * MINUTE_US));
    }

    @Test
    void withoutTimesItIsAllThatIsStored() {
        assertThat(SpanOfInterest.of(YARD, Optional.empty(), Optional.empty(), ZONE))
                .isEqualTo(YARD.span());
        assertThat(SpanOfInterest.of(YARD, Optional.empty(), Optional.of("13:00"), ZONE))
                .as("the last one o'clock that is stored was yesterday's")
                .isEqualTo(new TimeSpan(0, HOUR_US));
    }

    @Test
    void whatIsNoTimeIsRefusedByName() {
        assertThatThrownBy(() -> of(YARD, "noon", "13:00"))
                .hasMessage(
                        "--from is \"noon\", required a time such as 90s, 14:03:10 or"
                                + " 2026-05-04T14:03:10");
        assertThatThrownBy(() -> of(YARD, "06:00", "25:00")).hasMessageStartingWith("--to is");
        assertThatThrownBy(() -> of(CLIP, "2026-05-03T12:10:00", "90s"))
                .hasMessageContaining("nobody knows when yard was recorded");
    }
}
