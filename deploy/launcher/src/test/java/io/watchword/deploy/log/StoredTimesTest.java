package io.watchword.deploy.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchword.contract.TimeSpan;
import io.watchword.contract.WallClock;
import io.watchword.deploy.UserMistake;
import io.watchword.fusion.log.StoredStream;
import io.watchword.fusion.log.StoredStream.ClockStretch;
import io.watchword.fusion.log.StoredStream.StoredBundle;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StoredTimesTest {
    private static final TimeSpan DAY = new TimeSpan(0, 86_400_000_000L);
    private static final Instant NOON = Instant.parse("2026-05-04T10:00:00Z"); // in Berlin
    private final StoredTimes file = times(DAY, List.of());
    private final StoredTimes camera = times(DAY, List.of(new ClockStretch(DAY, clock(NOON))));

    private static WallClock clock(Instant instant) {
        return new WallClock(instant.toEpochMilli() * 1000, WallClock.Origin.RTCP);
    }

    private static StoredTimes times(TimeSpan stored, List<ClockStretch> clock) {
        return new StoredTimes(
                new StoredStream(
                        "yard",
                        "camera",
                        List.of(new StoredBundle("tiny 1", "sha", stored)),
                        stored,
                        clock),
                ZoneId.of("Europe/Berlin"));
    }

    private static TimeSpan span(StoredTimes times, String from, String to) {
        return times.span(Optional.of(from), Optional.of(to));
    }

    private static TimeSpan seconds(double from, double to) {
        return new TimeSpan((long) (from * 1e6), (long) (to * 1e6));
    }

    @Test
    void countsFromTheStartWhereTheClockIsNotKnown() {
        assertThat(span(file, "90s", "01:45.5")).isEqualTo(seconds(90, 105.5));
        assertThat(span(file, "0:10", "1:00:05")).isEqualTo(seconds(10, 3605));
    }

    @Test
    void refusesDatesWhereTheClockIsNotKnown() {
        assertThatThrownBy(() -> span(file, "2026-05-04T14:03:10", "99:99"))
                .isInstanceOfSatisfying(
                        UserMistake.class,
                        mistake ->
                                assertThat(mistake.problems())
                                        .hasSize(2)
                                        .allMatch(line -> line.contains("is not known")));
    }

    @Test
    void readsTimesOfDayOnTheWallClock() {
        assertThat(span(camera, "13:00", "13:30")).isEqualTo(seconds(3600, 5400));
        assertThat(span(camera, "23:00", "01:00")).isEqualTo(seconds(11 * 3600, 13 * 3600));
        assertThat(span(camera, "2026-05-04T13:00:00", "2026-05-04T11:30:00Z"))
                .isEqualTo(seconds(3600, 5400));
    }

    @Test
    void takesAllThatIsStoredWhereNoTimeIsGiven() {
        assertThat(camera.span(Optional.empty(), Optional.empty())).isEqualTo(DAY);
    }

    @Test
    void refusesAnEndBeforeTheBeginning() {
        assertThatThrownBy(() -> span(file, "20s", "10s"))
                .hasMessage("--to is 00:10.0, not after --from, 00:20.0");
    }

    @Test
    void showsTheWallClockWithItsDayOnce() {
        assertThat(camera.span(seconds(60, 70))).isEqualTo("2026-05-04 12:01:00 - 12:01:10");
        assertThat(file.span(seconds(60, 70))).isEqualTo("01:00.0 - 01:10.0");
    }

    @Test
    void followsAClockThatWasAway() {
        StoredTimes twice =
                times(
                        seconds(0, 1200),
                        List.of(
                                new ClockStretch(seconds(0, 600), clock(NOON)),
                                new ClockStretch(
                                        seconds(600, 1200), clock(NOON.plusSeconds(3600)))));

        assertThat(span(twice, "12:05", "13:05")).isEqualTo(seconds(300, 900));
        assertThat(span(twice, "12:30", "13:05")).isEqualTo(seconds(600, 900));
        assertThat(span(twice, "12:05", "12:30")).isEqualTo(seconds(300, 600));
        assertThatThrownBy(() -> span(twice, "12:20", "12:30"))
                .isInstanceOf(NotStored.class)
                .hasMessage(
                        "nothing is stored of yard between 2026-05-04 12:20:00 and"
                                + " 2026-05-04 12:30:00; stored is"
                                + " 2026-05-04 12:00:00 - 13:10:00");
    }

    @Test
    void saysThatNothingIsStoredOfATimeBeforeOrAfter() {
        assertThatThrownBy(() -> span(camera, "2026-05-03T11:00:00", "2026-05-03T12:00:00"))
                .isInstanceOf(NotStored.class)
                .hasMessageContaining("between 2026-05-03 11:00:00 and 2026-05-03 12:00:00");
        assertThatThrownBy(() -> span(camera, "2026-05-09T11:00:00", "2026-05-09T12:00:00"))
                .isInstanceOf(NotStored.class);
    }

    @Test
    void anEndAloneIsTheLastThatIsStored() {
        assertThat(camera.span(Optional.empty(), Optional.of("13:00"))).isEqualTo(seconds(0, 3600));
        assertThat(camera.span(Optional.empty(), Optional.of("11:00")))
                .isEqualTo(seconds(0, 23 * 3600));
    }

    @Test
    void takesTheTimeThatAFileGivesItselfByItsDateOnly() {
        StoredTimes tagged =
                times(
                        DAY,
                        List.of(
                                new ClockStretch(
                                        DAY,
                                        new WallClock(
                                                NOON.toEpochMilli() * 1000,
                                                WallClock.Origin.FILE))));

        assertThat(span(tagged, "12:00", "13:00")).isEqualTo(seconds(720, 780));
        assertThat(span(tagged, "2026-05-04T12:10:00", "2026-05-04T12:20:00"))
                .isEqualTo(seconds(600, 1200));
        assertThatThrownBy(() -> span(tagged, "noon", "90s"))
                .isInstanceOf(UserMistake.class)
                .hasMessageContaining("--from is \"noon\"");
    }
}
