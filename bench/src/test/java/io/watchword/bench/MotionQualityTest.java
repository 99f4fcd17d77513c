package io.watchword.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.bench.MotionClip.Codec;
import io.watchword.bench.MotionClip.Quality;
import io.watchword.bench.MovingScene.Kind;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The marks that the motion field is held to, on a few of the clips that MotionQuality makes. */
class MotionQualityTest {
    @SuppressWarnings("NullAway.Init") // by JUnit
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "BOXES, 426, 240, 15, 8, 4, H264, FAIR",
        "BOXES, 640, 360, 25, 16, 0, MPEG4, POOR",
        "BOXES, 1280, 720, 10, 3, 2, VP8, FAIR",
        "BOXES, 640, 360, 30, 40, 2, H264, FAIR",
        "PAN, 640, 480, 60, 16, 8, MJPEG, POOR",
        "PAN, 640, 360, 25, 45, 2, H264, FAIR",
    })
    void whatMovesIsMeasuredWithinAPixelAndAHalfAndTheRightWay(
            Kind kind,
            int widthPx,
            int heightPx,
            int fps,
            double speed,
            double sigma,
            Codec codec,
            Quality quality)
            throws IOException {
        MotionScore score = new MotionScore();

        new MotionClip(kind, widthPx, heightPx, fps, speed, sigma, codec, quality, 4)
                .measure(folder, score);

        assertThat(score.error(0.5)).isLessThanOrEqualTo(1.5);
        assertThat(score.directionRight()).isGreaterThanOrEqualTo(0.98);
        assertThat(score.foundShare()).isGreaterThanOrEqualTo(0.95);
    }

    @ParameterizedTest
    @CsvSource({"2, H264, FAIR", "8, H264, GOOD", "8, MPEG4, POOR", "4, MJPEG, POOR"})
    void aNoisyStillSceneHardlyMoves(double sigma, Codec codec, Quality quality)
            throws IOException {
        MotionScore score = new MotionScore();

        new MotionClip(Kind.STILL, 640, 360, 25, 0, sigma, codec, quality, 5)
                .measure(folder, score);

        assertThat(score.falseShare()).isLessThanOrEqualTo(0.02);
    }
}
