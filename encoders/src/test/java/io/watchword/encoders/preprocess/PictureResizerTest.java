package io.watchword.encoders.preprocess;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.watchword.contract.bundle.ImageFilter;
import io.watchword.encoders.testing.Published;
import org.junit.jupiter.api.Test;

class PictureResizerTest {
    @Test
    void resizesAsPilDoes() {
        int cases = 0;
        for (JsonNode one : Published.golden("resize").path("cases")) {
            RgbImage source = RgbImage.of(Published.picture(one.path("picture").asText()));
            int width = one.path("width").asInt();
            int height = one.path("height").asInt();
            ImageFilter filter = ImageFilter.of(one.path("filter").asText());

            RgbImage resized = PictureResizer.resize(source, width, height, filter);

            assertThat(largestDifference(resized.rgb(), Published.bytes(one.path("pixels"))))
                    .as("%s to %d×%d, %s", one.path("picture"), width, height, filter)
                    .isLessThanOrEqualTo(1);
            cases++;
        }
        assertThat(cases).isGreaterThanOrEqualTo(20);
    }

    @Test
    void leavesAPictureOfTheRightSizeAsItIs() {
        RgbImage source = RgbImage.of(Published.picture("street.png"));

        RgbImage same = PictureResizer.resize(source, 96, 64, ImageFilter.LANCZOS);

        assertThat(same.rgb()).isEqualTo(source.rgb());
    }

    private static int largestDifference(byte[] found, byte[] required) {
        assertThat(found).hasSameSizeAs(required);
        int largest = 0;
        for (int i = 0; i < found.length; i++) {
            largest = Math.max(largest, Math.abs((found[i] & 0xff) - (required[i] & 0xff)));
        }
        return largest;
    }
}
