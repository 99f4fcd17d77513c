package io.watchword.bench;

import io.watchword.bench.MotionClip.Codec;
import io.watchword.bench.MotionClip.Quality;
import io.watchword.bench.MovingScene.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The motion field against rendered truth: clips of every size, frame rate, noise and compression
 * are drawn, encoded, read as ingest reads them and compared cell by cell. Errors in pixels at 640
 * wide; a moving cell without a vector counts with its whole displacement.
 *
 * <pre>java -cp ... io.watchword.bench.MotionQuality [mixed clips] [seed]</pre>
 */
public final class MotionQuality {
    private static final int[][] SIZES = {
        {426, 240}, {640, 360}, {640, 480}, {1280, 720}, {1920, 1080}
    };
    private static final int[] RATES = {10, 15, 25, 30, 50, 60};
    private static final double[] SPEEDS = {3, 8, 16, 30, 45};
    private static final double[] SIGMAS = {0, 2, 4, 8};
    private static final List<Codec> CODECS = List.of(Codec.values());
    private static final List<Quality> QUALITIES = List.of(Quality.values());

    /** How a clip is stored, before one of its sides is varied. */
    private static final MotionClip BASE =
            new MotionClip(Kind.BOXES, 640, 360, 25, 12, 2, Codec.H264, Quality.FAIR, 0);

    private final Map<String, MotionScore> conditions = new LinkedHashMap<>();
    private final Map<String, MotionScore> overall = new LinkedHashMap<>();
    private final Path folder;
    private final long seed;
    private int made;

    private MotionQuality(Path folder, long seed) {
        this.folder = folder;
        this.seed = seed;
    }

    public static void main(String[] args) throws IOException {
        int mixed = args.length > 0 ? Integer.parseInt(args[0]) : 60;
        long seed = args.length > 1 ? Long.parseLong(args[1]) : 1;
        Path folder = Files.createTempDirectory("motion");
        MotionQuality bench = new MotionQuality(folder, seed);
        bench.oneByOne();
        bench.mixed(mixed);
        bench.print();
        Files.delete(folder);
    }

    /** Each side on its own, the others as in the base clip. */
    private void oneByOne() throws IOException {
        for (int[] size : SIZES) {
            each("size " + size[0] + "x" + size[1], with(BASE, size[0], size[1], BASE.fps()));
        }
        for (int fps : RATES) {
            each("rate " + fps + " fps", with(BASE, BASE.widthPx(), BASE.heightPx(), fps));
        }
        for (double sigma : SIGMAS) {
            each("noise " + sigma, with(BASE, BASE.speed(), sigma));
        }
        for (Codec codec : Codec.values()) {
            for (Quality quality : Quality.values()) {
                each("coded " + codec + " " + quality, with(BASE, codec, quality));
            }
        }
        for (double speed : SPEEDS) {
            each("speed " + speed + " px", with(BASE, speed, BASE.sigma()));
        }
        each("beyond the field: 90 px", with(BASE, 90, BASE.sigma()));
    }

    private void mixed(int count) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < count; i++) {
            int[] size = SIZES[random.nextInt(SIZES.length)];
            MotionClip clip =
                    new MotionClip(
                            Kind.BOXES,
                            size[0],
                            size[1],
                            RATES[random.nextInt(RATES.length)],
                            SPEEDS[random.nextInt(SPEEDS.length)],
                            SIGMAS[random.nextInt(SIGMAS.length)],
                            CODECS.get(random.nextInt(CODECS.size())),
                            QUALITIES.get(random.nextInt(QUALITIES.size())),
                            0);
            each("any of them", clip);
        }
    }

    /** Boxes, a pan and a still scene under one condition. */
    private void each(String condition, MotionClip clip) throws IOException {
        for (Kind kind : Kind.values()) {
            MotionClip seeded =
                    new MotionClip(
                            kind,
                            clip.widthPx(),
                            clip.heightPx(),
                            clip.fps(),
                            clip.speed(),
                            clip.sigma(),
                            clip.codec(),
                            clip.quality(),
                            seed * 100_000 + made++);
            MotionScore score = new MotionScore();
            seeded.measure(folder, score);
            conditions
                    .computeIfAbsent(condition + " | " + kind, name -> new MotionScore())
                    .add(score);
            if (!condition.startsWith("beyond")) {
                overall.computeIfAbsent("all | " + kind, name -> new MotionScore()).add(score);
            }
            if (score.error(0.5) > 1.5 || score.directionRight() < 0.98) {
                System.err.println("short of the mark: " + seeded + " " + score.line());
            }
        }
    }

    private void print() {
        List<Map.Entry<String, MotionScore>> lines = new ArrayList<>(conditions.entrySet());
        lines.addAll(overall.entrySet());
        System.out.printf("%-34s %s%n", "condition | scene", MotionScore.heading());
        for (Map.Entry<String, MotionScore> line : lines) {
            System.out.printf("%-34s %s%n", line.getKey(), line.getValue().line());
        }
    }

    private static MotionClip with(MotionClip clip, int widthPx, int heightPx, int fps) {
        return new MotionClip(
                clip.kind(),
                widthPx,
                heightPx,
                fps,
                clip.speed(),
                clip.sigma(),
                clip.codec(),
                clip.quality(),
                clip.seed());
    }

    private static MotionClip with(MotionClip clip, double speed, double sigma) {
        return new MotionClip(
                clip.kind(),
                clip.widthPx(),
                clip.heightPx(),
                clip.fps(),
                speed,
                sigma,
                clip.codec(),
                clip.quality(),
                clip.seed());
    }

    private static MotionClip with(MotionClip clip, Codec codec, Quality quality) {
        return new MotionClip(
                clip.kind(),
                clip.widthPx(),
                clip.heightPx(),
                clip.fps(),
                clip.speed(),
                clip.sigma(),
                codec,
                quality,
                clip.seed());
    }
}
