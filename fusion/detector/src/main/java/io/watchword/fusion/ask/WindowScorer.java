package io.watchword.fusion.ask;

import io.watchword.contract.Event;
import io.watchword.contract.TimeSpan;
import io.watchword.fusion.detect.Labels;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Scores how much a window may tell of a question: by its place in the space shared with text, by
 * what events say of it, by how new it is, how much moves in it and how recent it is. Pure.
 */
final class WindowScorer {
    private static final double ALIKE = 0.4;
    private static final double WORDS = 0.3;
    private static final double NOVELTY = 0.15;
    private static final double MOTION = 0.1;
    private static final double RECENT = 0.05;
    private static final double FULL_MOTION_PX = 2.5;
    private static final float STILL_PX = 1.25f;
    private static final float STILL_DBFS = -50;
    private static final double STILL_NOVELTY = 0.15;
    private static final long EDGE_US = 400_000; // of an event, in a window
    private static final int MEMORY = 8; // segments

    /**
     * @param still whether nothing moves, sounds or changes in it
     */
    record Scored(Window window, double value, boolean still) {}

    private final float[] question;
    private final TellingWords telling;

    /**
     * @param question vector of its text; empty for none
     */
    WindowScorer(float[] question, String text) {
        this.question = question;
        this.telling = new TellingWords(text);
    }

    /**
     * @param windows in order of time
     * @return in the same order
     */
    List<Scored> of(List<Window> windows, List<Event> events) {
        double[] alike = new double[windows.size()];
        double least = Double.MAX_VALUE;
        double most = -Double.MAX_VALUE;
        for (int i = 0; i < windows.size(); i++) {
            alike[i] = alike(windows.get(i));
            least = Math.min(least, alike[i]);
            most = Math.max(most, alike[i]);
        }
        Memory memory = new Memory();
        List<Scored> scored = new ArrayList<>();
        for (int i = 0; i < windows.size(); i++) {
            Window window = windows.get(i);
            double novelty = memory.novelty(window);
            double likeness = most > least ? (alike[i] - least) / (most - least) : 0;
            double value =
                    ALIKE * likeness
                            + WORDS * words(window.span(), events)
                            + NOVELTY * novelty
                            + MOTION * Math.min(1, activityPx(window) / FULL_MOTION_PX)
                            + RECENT * (i + 1) / windows.size();
            boolean still = still(window, novelty) || calm(window.span(), events);
            scored.add(new Scored(window, value, still));
        }
        return scored;
    }

    /** Cosine of the question and the segment nearest to it. */
    private double alike(Window window) {
        double best = question.length == 0 ? 0 : -1;
        for (Sketch segment : window.segments()) {
            if (question.length > 0 && segment.search().length == question.length) {
                best = Math.max(best, dot(question, segment.search()));
            }
        }
        return best;
    }

    /** Share of the question's telling words that captions of the window have. */
    private double words(TimeSpan span, List<Event> events) {
        double best = 0;
        for (Event event : events) {
            if (event.span().overlaps(span)) {
                best = Math.max(best, telling.share(event.caption()));
            }
        }
        return best;
    }

    private static double activityPx(Window window) {
        return window.segments().stream().mapToDouble(Sketch::activityPx).max().orElse(0);
    }

    private static boolean still(Window window, double novelty) {
        return novelty < STILL_NOVELTY
                && window.segments().stream()
                        .allMatch(
                                segment ->
                                        segment.activityPx() < STILL_PX
                                                && segment.loudnessDbfs() < STILL_DBFS
                                                && !segment.sceneCut());
    }

    /** Whether the detector found that nothing happens in all of it. */
    private static boolean calm(TimeSpan span, List<Event> events) {
        return events.stream()
                .anyMatch(
                        event ->
                                event.labels().contains(Labels.CALM)
                                        && event.span().startUs() - EDGE_US <= span.startUs()
                                        && span.endUs() <= event.span().endUs() + EDGE_US);
    }

    private static double dot(float[] one, float[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += (double) one[i] * other[i];
        }
        return sum;
    }

    /** The segments before a window; not thread-safe. */
    private static final class Memory {
        private final Deque<float[]> recent = new ArrayDeque<>();

        /** How unlike all that came just before the newest part of it is, [0, 1]. */
        double novelty(Window window) {
            double most = 0;
            for (Sketch segment : window.segments()) {
                double nearest = -1;
                for (float[] before : recent) {
                    if (before.length == segment.search().length) {
                        nearest = Math.max(nearest, dot(before, segment.search()));
                    }
                }
                most = Math.max(most, 1 - Math.max(0, nearest));
                remember(segment.search());
            }
            return most;
        }

        private void remember(float[] vector) {
            if (vector.length > 0) {
                recent.addLast(vector);
            }
            if (recent.size() > MEMORY) {
                recent.removeFirst();
            }
        }
    }
}
