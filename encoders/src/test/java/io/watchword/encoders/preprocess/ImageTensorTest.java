package io.watchword.encoders.preprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.watchword.contract.Decoded;
import io.watchword.contract.ErrorCode;
import io.watchword.encoders.testing.Pictures;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ImageTensorTest {
    private final ImageTensor tensor = new ImageTensor(160, 96);

    @Test
    void keepsAColourWhateverTheSize() {
        byte[] rgb = decode(Pictures.jpeg(Pictures.plain(512, 288, new Color(200, 40, 90))));

        assertThat(rgb).hasSize(160 * 96 * 3);
        for (int i = 0; i < rgb.length; i += 3) {
            assertThat(rgb[i] & 0xff).isCloseTo(200, within(3));
            assertThat(rgb[i + 1] & 0xff).isCloseTo(40, within(3));
            assertThat(rgb[i + 2] & 0xff).isCloseTo(90, within(3));
        }
    }

    @Test
    void averagesDetailThatIsTooFineInsteadOfAliasingIt() {
        BufferedImage stripes =
                Pictures.of(640, 384, (x, y) -> x % 2 == 0 ? Color.WHITE : Color.BLACK);

        byte[] rgb = decode(Pictures.jpeg(stripes));

        for (int x = 4; x < 156; x++) {
            assertThat(rgb[(48 * 160 + x) * 3] & 0xff).isCloseTo(127, within(12));
        }
    }

    @Test
    void keepsLeftAndRightTopAndBottomWhereTheyAre() {
        BufferedImage quarters =
                Pictures.of(320, 192, (x, y) -> new Color(x < 160 ? 0 : 255, y < 96 ? 0 : 255, 0));

        byte[] rgb = decode(Pictures.jpeg(quarters));

        assertThat(at(rgb, 20, 10)).containsExactly(new float[] {0, 0, 0}, within(6f));
        assertThat(at(rgb, 140, 10)).containsExactly(new float[] {255, 0, 0}, within(6f));
        assertThat(at(rgb, 20, 80)).containsExactly(new float[] {0, 255, 0}, within(6f));
    }

    @Test
    void readsGreyAsTheGreyItIs() {
        BufferedImage grey = new BufferedImage(64, 64, BufferedImage.TYPE_BYTE_GRAY);
        Arrays.fill(
                ((java.awt.image.DataBufferByte) grey.getRaster().getDataBuffer()).getData(),
                (byte) 77);

        byte[] rgb = decode(Pictures.jpeg(grey));

        assertThat(at(rgb, 80, 48)).containsExactly(new float[] {77, 77, 77}, within(2f));
    }

    @Test
    void enlargesASmallPictureSmoothly() {
        BufferedImage halves = Pictures.of(16, 16, (x, y) -> x < 8 ? Color.BLACK : Color.WHITE);

        byte[] rgb = decode(Pictures.jpeg(halves));

        float previous = 0;
        for (int x = 60; x < 100; x++) {
            float value = at(rgb, x, 48)[0];
            assertThat(value).isGreaterThanOrEqualTo(previous - 12);
            previous = value;
        }
    }

    @Test
    void saysWhatIsWrongWithBytesThatAreNoPicture() {
        byte[] jpeg = Pictures.jpeg(Pictures.plain(64, 64, Color.RED));

        assertThat(tensor.decode(new byte[] {1, 2, 3}))
                .isInstanceOfSatisfying(
                        Decoded.Invalid.class,
                        i -> assertThat(i.code()).isEqualTo(ErrorCode.CORRUPT_MEDIA));
        assertThat(tensor.decode(Arrays.copyOf(jpeg, 100))).isInstanceOf(Decoded.Invalid.class);
    }

    @Test
    void refusesAPictureThatDeclaresMorePixelsThanIsSane() {
        byte[] jpeg = Pictures.jpeg(Pictures.plain(64, 64, Color.RED));
        Pictures.declareSize(jpeg, 65_000, 65_000);

        assertThat(tensor.decode(jpeg))
                .isInstanceOfSatisfying(
                        Decoded.Invalid.class,
                        i -> assertThat(i.code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED));
    }

    @Test
    void writesPlanesBetweenZeroAndOne() {
        ImageTensor small = new ImageTensor(2, 1);
        FloatBuffer planes = FloatBuffer.allocate(7);

        small.write(new byte[] {(byte) 255, 0, 51, 0, (byte) 255, 102}, planes, 1);

        assertThat(planes.array()).containsExactly(0, 1, 0, 0, 1, 0.2f, 0.4f);
    }

    private byte[] decode(byte[] jpeg) {
        return ((Decoded.Valid<byte[]>) tensor.decode(jpeg)).value();
    }

    private static float[] at(byte[] rgb, int x, int y) {
        int i = (y * 160 + x) * 3;
        return new float[] {rgb[i] & 0xff, rgb[i + 1] & 0xff, rgb[i + 2] & 0xff};
    }
}
