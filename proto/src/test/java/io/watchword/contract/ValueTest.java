package io.watchword.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

/** Values that cannot be wrong once built. */
class ValueTest {
    @Test
    void neighbouringSpansDoNotOverlap() {
        TimeSpan span = new TimeSpan(10, 20);

        assertThat(span.overlaps(new TimeSpan(20, 30))).isFalse();
        assertThat(span.overlaps(new TimeSpan(0, 10))).isFalse();
        assertThat(span.overlaps(new TimeSpan(19, 20))).isTrue();
        assertThat(span.durationUs()).isEqualTo(10);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TimeSpan(20, 19))
                .withMessageContaining("[20, 19)");
    }

    @Test
    void aMotionFieldIsReadStepPlaneRowColumn() {
        byte[] vectors = new byte[2 * 2 * MotionField.CELLS];
        byte[] intra = new byte[2 * MotionField.CELLS];
        // step 1, row 3, column 5; x plane then y plane
        vectors[2 * MotionField.CELLS + 3 * 36 + 5] = 7;
        vectors[3 * MotionField.CELLS + 3 * 36 + 5] = -9;
        intra[MotionField.CELLS + 3 * 36 + 5] = 1;

        MotionField field = new MotionField(2, 4_000_000, vectors, intra, new float[2]);

        assertThat(field.dx(1, 3, 5)).isEqualTo(7);
        assertThat(field.dy(1, 3, 5)).isEqualTo(-9);
        assertThat(field.intra(1, 3, 5)).isTrue();
        assertThat(field.dx(0, 3, 5)).isZero();
        assertThat(field.intra(0, 3, 5)).isFalse();
        assertThat(field.stepUs(0)).isEqualTo(4_000_000);
        assertThat(field.stepUs(6)).isEqualTo(5_000_000);
    }

    @Test
    void aMotionFieldOfTheWrongSizeIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new MotionField(1, 0, new byte[1439], new byte[720], new float[1]))
                .withMessageContaining("1439 bytes, 1 steps need 1440");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new MotionField(1, 0, new byte[1440], new byte[719], new float[1]))
                .withMessageContaining("719");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MotionField(-1, 0, new byte[0], new byte[0], new float[0]))
                .withMessageContaining("negative");
    }

    @Test
    void onlyWhatMayPassLaterIsTriedAgain() {
        assertThat(ErrorCode.values())
                .filteredOn(ErrorCode::retryable)
                .containsExactly(
                        ErrorCode.OVERLOADED, ErrorCode.DEADLINE_EXCEEDED, ErrorCode.UNAVAILABLE);
    }

    @Test
    void aLedgerCountsThePromptWithoutTheAnswer() {
        assertThat(new TokenLedger(1, 2, 3, 4, 5, 6, 100).prompt()).isEqualTo(21);
    }

    @Test
    void aStatusIsKeyedByStreamAndStage() {
        assertThat(FirstVersion.status().key()).isEqualTo("cam-1/INGEST");
    }
}
