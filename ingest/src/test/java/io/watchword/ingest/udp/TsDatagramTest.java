package io.watchword.ingest.udp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TsDatagramTest {
    private static final int TS_BYTES = 188;

    @Test
    void takesBarePacketsWhole() {
        byte[] bytes = new byte[7 * TS_BYTES];
        bytes[0] = 0x47;

        assertThat(TsDatagram.find(bytes, bytes.length))
                .isEqualTo(new TsDatagram.Span(0, 7 * TS_BYTES));
    }

    @Test
    void takesTheHeaderOfRtpAway() {
        byte[] plain = rtp(0x80, 12);
        byte[] sources = rtp(0x82, 12 + 8);

        assertThat(TsDatagram.find(plain, plain.length))
                .isEqualTo(new TsDatagram.Span(12, TS_BYTES));
        assertThat(TsDatagram.find(sources, sources.length))
                .isEqualTo(new TsDatagram.Span(20, TS_BYTES));
    }

    @Test
    void takesExtensionAndPaddingAway() {
        byte[] extended = rtp(0x90, 12 + 4 + 8);
        extended[15] = 2; // words
        byte[] padded = Arrays.copyOf(rtp(0xa0, 12), 12 + TS_BYTES + 4);
        padded[padded.length - 1] = 4;

        assertThat(TsDatagram.find(extended, extended.length))
                .isEqualTo(new TsDatagram.Span(24, TS_BYTES));
        assertThat(TsDatagram.find(padded, padded.length))
                .isEqualTo(new TsDatagram.Span(12, TS_BYTES));
    }

    @Test
    void findsNothingInOtherDatagrams() {
        byte[] otherType = rtp(0x80, 12);
        otherType[1] = 96;

        assertThat(TsDatagram.find(otherType, otherType.length).isEmpty()).isTrue();
        assertThat(TsDatagram.find(new byte[0], 0).isEmpty()).isTrue();
        assertThat(TsDatagram.find(new byte[100], 100).isEmpty()).isTrue();
    }

    @Test
    void neverLooksBeyondTheDatagram() {
        for (int seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            byte[] bytes = new byte[random.nextInt(64)];
            random.nextBytes(bytes);
            if (bytes.length > 1) {
                bytes[0] = (byte) (0x80 | (bytes[0] & 0x3f));
                bytes[1] = 33;
            }

            TsDatagram.Span span = TsDatagram.find(bytes, bytes.length);

            assertThat(span.offset() + span.length())
                    .as("seed %d", seed)
                    .isLessThanOrEqualTo(bytes.length);
        }
    }

    private static byte[] rtp(int first, int headerBytes) {
        byte[] bytes = new byte[headerBytes + TS_BYTES];
        bytes[0] = (byte) first;
        bytes[1] = 33;
        bytes[headerBytes] = 0x47;
        return bytes;
    }
}
