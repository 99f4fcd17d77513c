package io.watchword.sinks.vtt;

import static io.watchword.sinks.SampleEvents.SOURCE;
import static io.watchword.sinks.SampleEvents.STREAM;
import static io.watchword.sinks.SampleEvents.event;
import static io.watchword.sinks.SampleEvents.replacing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchword.contract.Event;
import io.watchword.sinks.row.EventRow;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class VttFileTest {
    @Test
    void writesCuesInOrderOfTime() {
        VttFile file =
                file(
                        event("e2", 3, 3_500_000, 3_723_004_999L, "A horn, then silence."),
                        event("e1", 1, 0, 3_500_000, "Днём камера неподвижна: едет машина."));

        assertThat(file.render())
                .isEqualTo(
                        """
                        WEBVTT

                        NOTE watchword {"streamId":"car-1a2b3c4d","language":"en","edition":"a/c","source":"car.mp4"}

                        NOTE {"revision":1,"startUs":0,"endUs":3500000}

                        e1
                        00:00:00.000 --> 00:00:03.500
                        Днём камера неподвижна: едет машина.

                        NOTE {"revision":3,"startUs":3500000,"endUs":3723004999}

                        e2
                        00:00:03.500 --> 01:02:03.004
                        A horn, then silence.
                        """);
    }

    @Test
    void letsNoCaptionActAsMarkup() {
        String caption =
                "<b>1 & 2</b> --> &lt;\n\nNOTE x\r\n00:00.000 --> 00:01.000\u0000\u2028end";

        String text = file(event("e1", 1, 0, 1_000_000, caption)).render();

        assertThat(text)
                .endsWith(
                        "\n&lt;b&gt;1 &amp; 2&lt;/b&gt; --&gt; &amp;lt; NOTE x 00:00.000 --&gt;"
                                + " 00:01.000 end\n");
        assertThat(new StrictVtt(text).cues()).hasSize(1);
    }

    @Test
    void letsNoSourceEndItsNote() {
        VttFile file =
                new VttFile(STREAM, "en", "a/c", "a-->b\n\nWEBVTT\".mp4", java.util.List.of());

        assertThat(file.render()).contains("a--\\u003eb\\n\\nWEBVTT\\\".mp4");
        assertThat(VttFile.parse(file.render())).isEqualTo(file);
    }

    @Test
    void givesEveryCueALength() {
        assertThat(VttText.times(5_000, 5_000)).isEqualTo("00:00:00.005 --> 00:00:00.006");
        assertThat(VttText.times(5_100, 5_900)).isEqualTo("00:00:00.005 --> 00:00:00.006");
        assertThat(VttText.times(-7_000, -1)).isEqualTo("00:00:00.000 --> 00:00:00.001");
        assertThat(VttText.times(0, 999_999)).isEqualTo("00:00:00.000 --> 00:00:00.999");
        assertThat(VttText.times(359_999_999_000L, 360_000_000_000L))
                .isEqualTo("99:59:59.999 --> 100:00:00.000");
    }

    @Test
    void readsBackWhatItWrote() {
        VttFile file =
                file(
                        event("e1", 1, 0, 1, "a & b < c > d &amp; &gt;"),
                        event("e2", 9, 1, 2_000_000, ""),
                        replacing("e3", "e0-->", 4_000_000, "последний"));

        assertThat(VttFile.parse(file.render())).isEqualTo(file);
        assertThat(new StrictVtt(file.render()).cues()).hasSize(3);
    }

    @Test
    void namesTheLineThatItDidNotWrite() {
        String text = file(event("e1", 1, 0, 1_000_000, "caption")).render();

        assertRefused(text.replace("00:00:00.000 -->", "0 -->"), "line 8: required cue times");
        assertRefused(text.replace("\"revision\":1,", ""), "line 5: revision is missing");
        assertRefused(text.replace("{\"revision\"", "{revision"), "line 5: the note is no JSON");
        assertRefused(text.substring(0, text.indexOf("e1\n")), "line 7: required an event id");
        assertRefused(
                text + "a line by hand\n", "line 10: required \"\", found \"a line by hand\"");
        assertRefused("WEBVTT\n", "line 2: the file ends");
    }

    private static void assertRefused(String text, String message) {
        assertThatThrownBy(() -> VttFile.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    private static VttFile file(Event... events) {
        return new VttFile(
                STREAM,
                "en",
                "a/c",
                SOURCE,
                Arrays.stream(events)
                        .map(event -> EventRow.of(event, VttText.oneLine(event.caption())))
                        .toList());
    }
}
