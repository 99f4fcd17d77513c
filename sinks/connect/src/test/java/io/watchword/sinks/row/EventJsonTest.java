package io.watchword.sinks.row;

import static io.watchword.sinks.SampleEvents.event;
import static io.watchword.sinks.SampleEvents.line;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.contract.Decoded;
import io.watchword.contract.ErrorCode;
import org.junit.jupiter.api.Test;

class EventJsonTest {
    private static final String LINE = line(event("e1", 1, 0, 1, "Днём, камера стоит."));

    @Test
    void keepsFieldsThatItDoesNotKnow() {
        String newer = LINE.replace("\"revision\":1", "\"revision\":1,\"colour\":\"red\"");

        assertThat(valid(newer).line()).isEqualTo(newer);
    }

    @Test
    void putsPrettyPrintedJsonOnOneLine() {
        String pretty = LINE.replace(",\"", ",\r\n  \"");

        EventJson read = valid(pretty);

        assertThat(read.line()).doesNotContain("\n", "\r").contains("Днём, камера стоит.");
        assertThat(valid(read.line()).event()).isEqualTo(valid(LINE).event());
    }

    @Test
    void refusesWhatIsNoEventAndSaysWhy() {
        assertInvalid("".getBytes(UTF_8), "required a JSON object");
        assertInvalid("[]".getBytes(UTF_8), "required a JSON object");
        assertInvalid("{\"eventId\":\"e1\"}".getBytes(UTF_8), "is missing");
        assertInvalid(LINE.substring(0, 40).getBytes(UTF_8), "event: ");
        assertInvalid((LINE + "\n" + LINE).getBytes(UTF_8), "event: ");
        assertInvalid(("\uFEFF" + LINE).getBytes(UTF_8), "required a JSON object in UTF-8");
        assertInvalid(LINE.getBytes(UTF_16LE), "event: ");
        assertInvalid(new byte[] {'{', (byte) 0xc3, '}'}, "required UTF-8 text");
    }

    @Test
    void refusesIdsThatWouldBreakAFile() {
        assertInvalid(LINE.replace("\"e1\"", "\"e1\\n\"").getBytes(UTF_8), "eventId");
        assertInvalid(LINE.replace("\"e1\"", "\"a-->b\"").getBytes(UTF_8), "eventId");
        assertInvalid(LINE.replace("\"e1\"", "\" \"").getBytes(UTF_8), "eventId");
        assertInvalid(LINE.replace("car-1a2b3c4d", "a\\u0000").getBytes(UTF_8), "streamId");
    }

    private static EventJson valid(String text) {
        return ((Decoded.Valid<EventJson>) EventJson.decode(text.getBytes(UTF_8))).value();
    }

    private static void assertInvalid(byte[] bytes, String detail) {
        Decoded<EventJson> decoded = EventJson.decode(bytes);

        assertThat(decoded).isInstanceOf(Decoded.Invalid.class);
        Decoded.Invalid<EventJson> invalid = (Decoded.Invalid<EventJson>) decoded;
        assertThat(invalid.code()).isEqualTo(ErrorCode.INVALID_RECORD);
        assertThat(invalid.detail()).contains(detail);
    }
}
