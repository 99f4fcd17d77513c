package io.watchword.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class EmbeddingRunTest {
    private static EmbeddingRun run(long startUs, long first, long last) {
        return new EmbeddingRun(
                "yard",
                "rtsp://yard",
                3,
                "tiny 1",
                "ab",
                new TimeSpan(startUs, startUs + 2_000_000),
                Optional.of(new WallClock(1_777_900_000_000_000L, WallClock.Origin.ARRIVAL)),
                1,
                first,
                last,
                4,
                40_000,
                1_777_900_000_123L,
                last + 1);
    }

    @Test
    void anEntryOfTheIndexIsReadAsItWasWritten() {
        EmbeddingRun run = run(601_000_000, 7, 12);

        assertThat(EmbeddingRunCodec.decode(EmbeddingRunCodec.encode(run)))
                .isEqualTo(new Decoded.Valid<>(run));
        assertThat(run.key()).isEqualTo("1/7");
        assertThat(run.bucket()).isEqualTo(2);
    }

    @Test
    void bytesThatAreNoEntryAreRefused() {
        assertThat(EmbeddingRunCodec.decode(new byte[] {1, 2, 3}))
                .isInstanceOf(Decoded.Invalid.class);
        assertThat(EmbeddingRunCodec.decode(new byte[0])).isInstanceOf(Decoded.Invalid.class);
        assertThatThrownBy(() -> run(0, 7, 6)).hasMessageContaining("offset 7 to 6");
    }
}
