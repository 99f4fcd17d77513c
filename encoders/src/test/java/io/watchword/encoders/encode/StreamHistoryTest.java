package io.watchword.encoders.encode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StreamHistoryTest {
    private static final EncoderShapes SHAPES =
            new EncoderShapes(
                    new TokenShape(1, 1),
                    new TokenShape(1, 2),
                    8,
                    new TokenShape(1, 1),
                    1,
                    new TokenShape(1, 1),
                    4,
                    1);

    private StreamHistory history = StreamHistory.EMPTY;

    @Test
    void theNewestSegmentComesLastAndMissingOnesAreAbsent() {
        add(0, 0, false);
        add(0, 1, false);

        TemporalWindow window = history.window(SHAPES);

        assertThat(window.spatial()).containsExactly(0, 0, 100, 101);
        assertThat(window.motion()).containsExactly(0, 0, 0, 0, 200, 200, 201, 201);
        assertThat(window.present())
                .containsExactly(0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 1, 1, 1, 0);
    }

    @Test
    void keepsNoMoreThanTheWindow() {
        for (int sequence = 0; sequence < 7; sequence++) {
            add(0, sequence, false);
        }

        assertThat(sequences()).containsExactly(3L, 4L, 5L, 6L);
    }

    @Test
    void aSegmentThatWasPutAsideLeavesItsPlaceEmpty() {
        add(0, 0, false);
        add(0, 2, false);

        assertThat(history.window(SHAPES).spatial()).containsExactly(0, 100, 0, 102);
    }

    @Test
    void forgetsAtADiscontinuity() {
        add(0, 0, false);
        add(0, 1, true);

        assertThat(sequences()).containsExactly(1L);
    }

    @Test
    void forgetsInAnotherEpoch() {
        add(0, 0, false);
        add(1, 1, false);

        assertThat(sequences()).containsExactly(1L);
    }

    @Test
    void beginsAgainWhenTheStreamIsReadAgain() {
        for (int sequence = 0; sequence < 6; sequence++) {
            add(0, sequence, false);
        }
        add(0, 0, false);
        add(0, 1, false);

        assertThat(sequences()).containsExactly(0L, 1L);
    }

    private void add(long epoch, int sequence, boolean discontinuity) {
        MediaCode code =
                new MediaCode(
                        new float[] {100 + sequence},
                        new float[] {200 + sequence, 200 + sequence},
                        new float[0]);
        history = history.with(new SegmentPosition(epoch, sequence, discontinuity), code, 4);
    }

    private List<Long> sequences() {
        return history.past().stream().map(StreamHistory.Past::sequence).toList();
    }
}
