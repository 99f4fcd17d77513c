package io.watchword.ingest.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PictureCodeTest {
    private static ByteBuffer bytes(String hex) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
    }

    @ParameterizedTest
    @CsvSource({
        "H264, 0000000109F0000001019A, true",
        "H264, 0000000109F0000001419A, false",
        "H264, 000000016742C0000001658884, false",
        "H265, 0000000102010D, false",
        "H265, 0000000100010D, true",
        "H265, 000000014E01050000000100010D, true",
        "H265, 000000012601AF, false",
        "MPEG2, 000001000018FFFF, true",
        "MPEG2, 000001000010FFFF, false",
        "MPEG2, 000001B3160120000001000008FFFF, false",
        "MPEG4, 000001B6B0, true",
        "MPEG4, 000001B650, false",
    })
    void tellsThePicturesThatNoOtherNeeds(PictureCode code, String hex, boolean disposable) {
        assertThat(code.disposable(bytes(hex), 0)).isEqualTo(disposable);
    }

    @ParameterizedTest
    @CsvSource({
        "4, 0000000209F000000003019A00, true",
        "4, 0000000209F000000003419A00, false",
        "2, 000209F00003019A00, true",
    })
    void readsUnitsBehindTheirLengths(int lengthBytes, String hex, boolean disposable) {
        assertThat(PictureCode.H264.disposable(bytes(hex), lengthBytes)).isEqualTo(disposable);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00", "000001", "FFFFFFFF41", "0000FFFF6F", "00000001"})
    void whatItDoesNotUnderstandIsNeeded(String hex) {
        for (PictureCode code : PictureCode.values()) {
            assertThat(code.disposable(bytes(hex), 0)).isFalse();
            assertThat(code.disposable(bytes(hex), 4)).isFalse();
        }
    }
}
