package io.watchword.bench;

import io.watchword.contract.MotionField;
import java.util.Arrays;
import java.util.Locale;

/** Compares motion fields with the truth and counts. Lengths in pixels at 640 wide. */
final class MotionScore {
    /** Below this something does not count as moving. */
    private static final double MIN_SHIFT = 1;

    /** Cosine of how far a direction may be off: 45 degrees. */
    private static final double SAME_WAY = Math.sqrt(0.5);

    private double[] errors = new double[1024];
    private int moving;
    private int found;
    private int rightWay;
    private int resting;
    private int stirred;

    /** One step: from the picture at {@code before} to that at {@code now}, seconds. */
    void step(MovingScene scene, MotionField field, int step, double before, double now) {
        double cellWidth = MovingScene.WIDTH / MotionField.GRID_WIDTH;
        double cellHeight = scene.height() / MotionField.GRID_HEIGHT;
        double unitX = MotionField.PX_PER_UNIT * MovingScene.WIDTH / MotionField.FRAME_WIDTH_PX;
        double unitY = MotionField.PX_PER_UNIT * scene.height() / MotionField.FRAME_HEIGHT_PX;
        for (int row = 0; row < MotionField.GRID_HEIGHT; row++) {
            for (int column = 0; column < MotionField.GRID_WIDTH; column++) {
                MovingScene.Shift truth =
                        scene.shift(
                                column * cellWidth,
                                row * cellHeight,
                                cellWidth,
                                cellHeight,
                                before,
                                now);
                if (truth != null) {
                    cell(
                            truth,
                            field.dx(step, row, column) * unitX,
                            field.dy(step, row, column) * unitY);
                }
            }
        }
    }

    private void cell(MovingScene.Shift truth, double dx, double dy) {
        boolean says = dx != 0 || dy != 0;
        if (truth.length() == 0) {
            resting++;
            stirred += says ? 1 : 0;
        } else if (truth.length() >= MIN_SHIFT) {
            if (moving == errors.length) {
                errors = Arrays.copyOf(errors, 2 * moving);
            }
            errors[moving++] = Math.hypot(dx - truth.dx(), dy - truth.dy());
            found += says ? 1 : 0;
            double cosine =
                    (dx * truth.dx() + dy * truth.dy()) / (Math.hypot(dx, dy) * truth.length());
            rightWay += says && cosine >= SAME_WAY ? 1 : 0;
        }
    }

    void add(MotionScore other) {
        double[] both = Arrays.copyOf(errors, moving + other.moving + 1);
        System.arraycopy(other.errors, 0, both, moving, other.moving);
        errors = both;
        moving += other.moving;
        found += other.found;
        rightWay += other.rightWay;
        resting += other.resting;
        stirred += other.stirred;
    }

    /** Error that this share of the moving cells stays below; cells without a vector count too. */
    double error(double share) {
        double[] sorted = Arrays.copyOf(errors, moving);
        Arrays.sort(sorted);
        return moving == 0
                ? Double.NaN
                : sorted[(int) Math.min(moving - 1L, (long) (share * moving))];
    }

    /** Of the moving cells that have a vector, those whose vector points the right way. */
    double directionRight() {
        return (double) rightWay / found;
    }

    /** Of the moving cells, those that have a vector. */
    double foundShare() {
        return (double) found / moving;
    }

    /** Of the resting cells, those that have a vector. */
    double falseShare() {
        return (double) stirred / resting;
    }

    String line() {
        return String.format(
                Locale.ROOT,
                "%8d %7.2f %7.2f %8.2f %8.2f %9d %8.3f",
                moving,
                error(0.5),
                error(0.9),
                100 * directionRight(),
                100 * foundShare(),
                resting,
                100 * falseShare());
    }

    static String heading() {
        return String.format(
                "%8s %7s %7s %8s %8s %9s %8s",
                "moving", "median", "p90", "right %", "found %", "resting", "false %");
    }
}
