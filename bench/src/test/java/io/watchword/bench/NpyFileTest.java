package io.watchword.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpyFileTest {
    @Test
    void writesRowsAndSaysHowMany(@TempDir Path directory) throws IOException {
        Path path = directory.resolve("a.npy");
        try (NpyFile file = new NpyFile(path, "<i2", 3)) {
            file.add(new short[] {1, -2, 300});
            file.add(new short[] {4, 5, 6});
        }

        byte[] bytes = Files.readAllBytes(path);
        String header = new String(bytes, 10, 118, ISO_8859_1);
        assertThat(bytes).hasSize(128 + 12).startsWith(0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 118, 0);
        assertThat(header)
                .startsWith("{'descr': '<i2', 'fortran_order': False, 'shape': (2, 3), }")
                .endsWith("\n");
        assertThat(Arrays.copyOfRange(bytes, 128, 134))
                .containsExactly(1, 0, 0xfe, 0xff, 0x2c, 0x01);
    }

    @Test
    void refusesARowOfAnotherSize(@TempDir Path directory) throws IOException {
        try (NpyFile file = new NpyFile(directory.resolve("b.npy"), "<f4", 2, 2)) {
            assertThatThrownBy(() -> file.add(new float[3]))
                    .hasMessage("row has 12 bytes, 16 are needed");
        }
    }
}
