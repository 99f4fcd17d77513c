package io.watchword.ingest.decode;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OrientationTest {
    private static final int ONE = 1 << 16;
    private static final byte[] PICTURE = {1, 2, 3, 4, 5, 6}; // two rows of three

    private static byte[] turned(int a, int b, int c, int d) {
        byte[] to = new byte[PICTURE.length];
        Orientation.of(new int[] {a * ONE, b * ONE, 0, c * ONE, d * ONE, 0, 0, 0, 1 << 30})
                .apply(PICTURE, 3, 2, to);
        return to;
    }

    @Test
    void turnsByQuartersAndMirrors() {
        assertThat(turned(1, 0, 0, 1)).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(turned(0, 1, -1, 0)).containsExactly(4, 1, 5, 2, 6, 3);
        assertThat(turned(-1, 0, 0, -1)).containsExactly(6, 5, 4, 3, 2, 1);
        assertThat(turned(0, -1, 1, 0)).containsExactly(3, 6, 2, 5, 1, 4);
        assertThat(turned(-1, 0, 0, 1)).containsExactly(3, 2, 1, 6, 5, 4);
    }

    @Test
    void saysTheClockwiseTurn() {
        assertThat(new Orientation(0, -1, 1, 0).degrees()).isEqualTo(90);
        assertThat(new Orientation(-1, 0, 0, -1).degrees()).isEqualTo(180);
        assertThat(new Orientation(0, 1, -1, 0).degrees()).isEqualTo(270);
    }
}
