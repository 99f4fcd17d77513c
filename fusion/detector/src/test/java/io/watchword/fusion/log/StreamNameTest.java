package io.watchword.fusion.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchword.contract.TimeSpan;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamNameTest {
    private static final List<StoredStream> STREAMS =
            List.of(
                    stream("yard", "rtsp://yard"),
                    stream("yard-0123abcd", "yard.mp4"),
                    stream("gate-0123abcd", "gate.mp4"),
                    stream("gate-4567abcd", "gate.mkv"));

    private static StoredStream stream(String id, String source) {
        TimeSpan span = new TimeSpan(0, 1);
        return new StoredStream(
                id,
                source,
                List.of(new StoredStream.StoredBundle("tiny 1", "ab", span)),
                span,
                List.of());
    }

    private static String find(String name) {
        return StreamName.find(STREAMS, name).streamId();
    }

    @Test
    void aFileIsFoundByItsNameWithOrWithoutItsEnding() {
        assertThat(find("gate.mkv")).isEqualTo("gate-4567abcd");
        assertThat(find("yard.mp4")).isEqualTo("yard-0123abcd");
        assertThat(StreamName.find(STREAMS.subList(1, 3), "gate").streamId())
                .isEqualTo("gate-0123abcd");
    }

    @Test
    void anIdCountsBeforeANameThatIsLikeIt() {
        assertThat(find("yard")).isEqualTo("yard");
        assertThat(find("gate-4567abcd")).isEqualTo("gate-4567abcd");
    }

    @Test
    void whatIsThereIsSaidWhenNothingOrTooMuchIsMeant() {
        assertThatThrownBy(() -> find("gate"))
                .hasMessage("\"gate\" may be any of gate-0123abcd, gate-4567abcd");
        assertThatThrownBy(() -> find("door"))
                .hasMessageStartingWith("nothing is stored of \"door\"; there is yard, ");
    }
}
