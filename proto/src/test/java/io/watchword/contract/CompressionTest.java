package io.watchword.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.watchword.contract.Compression.Kind;
import org.junit.jupiter.api.Test;

class CompressionTest {
    @Test
    void readsWhatItWrites() {
        for (Kind kind : Kind.values()) {
            Compression compression =
                    kind == Kind.NONE ? Compression.NONE : new Compression(kind, 64);

            assertThat(Compression.parse(compression.text())).isEqualTo(compression);
        }
        assertThat(Compression.parse("memory:104")).isEqualTo(new Compression(Kind.MEMORY, 104));
    }

    @Test
    void refusesWhatIsNoneAndSaysWhatIs() {
        for (String text : new String[] {"", "pool", "pool:", "none:64", "zip:64", "POOL:64"}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Compression.parse(text))
                    .withMessage(
                            "\"%s\": required none, or one of newest, pool, novelty, memory, resample"
                                    + " with the most positions of a prompt, such as pool:128",
                            text);
        }
    }

    @Test
    void refusesFewerPositionsThanASegmentCanSpeakIn() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Compression.parse("pool:15"))
                .withMessage("maxPositions is 15, required at least 16");
    }
}
