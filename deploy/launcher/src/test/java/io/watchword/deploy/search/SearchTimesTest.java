package io.watchword.deploy.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchword.deploy.UserMistake;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchTimesTest {
    private final SearchTimes times =
            new SearchTimes(Instant.parse("2026-05-04T12:00:00Z"), ZoneId.of("+02:00"));

    @ParameterizedTest
    @CsvSource({
        "yesterday, 2026-05-02T22:00:00Z",
        "Today, 2026-05-03T22:00:00Z",
        "2026-04-30, 2026-04-29T22:00:00Z",
        "06:00, 2026-05-04T04:00:00Z",
        "23:30, 2026-05-03T21:30:00Z",
        "2026-05-01T10:00:00, 2026-05-01T08:00:00Z",
        "2026-05-01T10:00:00Z, 2026-05-01T10:00:00Z"
    })
    void readsTimesAsPeopleSayThem(String text, Instant expected) {
        assertThat(times.from(text)).isEqualTo(expected);
    }

    @Test
    void endsAtTheFirstTimeOfDayAfterTheBeginning() {
        assertThat(times.to("06:00", Optional.of(Instant.parse("2026-05-01T20:00:00Z"))))
                .isEqualTo("2026-05-02T04:00:00Z");
    }

    @Test
    void refusesATimeThatOnlyOneStreamCouldTell() {
        assertThatThrownBy(() -> times.from("90s"))
                .isInstanceOf(UserMistake.class)
                .hasMessageStartingWith("--from is \"90s\", which only one stream's clock");
    }

    @Test
    void refusesAnEndBeforeTheBeginning() {
        assertThatThrownBy(
                        () ->
                                times.to(
                                        "2026-05-01",
                                        Optional.of(Instant.parse("2026-05-02T00:00:00Z"))))
                .hasMessageContaining("not after --from");
    }
}
