package io.watchword.view.page;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.util.Random;

/**
 * A made-up place with something that goes through it, drawn as a function of time. Pure.
 *
 * @param seed which place it is
 * @param night whether it is dark
 * @param actor what goes through it
 * @param rightwards where to
 */
record Scene(int seed, boolean night, Actor actor, boolean rightwards) {
    static final int WIDTH = 576;
    static final int HEIGHT = 320;
    static final int ROWS = 20;
    static final int COLUMNS = 36;

    private static final double ROAD = 0.66;

    /** What may go through. */
    enum Actor {
        NOBODY(0, 0),
        PERSON(26, 74),
        DOG(46, 28),
        CAR(120, 52),
        VAN(150, 84),
        LORRY(230, 108);

        private final int width;
        private final int height;

        Actor(int width, int height) {
            this.width = width;
            this.height = height;
        }
    }

    private Color shade(int red, int green, int blue) {
        double light = night ? 0.34 : 1;
        int cold = night ? 18 : 0;
        return new Color(
                (int) (red * light),
                (int) (green * light),
                Math.min(255, (int) (blue * light) + cold));
    }

    /** Left edge at a part of the way, {@code [0, 1]}. */
    private double leftPx(double part) {
        double way = WIDTH * 0.72;
        double from = WIDTH * 0.14 - actor.width / 2.0;
        return rightwards ? from + way * part : from + way * (1 - part);
    }

    private double topPx() {
        return HEIGHT * ROAD + 40 - actor.height;
    }

    BufferedImage draw(double part) {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        place(pen);
        act(pen, leftPx(part), topPx(), part);
        pen.dispose();
        return image;
    }

    private void place(Graphics2D pen) {
        Random random = new Random(seed);
        pen.setPaint(new GradientPaint(0, 0, shade(142, 178, 214), 0, 170, shade(226, 232, 232)));
        pen.fillRect(0, 0, WIDTH, HEIGHT);
        int x = -20;
        while (x < WIDTH) {
            int width = 80 + random.nextInt(120);
            int height = 60 + random.nextInt(90);
            building(pen, random, x, width, height);
            x += width + random.nextInt(50);
        }
        int horizon = (int) (HEIGHT * 0.56);
        pen.setPaint(
                new GradientPaint(0, horizon, shade(132, 150, 112), 0, 230, shade(96, 118, 84)));
        pen.fillRect(0, horizon, WIDTH, HEIGHT);
        for (int tree = 0; tree < 3 + random.nextInt(3); tree++) {
            tree(pen, random.nextInt(WIDTH), horizon + 6, 24 + random.nextInt(22));
        }
        road(pen, (int) (HEIGHT * ROAD));
    }

    private void building(Graphics2D pen, Random random, int x, int width, int height) {
        int top = (int) (HEIGHT * 0.57) - height;
        int grey = 150 + random.nextInt(60);
        pen.setColor(shade(grey, grey - 8 - random.nextInt(18), grey - 22 - random.nextInt(20)));
        pen.fillRect(x, top, width, height);
        for (int row = top + 12; row < top + height - 18; row += 24) {
            for (int column = x + 10; column < x + width - 16; column += 24) {
                boolean lit = night && random.nextInt(4) == 0;
                pen.setColor(lit ? new Color(244, 214, 130) : shade(86, 104, 124));
                pen.fillRect(column, row, 13, 14);
            }
        }
    }

    private void tree(Graphics2D pen, int x, int floor, int size) {
        pen.setColor(shade(88, 66, 48));
        pen.fillRect(x - 3, floor - size / 2, 6, size / 2 + 8);
        pen.setColor(shade(70, 108, 66));
        pen.fill(new Ellipse2D.Double(x - size / 2.0, floor - size * 1.5, size, size * 1.25));
    }

    private void road(Graphics2D pen, int top) {
        pen.setPaint(new GradientPaint(0, top, shade(98, 100, 106), 0, HEIGHT, shade(74, 76, 82)));
        pen.fillRect(0, top, WIDTH, HEIGHT - top);
        pen.setColor(shade(176, 176, 170));
        pen.fillRect(0, top, WIDTH, 4);
        pen.setStroke(new BasicStroke(4, BasicStroke.CAP_BUTT, 0, 10, new float[] {34, 26}, 0));
        pen.setColor(shade(222, 220, 206));
        pen.drawLine(0, top + 66, WIDTH, top + 66);
    }

    private void act(Graphics2D pen, double x, double y, double part) {
        if (actor == Actor.NOBODY) {
            return;
        }
        pen.setColor(new Color(0, 0, 0, 70));
        double wide = actor.width;
        pen.fill(new Ellipse2D.Double(x - 4, y + actor.height - 9, wide + 8, 16));
        switch (actor) {
            case PERSON -> person(pen, x, y, part);
            case DOG -> dog(pen, x, y, part);
            default -> vehicle(pen, x, y);
        }
        if (night && actor.width >= 120) {
            double lamp = rightwards ? x + wide : x;
            double far = rightwards ? lamp + 130 : lamp - 130;
            Path2D beam = new Path2D.Double();
            beam.moveTo(lamp, y + actor.height - 26);
            beam.lineTo(far, y + actor.height - 46);
            beam.lineTo(far, y + actor.height + 8);
            beam.closePath();
            pen.setPaint(
                    new GradientPaint(
                            (float) lamp,
                            0,
                            new Color(255, 240, 190, 150),
                            (float) far,
                            0,
                            new Color(255, 240, 190, 0)));
            pen.fill(beam);
        }
    }

    private void person(Graphics2D pen, double x, double y, double part) {
        double swing = Math.sin(part * 60) * 9;
        pen.setStroke(new BasicStroke(7, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        pen.setColor(shade(44, 52, 74));
        pen.drawLine((int) x + 13, (int) y + 44, (int) (x + 13 + swing), (int) y + 72);
        pen.drawLine((int) x + 13, (int) y + 44, (int) (x + 13 - swing), (int) y + 72);
        pen.setColor(shade(190, 70, 58));
        pen.fill(new RoundRectangle2D.Double(x + 4, y + 16, 18, 32, 12, 12));
        pen.setColor(shade(222, 180, 150));
        pen.fill(new Ellipse2D.Double(x + 6, y, 15, 17));
    }

    private void dog(Graphics2D pen, double x, double y, double part) {
        double swing = Math.sin(part * 80) * 5;
        pen.setColor(shade(120, 84, 52));
        pen.fill(new RoundRectangle2D.Double(x + 4, y + 6, 34, 13, 10, 10));
        pen.fill(new Ellipse2D.Double(rightwards ? x + 32 : x - 2, y, 14, 13));
        pen.setStroke(new BasicStroke(4, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        for (double leg : new double[] {9, 33}) {
            pen.drawLine((int) (x + leg), (int) y + 17, (int) (x + leg + swing), (int) y + 27);
        }
    }

    private void vehicle(Graphics2D pen, double x, double y) {
        double wide = actor.width;
        double high = actor.height;
        boolean car = actor == Actor.CAR;
        pen.setColor(car ? shade(62, 98, 164) : shade(236, 236, 232));
        if (car) {
            pen.fill(new RoundRectangle2D.Double(x, y + 20, wide, high - 28, 16, 16));
            pen.fill(new RoundRectangle2D.Double(x + 24, y, wide - 48, 34, 26, 26));
        } else {
            pen.fill(new RoundRectangle2D.Double(x, y, wide, high - 10, 14, 14));
        }
        pen.setColor(shade(58, 74, 92));
        double glass = rightwards ? x + wide - 40 : x + 8;
        pen.fill(
                new RoundRectangle2D.Double(
                        car ? x + 32 : glass,
                        y + (car ? 6 : 12),
                        car ? wide - 64 : 32,
                        car ? 16 : 24,
                        8,
                        8));
        for (double wheel : new double[] {wide * 0.2, wide * 0.78}) {
            pen.setColor(shade(34, 34, 38));
            pen.fill(new Ellipse2D.Double(x + wheel - 13, y + high - 24, 26, 26));
            pen.setColor(shade(160, 160, 164));
            pen.fill(new Ellipse2D.Double(x + wheel - 5, y + high - 16, 10, 10));
        }
    }

    /** Right, down of each cell, for one step of motion; pixels. */
    float[] motion(double part, double stepPart) {
        float[] field = new float[ROWS * COLUMNS * 2];
        if (actor == Actor.NOBODY) {
            return field;
        }
        Rectangle2D body = new Rectangle2D.Double(leftPx(part), topPx(), actor.width, actor.height);
        float dx = Math.round(2 * (leftPx(part + stepPart) - leftPx(part))) / 2f;
        for (int cell = 0; cell < ROWS * COLUMNS; cell++) {
            double x = (cell % COLUMNS + 0.5) * WIDTH / COLUMNS;
            double y = (Math.floorDiv(cell, COLUMNS) + 0.5) * HEIGHT / ROWS;
            if (body.contains(x, y)) {
                field[2 * cell] = dx;
            }
        }
        return field;
    }
}
