package io.watchword.encoders.preprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.watchword.contract.Decoded;
import io.watchword.contract.bundle.ImageFilter;
import io.watchword.contract.bundle.ImageForm;
import io.watchword.contract.bundle.ImageStep;
import io.watchword.contract.bundle.PatchGrid;
import io.watchword.contract.bundle.PublishedModel;
import io.watchword.encoders.testing.Published;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PictureShaperTest {
    private static final RgbImage STREET = RgbImage.of(Published.picture("street.png"));

    @ParameterizedTest
    @ValueSource(strings = {"idefics3", "llava", "llava_qwen2", "qwen2_vl"})
    void givesThePixelValuesOfTheReference(String family) {
        JsonNode golden = Published.golden(family);
        ImageForm form = PublishedModel.of(Published.bundle(family)).image();
        float[] required = Published.floats(golden.path("pixel_values"));

        EncoderPicture picture = shape(new PictureShaper(form, 4096), STREET);
        FloatBuffer values = FloatBuffer.allocate(required.length);
        if (form.patches().isPresent()) {
            new PixelScale(form).writePatches(picture.image(), form.patches().get(), values);
        } else {
            new PixelScale(form).writePlanes(picture.image(), values);
        }

        assertThat(values.hasRemaining()).isFalse();
        float step = (float) (1 / 255.0 / form.std().get(0));
        assertThat(values.array()).containsExactly(required, within(step));
        assertThat(difference(values.array(), required)).isLessThan(1e-5f);
    }

    private static float difference(float[] found, float[] required) {
        float largest = 0;
        for (int i = 0; i < found.length; i++) {
            largest = Math.max(largest, Math.abs(found[i] - required[i]));
        }
        return largest;
    }

    @Test
    void makesAPictureSmallerUntilItsEmbeddingsFit() {
        RgbImage large = PictureResizer.resize(STREET, 512, 288, ImageFilter.BILINEAR);

        EncoderPicture whole = shape(new PictureShaper(patches(12_845_056), 10_000), large);
        EncoderPicture bounded = shape(new PictureShaper(patches(12_845_056), 100), large);

        assertThat(List.of(whole.rows(), whole.columns())).containsExactly(10, 18);
        assertThat(bounded.tokens()).isBetween(70, 100);
    }

    @Test
    void refusesAPictureThatNeverFits() {
        ImageForm form = PublishedModel.of(Published.bundle("llava")).image();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PictureShaper(form, 15))
                .withMessage("image.tokens is 16, a record holds 15");
    }

    @Test
    void saysThatAPictureIsTooNarrow() {
        RgbImage line = new RgbImage(500, 2, new byte[3000]);

        assertThat(new PictureShaper(patches(10_000), 100).shape(line))
                .isInstanceOfSatisfying(
                        Decoded.Invalid.class,
                        i -> assertThat(i.detail()).contains("500×2 px, too narrow"));
    }

    @Test
    void padsToASquareInTheMiddle() {
        ImageForm form =
                new ImageForm(
                        List.of(new ImageStep.PadSquare(List.of(1, 2, 3))),
                        1,
                        List.of(0.0, 0.0, 0.0),
                        List.of(1.0, 1.0, 1.0),
                        1,
                        Optional.empty());
        RgbImage two = new RgbImage(3, 1, new byte[] {9, 9, 9, 8, 8, 8, 7, 7, 7});

        byte[] rgb = shape(new PictureShaper(form, 1), two).image().rgb();

        assertThat(rgb)
                .containsExactly(
                        1, 2, 3, 1, 2, 3, 1, 2, 3, //
                        9, 9, 9, 8, 8, 8, 7, 7, 7, //
                        1, 2, 3, 1, 2, 3, 1, 2, 3);
    }

    @Test
    void choosesSizesAsThePublishedProcessorsDo() {
        PictureSize wide = new PictureSize(512, 288);

        assertThat(wide.withLongestEdge(2048)).isEqualTo(new PictureSize(2048, 1152));
        assertThat(new PictureSize(100, 33).withLongestEdge(50)).isEqualTo(new PictureSize(50, 16));
        assertThat(new PictureSize(33, 100).withLongestEdge(64)).isEqualTo(new PictureSize(22, 64));
        assertThat(wide.withShortestEdge(336)).isEqualTo(new PictureSize(597, 336));
    }

    private static ImageForm patches(int maxPixels) {
        return new ImageForm(
                List.of(new ImageStep.Multiples(28, 3136, maxPixels, ImageFilter.BICUBIC)),
                1 / 255.0,
                List.of(0.5, 0.5, 0.5),
                List.of(0.5, 0.5, 0.5),
                0,
                Optional.of(new PatchGrid(14, 2, 2)));
    }

    private static EncoderPicture shape(PictureShaper shaper, RgbImage image) {
        return ((Decoded.Valid<EncoderPicture>) shaper.shape(image)).value();
    }
}
