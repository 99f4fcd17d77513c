package io.watchword.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Textured boxes that move before a textured wall, or a camera that pans over it: pictures whose
 * motion is known exactly. Everything is laid out on a plane 640 pixels wide, whatever the size of
 * the pictures. Equal seeds give equal pictures. Not thread-safe.
 */
final class MovingScene {
    /** Width of the plane that all lengths here are measured on. */
    static final double WIDTH = 640;

    private static final double BOX_WIDTH = 130;
    private static final double BOX_HEIGHT = 95;
    private static final double PAN_RANGE = 160;
    private static final int NOISE_TABLE = 1 << 20;

    /** What moves. */
    enum Kind {
        STILL,
        BOXES,
        PAN
    }

    /** Displacement since an earlier time. */
    record Shift(double dx, double dy) {
        static final Shift NONE = new Shift(0, 0);

        double length() {
            return Math.hypot(dx, dy);
        }
    }

    private record Mover(double x0, double y0, double perSecondX, double perSecondY) {}

    private final int widthPx;
    private final int heightPx;
    private final double height;
    private final double scale;
    private final Kind kind;
    private final List<Mover> movers = new ArrayList<>();
    private final List<Texture> textures = new ArrayList<>();
    private final byte[] noise = new byte[NOISE_TABLE];
    private final long seed;

    /**
     * @param speed how far things move in a sixth of a second
     * @param sigma of the sensor's noise, of 255
     */
    MovingScene(int widthPx, int heightPx, Kind kind, double speed, double sigma, long seed) {
        this.widthPx = widthPx;
        this.heightPx = heightPx;
        this.scale = widthPx / WIDTH;
        this.height = heightPx / scale;
        this.kind = kind;
        this.seed = seed;
        SplittableRandom random = new SplittableRandom(seed);
        double margin = kind == Kind.PAN ? PAN_RANGE : 0;
        textures.add(Texture.paint(WIDTH + margin, height + margin, scale, random.nextLong()));
        for (int i = 0; i < (kind == Kind.BOXES ? 3 : kind == Kind.PAN ? 1 : 0); i++) {
            double angle = random.nextDouble(2 * Math.PI);
            double perSecond = speed * 6 * random.nextDouble(0.7, 1.3);
            movers.add(
                    new Mover(
                            random.nextDouble(range(true)),
                            random.nextDouble(range(false)),
                            perSecond * Math.cos(angle),
                            perSecond * Math.sin(angle)));
            if (kind == Kind.BOXES) {
                textures.add(Texture.paint(BOX_WIDTH, BOX_HEIGHT, scale, random.nextLong()));
            }
        }
        java.util.Random gauss = new java.util.Random(seed);
        for (int i = 0; i < NOISE_TABLE; i++) {
            noise[i] =
                    (byte) Math.max(-127, Math.min(127, Math.round(gauss.nextGaussian() * sigma)));
        }
    }

    private double range(boolean across) {
        if (kind == Kind.PAN) {
            return PAN_RANGE;
        }
        return across ? WIDTH - BOX_WIDTH : height - BOX_HEIGHT;
    }

    /** To and fro between 0 and the range. */
    private static double bounce(double at, double range) {
        double phase = at % (2 * range);
        double positive = phase < 0 ? phase + 2 * range : phase;
        return positive <= range ? positive : 2 * range - positive;
    }

    /** Left edge of a box, or of the camera's view of the wall. */
    private double x(int mover, double seconds) {
        Mover m = movers.get(mover);
        return bounce(m.x0 + m.perSecondX * seconds, range(true));
    }

    private double y(int mover, double seconds) {
        Mover m = movers.get(mover);
        return bounce(m.y0 + m.perSecondY * seconds, range(false));
    }

    /** Luma, (height, width), video range. */
    void draw(double seconds, int frame, byte[] luma) {
        boolean pans = kind == Kind.PAN;
        textures.get(0)
                .draw(
                        luma,
                        widthPx,
                        heightPx,
                        pans ? -x(0, seconds) * scale : 0,
                        pans ? -y(0, seconds) * scale : 0);
        for (int i = 0; kind == Kind.BOXES && i < movers.size(); i++) {
            textures.get(i + 1)
                    .draw(luma, widthPx, heightPx, x(i, seconds) * scale, y(i, seconds) * scale);
        }
        SplittableRandom random = new SplittableRandom(seed * 31 + frame);
        for (int row = 0; row < heightPx; row++) {
            int at = random.nextInt(NOISE_TABLE - widthPx);
            for (int i = row * widthPx; i < (row + 1) * widthPx; i++, at++) {
                luma[i] = (byte) Math.max(0, Math.min(255, (luma[i] & 255) + noise[at]));
            }
        }
    }

    /**
     * How what a rectangle shows has moved between two times, or null where it does not show one
     * and the same thing at both: at edges, and where something was covered.
     */
    @org.jspecify.annotations.Nullable
    Shift shift(double left, double top, double w, double h, double before, double now) {
        if (kind == Kind.PAN) {
            Shift shift = new Shift(x(0, before) - x(0, now), y(0, before) - y(0, now));
            boolean seen =
                    left - shift.dx >= 0
                            && top - shift.dy >= 0
                            && left + w - shift.dx <= WIDTH
                            && top + h - shift.dy <= height;
            return seen ? shift : null;
        }
        int shown = top(left, top, w, h, now);
        if (shown < 0) {
            return shown == WALL && top(left, top, w, h, before) == WALL ? Shift.NONE : null;
        }
        Shift shift = new Shift(x(shown, now) - x(shown, before), y(shown, now) - y(shown, before));
        return top(left - shift.dx, top - shift.dy, w, h, before) == shown ? shift : null;
    }

    private static final int WALL = -1;
    private static final int MIXED = -2;

    /** The box that fills a rectangle, the wall, or several things. */
    private int top(double left, double top, double w, double h, double seconds) {
        for (int i = movers.size() - 1; i >= 0; i--) {
            double x = x(i, seconds);
            double y = y(i, seconds);
            boolean apart =
                    left + w <= x - 1
                            || top + h <= y - 1
                            || left >= x + BOX_WIDTH + 1
                            || top >= y + BOX_HEIGHT + 1;
            boolean inside =
                    left >= x && top >= y && left + w <= x + BOX_WIDTH && top + h <= y + BOX_HEIGHT;
            if (inside) {
                return i;
            }
            if (!apart) {
                return MIXED;
            }
        }
        return WALL;
    }

    double height() {
        return height;
    }
}
