package io.watchword.view.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.watchword.view.feed.Cursor;
import io.watchword.view.page.HostileText;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Captions and names stay one value, whatever stands in them, in each form that is given out. */
class UntrustedTextTest {
    static Stream<String> texts() {
        return Stream.concat(
                HostileText.ALL.stream(),
                Stream.of(
                        "=1+1",
                        "+1",
                        "-1+cmd|' /C calc'!A0",
                        "@SUM(A1)",
                        "\t=1",
                        "\r=1",
                        "a\"b,c"));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void aMessageToABrowserStaysOneMessage(String text) {
        ObjectNode data = Json.object().put("caption", text).put("streamId", text);
        String message =
                new String(SseText.message("event", Optional.of(Cursor.parse("0-1")), data), UTF_8);

        List<String> lines = List.of(message.split("\r\n|\r|\n", -1)); // as browsers do
        assertThat(lines).hasSize(5);
        assertThat(lines.get(2)).startsWith("data: ");
        assertThat(ServedView.json(lines.get(2).substring(6))).isEqualTo(data);
    }

    @ParameterizedTest
    @MethodSource("texts")
    void aCellOfATableIsNoFormulaAndNoOtherCell(String text) {
        String cell = CsvText.cell(text);

        assertThat("=+-@\t\r\n".indexOf(cell.charAt(0))).isNegative();
        if (cell.startsWith("\"")) {
            String inside = cell.substring(1, cell.length() - 1);
            assertThat("=+-@\t\r".indexOf(inside.charAt(0))).isNegative();
            assertThat(inside.replace("\"\"", "")).doesNotContain("\"");
        } else {
            assertThat(cell).doesNotContain(",", "\"", "\n", "\r").isEqualTo(text);
        }
    }
}
