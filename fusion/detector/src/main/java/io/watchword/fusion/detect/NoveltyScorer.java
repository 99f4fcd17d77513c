package io.watchword.fusion.detect;

import static java.util.Objects.requireNonNull;

import io.watchword.contract.Embedding;
import io.watchword.contract.SegmentFacts;
import io.watchword.fusion.FuseConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Scores each step of a segment against the stream's background. Pure: equal background and
 * embedding give equal scores.
 *
 * <p>Sound counts by how far it rises above a level that falls fast and rises slowly, so a hum that
 * stays becomes background; it rings on for a moment, so that a bang is long enough to be an event
 * by as much as it is loud. A search vector unlike the running mean raises the scores of motion and
 * sound; it opens nothing by itself, because it speaks of a window and not of a step.
 */
final class NoveltyScorer {
    /** Quieter than this is silence; keeps digital silence from making a whisper a leap. */
    private static final float QUIETEST_DBFS = -60;

    private static final float LOUDNESS_FALL = 0.3f; // share of the way, each step
    private static final float LOUDNESS_RISE = 0.03f; // each step: a time constant of 5.6 s
    private static final float SOUND_RINGS = 0.6f; // share of the score left a step later
    private static final float AUDIO_SCORE_PACE = 0.3f; // each segment
    private static final float SEARCH_PACE = 0.2f; // each segment
    private static final int CUT_STEPS = 3;

    private final FuseConfig.Scoring config;

    NoveltyScorer(FuseConfig.Scoring config) {
        this.config = requireNonNull(config, "config is null");
    }

    /** The steps of one segment, in order, and the background after it. */
    record Scored(List<Step> steps, Background background) {}

    /**
     * @param cut whether a new shot begins with this segment
     */
    Scored score(Background background, Embedding embedding, boolean cut) {
        SegmentFacts facts = embedding.facts();
        float raise =
                1 + config.noveltyGain() * distance(background.search(), embedding.searchVector());
        float classJump = jump(background.audioScores(), facts.audioScores());
        float quiet =
                background.known() ? background.loudnessDbfs() : quietest(facts.loudnessDbfs());
        int count = steps(facts, embedding.span().durationUs());
        float[] motion = clean(facts.activity(), count);
        float[] camera = hypot(clean(facts.globalDx(), count), clean(facts.globalDy(), count));
        float sound = background.lastSound();
        List<Step> steps = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            long startUs = embedding.span().startUs() + i * facts.stepUs();
            boolean last = i == count - 1;
            float loudness = loudness(facts.loudnessDbfs(), i);
            boolean audible = facts.hasAudio() && loudness >= config.soundFloorDbfs();
            float heard =
                    audible ? Math.max((loudness - quiet) / config.soundJumpDb(), classJump) : 0;
            sound = Math.max(raise * heard, sound * SOUND_RINGS);
            quiet += (loudness - quiet) * (loudness < quiet ? LOUDNESS_FALL : LOUDNESS_RISE);
            steps.add(
                    new Step(
                            startUs,
                            last ? embedding.span().endUs() : startUs + facts.stepUs(),
                            raise
                                    * middle(background.lastMotionPx(), motion, i)
                                    / config.motionPx(),
                            middle(background.lastCameraPx(), camera, i) / config.cameraPx(),
                            sound,
                            cut && i < CUT_STEPS ? 1 : 0));
        }
        return new Scored(
                steps,
                new Background(
                        true,
                        motion[count - 1],
                        camera[count - 1],
                        sound,
                        quiet,
                        towards(background.audioScores(), facts.audioScores(), AUDIO_SCORE_PACE),
                        towards(background.search(), embedding.searchVector(), SEARCH_PACE)));
    }

    /**
     * As many as the longest series has, and none that begins after the segment's end; at least
     * one.
     */
    private static int steps(SegmentFacts facts, long durationUs) {
        int longest = Math.max(facts.activity().length, facts.loudnessDbfs().length);
        long fitting = (durationUs + facts.stepUs() - 1) / facts.stepUs();
        return (int) Math.max(1, Math.min(longest, fitting));
    }

    /** A copy of that many steps; what is missing or no number is 0. */
    private static float[] clean(float[] series, int count) {
        float[] values = Arrays.copyOf(series, count);
        for (int i = 0; i < count; i++) {
            values[i] = Float.isFinite(values[i]) ? values[i] : 0;
        }
        return values;
    }

    private static float[] hypot(float[] x, float[] y) {
        float[] length = new float[x.length];
        for (int i = 0; i < length.length; i++) {
            length[i] = (float) Math.hypot(x[i], y[i]);
        }
        return length;
    }

    /**
     * The median of a step and its neighbours: one wrong step among quiet ones vanishes, edges stay
     * where they are. The step after the segment's last is not known yet and taken to be like it.
     */
    private static float middle(float before, float[] series, int step) {
        float previous = step == 0 ? before : series[step - 1];
        float next = series[Math.min(step + 1, series.length - 1)];
        float least = Math.min(previous, next);
        float most = Math.max(previous, next);
        return Math.max(least, Math.min(most, series[step]));
    }

    private static float loudness(float[] series, int step) {
        boolean present = step < series.length && Float.isFinite(series[step]);
        return present ? Math.max(series[step], QUIETEST_DBFS) : QUIETEST_DBFS;
    }

    private static float quietest(float[] series) {
        float quietest = series.length == 0 ? QUIETEST_DBFS : 0;
        for (int i = 0; i < series.length; i++) {
            quietest = Math.min(quietest, loudness(series, i));
        }
        return quietest;
    }

    private float jump(float[] mean, float[] scores) {
        float largest = 0;
        for (int i = 0; i < mean.length && i < scores.length; i++) {
            largest = Math.max(largest, scores[i] - mean[i]);
        }
        return largest / config.audioScoreJump();
    }

    /** One minus the cosine, {@code [0, 1]}; 0 where either is missing. */
    private static float distance(float[] mean, float[] vector) {
        if (mean.length != vector.length) {
            return 0;
        }
        double dot = 0;
        double meanSquare = 0;
        double vectorSquare = 0;
        for (int i = 0; i < mean.length; i++) {
            dot += mean[i] * vector[i];
            meanSquare += mean[i] * mean[i];
            vectorSquare += vector[i] * vector[i];
        }
        if (meanSquare == 0 || vectorSquare == 0) {
            return 0;
        }
        return (float) Math.min(1, Math.max(0, 1 - dot / Math.sqrt(meanSquare * vectorSquare)));
    }

    /**
     * A new array: {@code mean} moved towards {@code values}, or one of them where the other is
     * missing.
     */
    private static float[] towards(float[] mean, float[] values, float share) {
        if (values.length == 0) {
            return mean;
        }
        if (mean.length != values.length) {
            return values.clone();
        }
        float[] moved = mean.clone();
        for (int i = 0; i < moved.length; i++) {
            moved[i] += (values[i] - moved[i]) * share;
        }
        return moved;
    }
}
