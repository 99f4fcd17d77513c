package io.watchword.deploy.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchword.contract.TimeSpan;
import io.watchword.deploy.UserMistake;
import io.watchword.fusion.log.StoredStream;
import io.watchword.fusion.log.StoredStream.StoredBundle;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamChoiceTest {
    private static List<StoredStream> streams(String... ids) {
        TimeSpan span = new TimeSpan(0, 65_000_000);
        return Arrays.stream(ids).map(id -> stored(id, "source", span)).toList();
    }

    private static StoredStream stored(String id, String source, TimeSpan span) {
        return new StoredStream(
                id, source, List.of(new StoredBundle("tiny 1", "sha", span)), span, List.of());
    }

    private static String chosen(String name, String... ids) {
        return StreamChoice.of(name, streams(ids)).streamId();
    }

    @Test
    void findsAStreamByItsId() {
        assertThat(chosen("yard", "gate", "yard")).isEqualTo("yard");
    }

    @Test
    void findsAFileByItsNameWithAndWithoutExtension() {
        String id = "my_clip-d31e0ebf";

        assertThat(chosen("my clip", "yard", id)).isEqualTo(id);
        assertThat(chosen("my clip.mp4", "yard", id)).isEqualTo(id);
        assertThat(chosen("my_clip", "yard", id)).isEqualTo(id);
    }

    @Test
    void aWholeFileNameCountsBeforeOneWithoutExtension() {
        TimeSpan span = new TimeSpan(0, 1);
        List<StoredStream> gates =
                List.of(
                        stored("gate-0123abcd", "gate.mp4", span),
                        stored("gate-4567abcd", "gate.mkv", span));

        assertThat(StreamChoice.of("gate.mkv", gates).streamId()).isEqualTo("gate-4567abcd");
        assertThatThrownBy(() -> StreamChoice.of("gate.avi", gates))
                .isInstanceOf(UserMistake.class);
    }

    @Test
    void asksWhichOfSeveralFilesIsMeant() {
        assertThatThrownBy(() -> chosen("clip", "clip-00000001", "clip-00000002"))
                .isInstanceOf(UserMistake.class)
                .hasMessageContaining("clip-00000001, 00:00.0 - 01:05.0")
                .hasMessageContaining("clip-00000002");
    }

    @Test
    void saysWhatIsStoredWhereNothingHasTheName() {
        assertThatThrownBy(() -> chosen("gate", "yard", "clip-00000001"))
                .isInstanceOf(NotStored.class)
                .hasMessageContaining("nothing is stored of \"gate\"")
                .hasMessageContaining("yard, 00:00.0 - 01:05.0");
        assertThatThrownBy(() -> chosen("gate")).hasMessageContaining("nor of any other stream");
    }
}
