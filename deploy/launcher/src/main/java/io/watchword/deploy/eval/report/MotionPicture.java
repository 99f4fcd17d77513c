package io.watchword.deploy.eval.report;

import io.watchword.contract.MotionField;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Line2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import javax.imageio.ImageIO;

/**
 * A motion field to look at: each cell has the colour of the way it went, stronger the faster, and
 * every second one an arrow's line; what the field does not know is white. The mean of the steps in
 * which a cell moved.
 */
final class MotionPicture {
    private static final int CELL_PX = 9;
    private static final double FULL_PX = 6; // displacement a step that has full colour
    private static final double LEAST_PX = 0.4;
    private static final double ARROW = 2.2;

    private MotionPicture() {}

    /** A PNG file. */
    static byte[] of(List<MotionField> fields) {
        int width = MotionField.GRID_WIDTH * CELL_PX;
        int height = MotionField.GRID_HEIGHT * CELL_PX;
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(
                RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        double[][][] mean = new double[MotionField.GRID_HEIGHT][MotionField.GRID_WIDTH][];
        for (int row = 0; row < MotionField.GRID_HEIGHT; row++) {
            for (int column = 0; column < MotionField.GRID_WIDTH; column++) {
                mean[row][column] = mean(fields, row, column);
                graphics.setColor(colour(mean[row][column]));
                graphics.fillRect(column * CELL_PX, row * CELL_PX, CELL_PX, CELL_PX);
            }
        }
        graphics.setColor(new Color(20, 24, 33));
        graphics.setStroke(new BasicStroke(1.1f));
        for (int row = 0; row < MotionField.GRID_HEIGHT; row += 2) {
            for (int column = row / 2 % 2; column < MotionField.GRID_WIDTH; column += 2) {
                arrow(graphics, row, column, mean[row][column]);
            }
        }
        graphics.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", out);
        } catch (IOException e) { // memory does not fail to be written
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** Pixels a step at 576×320, x and y. */
    private static double[] mean(List<MotionField> fields, int row, int column) {
        double x = 0;
        double y = 0;
        int moved = 0;
        for (MotionField field : fields) {
            for (int step = 0; step < field.steps(); step++) {
                int dx = field.dx(step, row, column);
                int dy = field.dy(step, row, column);
                x += dx * MotionField.PX_PER_UNIT;
                y += dy * MotionField.PX_PER_UNIT;
                moved += dx != 0 || dy != 0 ? 1 : 0;
            }
        }
        return new double[] {x / Math.max(1, moved), y / Math.max(1, moved)};
    }

    private static Color colour(double[] motion) {
        double length = Math.hypot(motion[0], motion[1]);
        double turn = Math.atan2(motion[1], motion[0]) / (2 * Math.PI);
        float strength = (float) Math.min(1, length / FULL_PX);
        return Color.getHSBColor((float) (turn < 0 ? turn + 1 : turn), strength * 0.8f, 1);
    }

    private static void arrow(Graphics2D graphics, int row, int column, double[] motion) {
        double length = Math.hypot(motion[0], motion[1]);
        if (length < LEAST_PX) {
            return;
        }
        double scale = ARROW * Math.min(1, FULL_PX / length);
        double x = (column + 0.5) * CELL_PX;
        double y = (row + 0.5) * CELL_PX;
        graphics.draw(new Line2D.Double(x, y, x + motion[0] * scale, y + motion[1] * scale));
        graphics.fillOval((int) x - 1, (int) y - 1, 3, 3); // where it starts
    }
}
