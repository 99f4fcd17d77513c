package io.watchword.ingest.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.watchword.contract.MotionField;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MotionDirectionTest {
    private static final int FRAMES = 30;
    private static final int FRAMES_PER_STEP = 5;

    @SuppressWarnings("NullAway.Init") // by JUnit
    @TempDir
    Path folder;

    /** Mean displacement of the moving cells, pixels at 576×320, and their share of those asked. */
    private record Mean(double dx, double dy, double share) {}

    @ParameterizedTest
    @ValueSource(ints = {0, 45, 90, 135, 180, 225, 270, 315})
    void aPanMovesTheWholePictureItsWay(int degrees) {
        double vx = 8 * Math.cos(Math.toRadians(degrees));
        double vy = 8 * Math.sin(Math.toRadians(degrees));

        Mean mean = pan(320, 180, vx, vy);

        assertThat(mean.dx()).isCloseTo(vx, within(0.5));
        assertThat(mean.dy()).isCloseTo(vy, within(0.5));
        assertThat(mean.share()).isGreaterThan(0.9);
    }

    @ParameterizedTest
    @CsvSource({"320,240", "321,241", "1280,720", "180,320"})
    void displacementIsMeasuredAt576By320WhateverTheSourcesSize(int width, int height) {
        Mean mean = pan(width, height, 6, -4);

        assertThat(mean.dx()).isCloseTo(6, within(0.5));
        assertThat(mean.dy()).isCloseTo(-4, within(0.5));
        assertThat(mean.share()).isGreaterThan(0.9);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 45, 90, 135, 180, 225, 270, 315})
    void somethingMovingBeforeAStillWallMovesAlone(int degrees) {
        assertMoves(16, degrees, 0.8);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 90, 180, 270})
    void somethingFastIsFoundWhicheverWayItGoes(int degrees) {
        assertMoves(30, degrees, 0.7);
    }

    private void assertMoves(double speed, int degrees, double share) {
        double vx = speed * Math.cos(Math.toRadians(degrees));
        double vy = speed * Math.sin(Math.toRadians(degrees));

        Mean mean = mover(576, 320, vx, vy);

        assertThat(mean.dx()).isCloseTo(vx, within(speed / 8));
        assertThat(mean.dy()).isCloseTo(vy, within(speed / 8));
        assertThat(mean.share()).isGreaterThan(share);
    }

    private Mean pan(int width, int height, double vx, double vy) {
        double fx = vx / FRAMES_PER_STEP;
        double fy = vy / FRAMES_PER_STEP;
        double toX = 576.0 / width;
        double toY = 320.0 / height;
        Path clip =
                TestClip.make()
                        .video(
                                width,
                                height,
                                FRAMES,
                                (i, x, y) ->
                                        Scenes.texture(x * toX - fx * i, y * toY - fy * i, 14, 1))
                        .write(folder.resolve("pan.avi"));
        return mean(Recorded.of(clip).motion(0), 0, 0, 0, 0, 288, 160);
    }

    private Mean mover(int width, int height, double vx, double vy) {
        double fx = vx / FRAMES_PER_STEP;
        double fy = vy / FRAMES_PER_STEP;
        double startX = width / 2.0 - fx * FRAMES / 2;
        double startY = height / 2.0 - fy * FRAMES / 2;
        Path clip =
                TestClip.make()
                        .video(
                                width,
                                height,
                                FRAMES,
                                (i, x, y) -> {
                                    double rx = x - startX - fx * i;
                                    double ry = y - startY - fy * i;
                                    return Math.abs(rx) < 72 && Math.abs(ry) < 48
                                            ? Scenes.texture(rx, ry, 14, 2)
                                            : Scenes.texture(x, y, 20, 3);
                                })
                        .write(folder.resolve("mover.avi"));
        return mean(Recorded.of(clip).motion(0), startX, startY, vx, vy, 72, 48);
    }

    /** Over the cells that lie wholly in the box around (x, y), which moves by (vx, vy) a step. */
    private static Mean mean(
            MotionField field, double x, double y, double vx, double vy, int halfX, int halfY) {
        double boxX = x == 0 ? halfX : x;
        double boxY = y == 0 ? halfY : y;
        int cells = 0;
        int moving = 0;
        double dx = 0;
        double dy = 0;
        for (int step = 1; step < field.steps(); step++) {
            for (int cell = 0; cell < MotionField.CELLS; cell++) {
                int row = cell / MotionField.GRID_WIDTH;
                int column = cell % MotionField.GRID_WIDTH;
                boolean inside =
                        Math.abs(column * 16 + 8 - boxX - vx * step) <= halfX - 8
                                && Math.abs(row * 16 + 8 - boxY - vy * step) <= halfY - 8;
                if (inside) {
                    cells++;
                    if (field.dx(step, row, column) != 0 || field.dy(step, row, column) != 0) {
                        moving++;
                        dx += field.dx(step, row, column) * MotionField.PX_PER_UNIT;
                        dy += field.dy(step, row, column) * MotionField.PX_PER_UNIT;
                    }
                }
            }
        }
        return new Mean(dx / moving, dy / moving, (double) moving / cells);
    }
}
