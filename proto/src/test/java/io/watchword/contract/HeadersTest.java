package io.watchword.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HeadersTest {
    private static final byte[] VALUE = "watchword".getBytes(UTF_8);

    @Test
    void everyRecordCarriesItsIdAndChecksum() {
        Map<String, byte[]> headers = Headers.of("событие-1", VALUE);

        assertThat(text(headers))
                .containsExactly(
                        entry("ww-id", "событие-1"),
                        entry(
                                "ww-sha256",
                                "87781a6af42e3e9019e683400da00fb4a116173e550105612d52e315dc6db414"));
    }

    @Test
    void acceptsTheValueThatWasSent() {
        byte[] sha256 = Headers.of("1", VALUE).get(Headers.SHA256);

        assertThat(Headers.checksumProblem(sha256, VALUE)).isEmpty();
    }

    @Test
    void refusesAnyOtherValueAndSaysWhy() {
        byte[] sha256 = Headers.of("1", VALUE).get(Headers.SHA256);
        byte[] flipped = VALUE.clone();
        flipped[0] ^= 1;

        assertThat(Headers.checksumProblem(sha256, flipped)).get().asString().contains("87781a6a");
        assertThat(Headers.checksumProblem(sha256, new byte[0])).isPresent();
        assertThat(Headers.checksumProblem(null, VALUE)).contains("header ww-sha256 is missing");
        assertThat(Headers.checksumProblem(new byte[0], VALUE)).isPresent();
        assertThat(Headers.checksumProblem(new byte[100_000], VALUE))
                .get()
                .asString()
                .hasSizeLessThan(300);
    }

    @Test
    void aDeadLetterSaysWhereItIsFromAndWhy() {
        Map<String, byte[]> headers =
                Headers.deadLetter("detector", ErrorCode.CHECKSUM, "bit flip", "embeddings", 3, 42);

        assertThat(text(headers))
                .containsExactly(
                        entry("dlq.stage", "detector"),
                        entry("dlq.reason", "CHECKSUM"),
                        entry("dlq.detail", "bit flip"),
                        entry("dlq.topic", "embeddings"),
                        entry("dlq.partition", "3"),
                        entry("dlq.offset", "42"));
    }

    @Test
    void everyLogHasADeadLetterTopicOfItsOwn() {
        assertThat(Topics.logs())
                .doesNotHaveDuplicates()
                .doesNotContainAnyElementsOf(Topics.tables())
                .contains(
                        Topics.deadLetter(Topics.SEGMENTS),
                        Topics.deadLetter(Topics.EMBEDDINGS),
                        Topics.deadLetter(Topics.EVENTS));
    }

    private static Map<String, String> text(Map<String, byte[]> headers) {
        Map<String, String> text = new LinkedHashMap<>();
        headers.forEach((name, value) -> text.put(name, new String(value, UTF_8)));
        return text;
    }
}
