package io.watchword.ingest.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.watchword.contract.MotionField;
import io.watchword.contract.Segment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.ffmpeg.ffmpeg;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The motion field of sources that are stored in unfriendly ways. */
class MotionSourceTest {
    private static final int WIDTH = 576;
    private static final int HEIGHT = 320;

    /** Pixels a step of a sixth of a second, five frames. */
    private static final double DX = 10;

    private static final double DY = 5;

    @SuppressWarnings("NullAway.Init") // by JUnit
    @TempDir
    Path folder;

    private static int pan(double frame, int x, int y) {
        return Scenes.texture(x - frame * DX / 5, y - frame * DY / 5, 14, 1);
    }

    private static TestClip panning(int frames) {
        return TestClip.make().video(WIDTH, HEIGHT, frames, (i, x, y) -> pan(i, x, y));
    }

    /** Mean displacement of the moving cells in the middle of the picture, pixels. */
    private record Mean(double dx, double dy, double share) {
        static Mean of(MotionField field, int step) {
            int cells = 0;
            int moving = 0;
            double dx = 0;
            double dy = 0;
            for (int row = 3; row < MotionField.GRID_HEIGHT - 3; row++) {
                for (int column = 3; column < MotionField.GRID_WIDTH - 3; column++) {
                    cells++;
                    if (field.dx(step, row, column) != 0 || field.dy(step, row, column) != 0) {
                        moving++;
                        dx += field.dx(step, row, column) * MotionField.PX_PER_UNIT;
                        dy += field.dy(step, row, column) * MotionField.PX_PER_UNIT;
                    }
                }
            }
            int divisor = Math.max(1, moving);
            return new Mean(dx / divisor, dy / divisor, (double) moving / cells);
        }
    }

    private static void assertPans(MotionField field, int step, double dx, double dy) {
        Mean mean = Mean.of(field, step);
        assertThat(mean.share()).as("moving at step %d", step).isGreaterThan(0.95);
        assertThat(mean.dx()).as("step %d", step).isCloseTo(dx, within(0.7));
        assertThat(mean.dy()).as("step %d", step).isCloseTo(dy, within(0.7));
    }

    private static void assertRests(MotionField field, int step) {
        assertThat(Mean.of(field, step).share()).as("moving at step %d", step).isZero();
    }

    @ParameterizedTest
    @CsvSource({"1, tff", "0, bff"})
    void interlacedPicturesMoveAsTheirFieldsDo(int topFirst, String order) {
        // Each frame weaves two moments, half a frame apart.
        Path clip =
                TestClip.make()
                        .video(
                                WIDTH,
                                HEIGHT,
                                60,
                                (i, x, y) -> pan(i + (y % 2 == topFirst ? 0.5 : 0), x, y))
                        .with("-c:v", "mpeg2video", "-flags", "+ilme+ildct", "-q:v", "3")
                        .with("-vf", "setfield=" + order)
                        .write(folder.resolve("woven.ts"));

        MotionField field = Recorded.of(clip).motion(0);

        for (int step = 1; step < 11; step++) {
            assertPans(field, step, DX, DY);
        }
    }

    @ParameterizedTest
    @CsvSource({"-90, -9, 5.56", "180, -10, -5", "90, 9, -5.56"})
    void turnedPicturesMoveAsTheyAreSeen(int turn, double dx, double dy) throws IOException {
        Path stored = panning(30).write(folder.resolve("stored.mp4"));
        Path clip = folder.resolve("turned.mp4");
        TestClip.run(
                List.of(
                        Loader.load(ffmpeg.class),
                        "-v",
                        "error",
                        "-nostdin",
                        "-display_rotation",
                        Integer.toString(turn),
                        "-i",
                        stored.toString(),
                        "-c",
                        "copy",
                        clip.toString()));

        MotionField field = Recorded.of(clip).motion(0);

        assertPans(field, 2, dx, dy);
        assertPans(field, 4, dx, dy);
    }

    @Test
    void aLongGroupOfPicturesChangesNothing() {
        Path clip =
                TestClip.make()
                        .video(WIDTH / 2, HEIGHT / 2, 300, (i, x, y) -> pan(i, 2 * x, 2 * y))
                        .with("-c:v", "libopenh264", "-b:v", "1M", "-g", "250")
                        .write(folder.resolve("long.mp4"));

        List<Segment> segments = Recorded.of(clip).media();

        assertThat(segments).hasSize(5);
        for (Segment segment : segments) {
            for (int step = 1; step < 12; step++) {
                assertPans(segment.motion().orElseThrow(), step, DX, DY);
            }
        }
    }

    @Test
    void lostFramesRestAndTheNextOneHasMovedAllTheWay() {
        Path clip =
                panning(60)
                        .with("-vf", "select='not(between(n,20,34))'", "-fps_mode", "vfr")
                        .write(folder.resolve("hole.mkv"));

        MotionField field = Recorded.of(clip).motion(0);

        for (int step : new int[] {1, 2, 3, 8, 9, 10}) {
            assertPans(field, step, DX, DY);
        }
        for (int step : new int[] {4, 5, 6}) {
            assertRests(field, step);
        }
        assertPans(field, 7, 4 * DX, 4 * DY);
    }

    @Test
    void whereAFrameIsLostTheNextOneIsMeasured() {
        Path clip =
                panning(60)
                        .with("-vf", "select='mod(n+1,4)'", "-fps_mode", "vfr")
                        .write(folder.resolve("gaps.mkv"));

        MotionField field = Recorded.of(clip).motion(0);

        for (int step = 1; step < 11; step++) {
            double frames = sampled(step) - sampled(step - 1);
            assertPans(field, step, DX * frames / 5, DY * frames / 5);
        }
    }

    /** First frame in a step, of those that are left. */
    private static int sampled(int step) {
        return 5 * step % 4 == 3 ? 5 * step + 1 : 5 * step;
    }

    @Test
    void framesShownTwiceMoveOnce() {
        Path clip =
                TestClip.make()
                        .video(WIDTH, HEIGHT, 60, (i, x, y) -> pan(i / 2 * 2, x, y))
                        .with("-c:v", "libopenh264", "-b:v", "3M")
                        .write(folder.resolve("twice.mp4"));

        MotionField field = Recorded.of(clip).motion(0);

        for (int step = 1; step < 11; step++) {
            double frames = 5 * step / 2 * 2 - 5 * (step - 1) / 2 * 2;
            assertPans(field, step, DX * frames / 5, DY * frames / 5);
        }
    }

    @Test
    void aFrozenPictureRests() {
        Path clip =
                TestClip.make()
                        .video(
                                WIDTH,
                                HEIGHT,
                                60,
                                (i, x, y) -> pan(i > 20 && i <= 40 ? 20 : i, x, y))
                        .with("-c:v", "libopenh264", "-b:v", "1M")
                        .write(folder.resolve("frozen.mp4"));

        MotionField field = Recorded.of(clip).motion(0);

        for (int step : new int[] {1, 2, 3, 4, 10, 11}) {
            assertPans(field, step, DX, DY);
        }
        for (int step : new int[] {5, 6, 7, 8}) {
            assertRests(field, step);
        }
        assertPans(field, 9, 5 * DX, 5 * DY);
    }
}
