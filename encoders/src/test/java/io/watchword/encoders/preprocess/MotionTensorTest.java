package io.watchword.encoders.preprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchword.contract.MotionField;
import io.watchword.contract.TimeSpan;
import io.watchword.encoders.testing.Fields;
import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;

class MotionTensorTest {
    private static final int CELLS = MotionField.CELLS;
    private static final TimeSpan SECOND_SEGMENT = new TimeSpan(2_000_000, 4_000_000);

    private final MotionTensor tensor = new MotionTensor(12, 20, 36);

    @Test
    void putsDxDyAndIntraOfAStepOneAfterTheOther() {
        MotionField field =
                Fields.of(
                        12,
                        2_000_000,
                        (step, row, column) -> row == 0 ? null : new int[] {step + column, -row});

        byte[] planes = tensor.of(field, SECOND_SEGMENT);

        assertThat(planes).hasSize(12 * 3 * CELLS);
        int step = 5 * 3 * CELLS;
        int cell = 7 * 36 + 11;
        assertThat(planes[step + cell]).isEqualTo((byte) 16);
        assertThat(planes[step + CELLS + cell]).isEqualTo((byte) -7);
        assertThat(planes[step + 2 * CELLS + cell]).isZero();
        assertThat(planes[step + 2 * CELLS + 3]).isEqualTo((byte) 1);
    }

    @Test
    void leavesMissingStepsAtTheEndZero() {
        MotionField field = Fields.of(4, 2_000_000, (step, row, column) -> new int[] {9, 9});

        byte[] planes = tensor.of(field, SECOND_SEGMENT);

        assertThat(planes[3 * 3 * CELLS]).isEqualTo((byte) 9);
        assertThat(planes[4 * 3 * CELLS]).isZero();
    }

    @Test
    void putsAStepWhereItsTimeSays() {
        MotionField field =
                Fields.of(11, 2_166_667, (step, row, column) -> new int[] {step + 1, 0});

        byte[] planes = tensor.of(field, SECOND_SEGMENT);

        assertThat(planes[0]).isZero();
        assertThat(planes[3 * CELLS]).isEqualTo((byte) 1);
        assertThat(planes[11 * 3 * CELLS]).isEqualTo((byte) 11);
    }

    @Test
    void dropsNoStepThatHasRoom() {
        MotionField field =
                Fields.of(12, 2_166_667, (step, row, column) -> new int[] {step + 1, 0});

        byte[] planes = tensor.of(field, SECOND_SEGMENT);

        assertThat(planes[0]).isEqualTo((byte) 1);
        assertThat(planes[11 * 3 * CELLS]).isEqualTo((byte) 12);
    }

    @Test
    void writesRawBytesAsFloats() {
        byte[] planes = new byte[tensor.size()];
        planes[1] = -127;
        FloatBuffer values = FloatBuffer.allocate(tensor.size() + 2);

        tensor.write(planes, values, 2);

        assertThat(values.get(3)).isEqualTo(-127f);
    }

    @Test
    void refusesAnotherGrid() {
        assertThatThrownBy(() -> new MotionTensor(12, 14, 14))
                .hasMessage("motion grid is 14×14, segments have 20×36");
    }
}
