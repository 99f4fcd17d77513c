package io.watchword.llm.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchword.llm.RemoteConfig.TensorType;
import io.watchword.llm.testing.TorchTensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The files in {@code torch/} are those that models/parity/prompt_embeds.py reads and writes. */
class TorchTensorFileTest {
    private static final int ROWS = 3;
    private static final int COLUMNS = 5;

    private static float[] values() {
        float[] values = new float[ROWS * COLUMNS];
        for (int i = 0; i < values.length; i++) {
            values[i] = (i * 37 % 101 - 50) / 3f;
        }
        return values;
    }

    private static byte[] golden(String name) throws IOException {
        try (InputStream in = TorchTensorFileTest.class.getResourceAsStream("/torch/" + name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        }
    }

    @ParameterizedTest
    @EnumSource
    void writesTheBytesThatPyTorchHasRead(TensorType type) throws Exception {
        byte[] file = TorchTensorFile.write(type, ROWS, COLUMNS, values());

        assertThat(file)
                .isEqualTo(golden("written_" + type.name().toLowerCase(Locale.ROOT) + ".pt"));
    }

    @Test
    void readsBackWhatWasWritten() {
        TorchTensor read =
                TorchTensor.read(
                        TorchTensorFile.write(TensorType.FLOAT32, ROWS, COLUMNS, values()));

        assertThat(read.storage()).isEqualTo("FloatStorage");
        assertThat(read.shape()).containsExactly(ROWS, COLUMNS);
        assertThat(read.values()).isEqualTo(values());
    }

    @Test
    void theReaderOfTheseTestsReadsPyTorchsOwnFile() throws Exception {
        TorchTensor read = TorchTensor.read(golden("saved_by_torch.pt"));

        assertThat(read.shape()).containsExactly(ROWS, COLUMNS);
        assertThat(read.values()).isEqualTo(values());
    }

    @ParameterizedTest
    @EnumSource
    void sixteenBitsKeepWhatTheyCan(TensorType type) {
        float[] values = values();

        TorchTensor read = TorchTensor.read(TorchTensorFile.write(type, ROWS, COLUMNS, values));

        float tolerance =
                type == TensorType.FLOAT32 ? 0 : type == TensorType.FLOAT16 ? 1e-3f : 8e-3f;
        for (int i = 0; i < values.length; i++) {
            assertThat(Math.abs(read.values()[i] - values[i]))
                    .isLessThanOrEqualTo(tolerance * Math.abs(values[i]));
        }
    }

    @ParameterizedTest
    @EnumSource
    void eachEntryBeginsAtAMultipleOfSixtyFour(TensorType type) {
        byte[] file = TorchTensorFile.write(type, 700, 3, new float[2100]);
        ByteBuffer zip = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int at = 0;
        int entries = 0;
        while (zip.getInt(at) == 0x04034b50) {
            int content = at + 30 + zip.getShort(at + 26) + zip.getShort(at + 28);
            assertThat(zip.getShort(at + 8)).as("stored").isZero();
            assertThat(content % 64).isZero();
            at = content + zip.getInt(at + 18);
            entries++;
        }
        assertThat(entries).isEqualTo(4);
    }

    @Test
    void refusesWhatIsNotFiniteOnTheWay() {
        for (float bad : List.of(Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY)) {
            for (TensorType type : TensorType.values()) {
                assertThatThrownBy(() -> TorchTensorFile.write(type, 1, 2, new float[] {1, bad}))
                        .hasMessageStartingWith("value 1 of the embeddings is ");
            }
        }
        assertThatThrownBy(
                        () -> TorchTensorFile.write(TensorType.FLOAT16, 1, 1, new float[] {7e4f}))
                .hasMessage("value 0 of the embeddings is 70000.0, which is not finite as FLOAT16");
        assertThatThrownBy(
                        () ->
                                TorchTensorFile.write(
                                        TensorType.BFLOAT16, 1, 1, new float[] {Float.MAX_VALUE}))
                .hasMessageEndingWith("not finite as BFLOAT16");
    }

    @Test
    void refusesAShapeThatIsNotThatOfTheValues() {
        assertThatThrownBy(() -> TorchTensorFile.write(TensorType.FLOAT32, 2, 2, new float[3]))
                .hasMessage("tensor of 2×2 has 3 values");
        assertThatThrownBy(() -> TorchTensorFile.write(TensorType.FLOAT32, 0, 2, new float[0]))
                .hasMessage("tensor of 0×2 has 0 values");
    }
}
