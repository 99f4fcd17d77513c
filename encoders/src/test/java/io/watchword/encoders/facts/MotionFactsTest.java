package io.watchword.encoders.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.watchword.contract.MotionField;
import io.watchword.encoders.testing.Fields;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MotionFactsTest {
    private static final int[] NOTHING = {0, 0};

    @Test
    void aStillCameraStaysStillWhileSomethingSmallMoves() {
        MotionFacts facts =
                measure(
                        (step, row, column) ->
                                inside(row, column, 8, 12, 10, 15) ? new int[] {24, 0} : NOTHING);

        assertThat(facts.globalDx()).containsOnly(0);
        assertThat(facts.globalDy()).containsOnly(0);
        assertThat(facts.activity()[3]).isCloseTo(12, within(0.01f));
    }

    @Test
    void aStillCameraStaysStillWhileSomethingLargePasses() {
        MotionFacts facts =
                measure(
                        (step, row, column) ->
                                inside(row, column, 11, 20, 2, 34) ? new int[] {20, 0} : NOTHING);

        assertThat(facts.globalDx()).containsOnly(0);
        assertThat(facts.activity()[3]).isCloseTo(10, within(0.01f));
    }

    @Test
    void aPanIsTheCamerasAndNoActivity() {
        MotionFacts facts = measure((step, row, column) -> new int[] {-16, 4});

        assertThat(facts.globalDx()[3]).isCloseTo(-8, within(0.01f));
        assertThat(facts.globalDy()[3]).isCloseTo(2, within(0.01f));
        assertThat(facts.activity()).containsOnly(0);
    }

    @Test
    void aPanOverAHalfFlatSceneIsStillAPan() {
        Random flat = new Random(7);
        MotionFacts facts =
                measure(
                        (step, row, column) ->
                                flat.nextInt(100) < 45 ? new int[] {-16, 0} : NOTHING);

        assertThat(facts.globalDx()[3]).isCloseTo(-8, within(0.01f));
        assertThat(facts.activity()).containsOnly(0);
    }

    @Test
    void somethingThatMovesWhileTheCameraPansIsActivity() {
        MotionFacts facts =
                measure(
                        (step, row, column) ->
                                inside(row, column, 8, 13, 10, 16)
                                        ? new int[] {24, 0}
                                        : new int[] {-16, 0});

        assertThat(facts.globalDx()[3]).isCloseTo(-8, within(0.01f));
        assertThat(facts.activity()[3]).isCloseTo(20, within(0.01f));
    }

    @Test
    void aZoomIsNoActivity() {
        MotionFacts facts =
                measure(
                        (step, row, column) ->
                                new int[] {
                                    Math.round((column - 17.5f) * 1.5f),
                                    Math.round((row - 9.5f) * 1.5f)
                                });

        assertThat(facts.globalDx()[3]).isCloseTo(0, within(0.1f));
        assertThat(facts.activity()).containsOnly(0);
    }

    @Test
    void theZoomIsMeasured() {
        MotionField field =
                Fields.of(
                        1,
                        0,
                        (step, row, column) ->
                                new int[] {
                                    Math.round((column - 17.5f) * 3.2f),
                                    Math.round((row - 9.5f) * 3.2f)
                                });

        assertThat(CameraMotion.of(field, 0).zoom()).isCloseTo(0.1f, within(0.005f));
    }

    @Test
    void oneWrongMatchAloneIsNoActivity() {
        MotionFacts facts =
                measure(
                        (step, row, column) ->
                                row % 5 == 2 && column % 5 == 2 ? new int[] {90, -70} : NOTHING);

        assertThat(facts.activity()).containsOnly(0);
    }

    @Test
    void cellsOfNewContentSayNothing() {
        MotionFacts facts = measure((step, row, column) -> null);

        assertThat(facts.activity()).containsOnly(0);
        assertThat(facts.globalDx()).containsOnly(0);
    }

    @Test
    void noisyVectorsEverywhereAreNoPan() {
        Random noise = new Random(3);
        MotionFacts facts =
                measure(
                        (step, row, column) ->
                                new int[] {noise.nextInt(81) - 40, noise.nextInt(81) - 40});

        for (float dx : facts.globalDx()) {
            assertThat(dx).isCloseTo(0, within(3f));
        }
    }

    @Test
    void stepsTheFieldDoesNotHaveAreZero() {
        MotionField field = Fields.of(2, 0, (step, row, column) -> new int[] {10, 0});

        MotionFacts facts = MotionFacts.of(field, 5, 1);

        assertThat(facts.globalDx()).containsExactly(0, 5, 5, 0, 0);
    }

    private static MotionFacts measure(Fields.Cells cells) {
        return MotionFacts.of(Fields.of(12, 0, cells), 12, 0);
    }

    private static boolean inside(int row, int column, int top, int bottom, int left, int right) {
        return row >= top && row < bottom && column >= left && column < right;
    }
}
