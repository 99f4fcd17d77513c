package io.watchword.llm.dense;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeBinsTest {
    private static final long MINUTE_US = 60_000_000;

    private final TimeBins bins = new TimeBins(100);

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "600000, 0",
        "610000, 1",
        "30000000, 49",
        "59990000, 98",
        "60000000, 99",
        "61000000, 99",
        "-1, 0"
    })
    void givesTheBinsOfVid2SeqAndKeepsTimesBeyondTheEndInTheLast(long offsetUs, int bin) {
        assertThat(bins.bin(offsetUs, MINUTE_US)).isEqualTo(bin);
    }

    @Test
    void comesBackToWithinOnePartOfWhereItWas() {
        for (long offsetUs = 0; offsetUs <= MINUTE_US; offsetUs += 37_003) {
            long back = bins.offsetUs(bins.bin(offsetUs, MINUTE_US), MINUTE_US);

            assertThat(offsetUs - back).isBetween(0L, MINUTE_US / 99 + 1);
        }
        assertThat(bins.offsetUs(99, MINUTE_US)).isEqualTo(MINUTE_US);
        assertThat(bins.offsetUs(100, MINUTE_US)).isEqualTo(MINUTE_US);
    }

    @Test
    void refusesASpanOfNoLength() {
        assertThatThrownBy(() -> bins.bin(0, 0)).hasMessage("span of 0 us has no bins");
    }
}
