package io.watchword.deploy.eval.metric;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * When sounds begin, told from the loudness that is stored of a stream. A step holds a sixth of a
 * second; where in it a sound began follows from how much of the loudness of the next step it holds
 * already.
 */
public final class Onsets {
    private static final double RISE_DB = 6;
    private static final double QUIETEST_DBFS = -70;
    private static final double FALL = 0.5; // share of the way the background falls in a step
    private static final double CREEP = 0.15; // share of the way it rises
    private static final long REFRACTORY_US = 400_000;

    private Onsets() {}

    /** Loudness of one step. */
    public record Loud(long startUs, long endUs, double dbfs) {}

    /**
     * Beginnings, in order.
     *
     * @param steps of one stream, in order
     */
    public static List<Long> find(List<Loud> steps) {
        List<Long> onsets = new ArrayList<>();
        double background = steps.isEmpty() ? 0 : level(steps.get(0));
        long lastUs = Long.MIN_VALUE / 2;
        for (int i = 1; i < steps.size(); i++) {
            double level = level(steps.get(i));
            boolean rises = level - Math.max(background, level(steps.get(i - 1))) >= RISE_DB;
            if (rises && steps.get(i).startUs() - lastUs >= REFRACTORY_US) {
                lastUs = within(steps, i);
                onsets.add(lastUs);
            }
            background += (level - background) * (level < background ? FALL : CREEP);
        }
        return onsets;
    }

    /** Where in step {@code i} the sound began. */
    private static long within(List<Loud> steps, int i) {
        Loud step = steps.get(i);
        double before = power(level(steps.get(i - 1)));
        double now = power(level(step));
        double next = i + 1 < steps.size() ? power(level(steps.get(i + 1))) : now;
        double whole = Math.max(now, next) - before;
        double filled = whole <= 0 ? 1 : Math.max(0, Math.min(1, (now - before) / whole));
        return step.endUs() - Math.round(filled * (step.endUs() - step.startUs()));
    }

    private static double level(Loud step) {
        return Math.max(QUIETEST_DBFS, step.dbfs());
    }

    private static double power(double dbfs) {
        return Math.pow(10, dbfs / 10);
    }

    /** A true beginning and the one that was found for it. */
    public record Pair(int truth, int found, long errorUs) {}

    /** Nearest first, each once, none farther than {@code withinUs}. */
    public static List<Pair> match(List<Long> truths, List<Long> found, long withinUs) {
        List<Pair> all = new ArrayList<>();
        for (int i = 0; i < truths.size(); i++) {
            for (int j = 0; j < found.size(); j++) {
                long errorUs = Math.abs(truths.get(i) - found.get(j));
                if (errorUs <= withinUs) {
                    all.add(new Pair(i, j, errorUs));
                }
            }
        }
        all.sort(Comparator.comparingLong(Pair::errorUs));
        boolean[] truthTaken = new boolean[truths.size()];
        boolean[] foundTaken = new boolean[found.size()];
        List<Pair> pairs = new ArrayList<>();
        for (Pair pair : all) {
            if (!truthTaken[pair.truth()] && !foundTaken[pair.found()]) {
                truthTaken[pair.truth()] = true;
                foundTaken[pair.found()] = true;
                pairs.add(pair);
            }
        }
        return pairs;
    }
}
