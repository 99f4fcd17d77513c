package io.watchword.deploy.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.proto.v1.FindResponse;
import io.watchword.proto.v1.FoundEvent;
import io.watchword.proto.v1.SnippetPiece;
import io.watchword.proto.v1.TimelineEvent;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class SearchTextTest {
    private static final FindResponse FOUND =
            FindResponse.newBuilder()
                    .addHits(
                            FoundEvent.newBuilder()
                                    .setEvent(
                                            TimelineEvent.newBuilder()
                                                    .setEventId("e1")
                                                    .setStreamId("yard")
                                                    .setStartUs(14_200_000)
                                                    .setEndUs(19_800_000))
                                    .setLikeness(0.416f)
                                    .addSnippet(piece("A white \u001b[31m", false))
                                    .addSnippet(piece("van", true))
                                    .addSnippet(piece(" stops.", false)))
                    .addHits(
                            FoundEvent.newBuilder()
                                    .setEvent(
                                            TimelineEvent.newBuilder()
                                                    .setEventId("e2")
                                                    .setStreamId("gate")
                                                    .setStartsAtUnixUs(1_777_896_190_000_000L))
                                    .addSnippet(piece("Rain.", false)))
                    .build();

    @Test
    void saysWhenWhereWhyAndWhat() {
        assertThat(new SearchText(ZoneOffset.UTC, Integer.MAX_VALUE).of(FOUND))
                .isEqualTo(
                        """
                        00:14.2 - 00:19.8  yard  e1  likeness 0.42
                            A white [31mvan stops.
                        2026-05-04 12:03:10  gate  e2
                            Rain.
                        """);
    }

    @Test
    void marksWhatMatchedOnATerminalAlone() {
        assertThat(new SearchText(ZoneOffset.UTC, 80).of(FOUND))
                .contains("\u001b[1mvan\u001b[0m stops.");
    }

    @Test
    void speaksJsonWithTheNamesOfTheHttpApi() {
        assertThat(SearchJson.of(FOUND))
                .contains("\"eventId\":\"e1\"", "\"startsAt\":null", "\"meaning\":0.416")
                .contains("{\"text\":\"van\",\"match\":true}", "\"next\":null")
                .contains("\"startsAt\":\"2026-05-04T12:03:10Z\"", "\"meaning\":null");
    }

    private static SnippetPiece piece(String text, boolean match) {
        return SnippetPiece.newBuilder().setText(text).setMatch(match).build();
    }
}
