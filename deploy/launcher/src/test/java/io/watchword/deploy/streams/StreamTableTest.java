package io.watchword.deploy.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.contract.Event;
import io.watchword.contract.Profile;
import io.watchword.contract.StreamProgress;
import io.watchword.contract.StreamSpec;
import io.watchword.contract.StreamStatus;
import io.watchword.contract.StreamVitals;
import io.watchword.contract.TimeSpan;
import io.watchword.contract.TokenLedger;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StreamTableTest {
    private static final long NOW_US = 1_700_000_000_000_000L; // 2023-11-14 22:13:20 UTC
    private static final String ADDRESS = "rtsp://u:${secret:yard~password}@camera:554/1?k=v";

    @Test
    void eachStreamIsALine() {
        List<StreamRow> rows =
                List.of(
                        row(
                                "door",
                                vitals(StreamVitals.State.BACKING_OFF, "wrong password", 0),
                                Optional.empty()),
                        new StreamRow(
                                spec("new"), Optional.empty(), Optional.empty(), Optional.empty()),
                        row(
                                "yard",
                                vitals(StreamVitals.State.LIVE, "", 0.25f),
                                Optional.of(event("A person walks.\u001b[31m\nx"))));

        assertThat(new StreamTable(Integer.MAX_VALUE, NOW_US, ZoneOffset.UTC).of(rows))
                .isEqualTo(
                        """
                        STREAM  STATE                                 FPS   ERRORS  LAG    BYTES   GAPS        SHED   EVENT                           SOURCE
                        door    backing off: wrong password, in 12 s  0.0   10.0%   1.5 s  1.2 GB  2 (14.0 s)  4.0 s  -                               rtsp://***@camera/1?k=***
                        new     not taken yet                         -     -       -      -       -           -      -                               rtsp://***@camera/1?k=***
                        yard    live                                  25.0  10.0%   1.5 s  1.2 GB  2 (14.0 s)  4.0 s  22:13:10  A person walks.[31mx  rtsp://***@camera/1?k=***
                        """);
    }

    @Test
    void theEventIsCutToTheWidth() {
        List<StreamRow> rows =
                List.of(
                        row(
                                "yard",
                                vitals(StreamVitals.State.LIVE, "", 1),
                                Optional.of(event("word ".repeat(60)))));

        String table = new StreamTable(140, NOW_US, ZoneOffset.UTC).of(rows);

        assertThat(table.lines())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(140));
        assertThat(table).contains("…  rtsp://***@camera/1?k=***");
    }

    @Test
    void noStreamsAreSaidToBeNone() {
        assertThat(new StreamTable(80, NOW_US, ZoneOffset.UTC).of(List.of()))
                .isEqualTo("no streams\n");
        assertThat(StreamJson.of(List.of())).isEqualTo("[ ]\n");
    }

    @Test
    void programsGetNumbersAndNoSecrets() {
        String json =
                StreamJson.of(
                        List.of(
                                row(
                                        "yard",
                                        vitals(StreamVitals.State.LIVE, "", 1),
                                        Optional.of(event("x")))));

        assertThat(json)
                .contains(
                        "\"source\" : \"rtsp://***@camera/1?k=***\"",
                        "\"state\" : \"live\"",
                        "\"gapUs\" : 14000000",
                        "\"caption\" : \"x\"",
                        "\"temporary\" : false")
                .doesNotContain("secret", "clockSkewUs");
    }

    @Test
    void bytesAreShortAndExactEnough() {
        assertThat(StreamTable.bytes(999)).isEqualTo("999 B");
        assertThat(StreamTable.bytes(1000)).isEqualTo("1.0 KB");
        assertThat(StreamTable.bytes(5L << 40)).isEqualTo("5.0 TB");
    }

    private static StreamSpec spec(String id) {
        return new StreamSpec(
                id, ADDRESS, Profile.SURVEILLANCE, Map.of(), List.of(), Optional.empty(), "");
    }

    private static StreamRow row(String id, StreamVitals vitals, Optional<Event> event) {
        return new StreamRow(
                spec(id),
                Optional.of(
                        new StreamProgress(id, 3, NOW_US - 60_000_000, 0, 0, 0, false, 0, false)),
                Optional.of(
                        new StreamStatus(
                                id,
                                StreamStatus.Stage.INGEST,
                                "camera",
                                false,
                                0,
                                -1,
                                5,
                                Optional.empty(),
                                Optional.of(vitals))),
                event);
    }

    private static StreamVitals vitals(StreamVitals.State state, String reason, float rate) {
        return new StreamVitals(
                state,
                NOW_US,
                reason,
                NOW_US + 11_200_000,
                3,
                rate * 100,
                90,
                10,
                1_300_000_000L,
                1_500_000,
                2,
                14_000_000,
                4_000_000,
                9,
                1,
                StreamVitals.NO_SKEW,
                0,
                "none",
                "w");
    }

    private static Event event(String caption) {
        return new Event(
                "e1",
                1,
                "yard",
                "camera",
                new TimeSpan(50_000_000, 52_000_000),
                caption,
                "en",
                List.of(),
                Event.Severity.INFO,
                1,
                new Event.Evidence(List.of(), -1, new TokenLedger(1, 1, 1, 1, 1, 1, 1)),
                new Event.Model("m", "s", "p", "c"),
                false,
                Optional.empty());
    }
}
