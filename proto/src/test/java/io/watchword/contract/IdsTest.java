package io.watchword.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Ids are kept in other people's stores: the same thing has the same id in every version. */
class IdsTest {
    private static final TimeSpan SPAN = new TimeSpan(0, 2_000_000);

    @Test
    void idsStayWhatTheyWere() {
        String sha256 = Ids.sha256Hex("watchword".getBytes(UTF_8));

        assertThat(sha256)
                .isEqualTo("87781a6af42e3e9019e683400da00fb4a116173e550105612d52e315dc6db414");
        assertThat(Ids.fileSegmentId(sha256, 7)).isEqualTo(sha256 + "/1/7");
        assertThat(Ids.liveSegmentId("cam-1", 2, 3)).isEqualTo("cam-1/2/3");
        // Computed apart, with Python's hashlib: md5 of the name, as an RFC 9562 UUID of version 3.
        assertThat(Ids.embeddingId("abc/1/0", "beef"))
                .isEqualTo("2ad6acc7-1a21-3aae-8b7d-479b4f82b0e2");
        assertThat(Ids.eventId("car-1a2b3c4d", SPAN, "motion", "beef", "ru"))
                .isEqualTo("e3d70374-23f9-3256-98b0-189baf46d1ac");
    }

    @Test
    void aStreamIsCalledAsItsFileIs() {
        String sha256 = "0123456789abcdef";

        assertThat(Ids.fileStreamId("car.mp4", sha256)).isEqualTo("car-01234567");
        assertThat(Ids.fileStreamId("Мой двор.v2.mkv", sha256)).isEqualTo("Мой_двор.v2-01234567");
        assertThat(Ids.fileStreamId(".hidden", sha256)).isEqualTo(".hidden-01234567");
        assertThat(Ids.fileStreamId("a/b\n\"c\".ts", sha256)).isEqualTo("a_b_c_-01234567");
    }

    @Test
    void everyPartOfAnEventsIdTellsEventsApart() {
        List<String> ids =
                List.of(
                        Ids.eventId("s", SPAN, "r", "b", "en"),
                        Ids.eventId("t", SPAN, "r", "b", "en"),
                        Ids.eventId("s", new TimeSpan(1, 2_000_000), "r", "b", "en"),
                        Ids.eventId("s", new TimeSpan(0, 2_000_001), "r", "b", "en"),
                        Ids.eventId("s", SPAN, "q", "b", "en"),
                        Ids.eventId("s", SPAN, "r", "c", "en"),
                        Ids.eventId("s", SPAN, "r", "b", "ru"));

        Set<String> distinct = new HashSet<>(ids);

        assertThat(distinct).hasSameSizeAs(ids);
    }
}
