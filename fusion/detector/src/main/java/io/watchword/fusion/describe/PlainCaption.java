package io.watchword.fusion.describe;

import static java.util.Objects.requireNonNull;

import io.watchword.fusion.FuseConfig;
import io.watchword.fusion.context.ContextSegment;
import io.watchword.fusion.context.SegmentGist;
import io.watchword.fusion.detect.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Writes a caption of what is known without a language model: the detector's labels, how things and
 * the camera move, how loud it is and what it sounds like. It begins by saying that no model wrote
 * it. Pure.
 *
 * <p>It speaks Russian and, for every other language, English: a caption in the wrong language is
 * better than none while it waits for its revision.
 */
public final class PlainCaption {
    private static final float FAST = 3; // times the motion that is enough for an event
    private static final float LEAST_AUDIO_SCORE = 0.5f;
    private static final float SILENCE_DBFS = -90;

    private final FuseConfig.Scoring scoring;
    private final List<String> audioLabels;

    /**
     * @param audioLabels what the bundle's audio encoder tells apart, in the order of its scores
     */
    public PlainCaption(FuseConfig.Scoring scoring, List<String> audioLabels) {
        this.scoring = requireNonNull(scoring, "scoring is null");
        this.audioLabels = List.copyOf(audioLabels);
    }

    /** One sentence in the question's language. */
    public String of(Question question) {
        Words words = question.language().equals("ru") ? Words.RUSSIAN : Words.ENGLISH;
        List<String> labels = question.candidate().labels();
        List<SegmentGist> gists = question.context().stream().map(ContextSegment::gist).toList();
        List<String> said = new ArrayList<>();
        if (labels.contains(Labels.CALM)) {
            said.add(words.calm());
        }
        if (labels.contains(Labels.SCENE_CUT)) {
            said.add(words.cut());
        }
        if (labels.contains(Labels.MOTION)) {
            said.add(isFast(gists) ? words.fastMotion() : words.motion());
        }
        if (labels.contains(Labels.CAMERA)) {
            said.add(camera(words, gists));
        }
        said.add(sound(words, labels.contains(Labels.SOUND), gists));
        said.removeIf(String::isEmpty);
        return words.without() + (said.isEmpty() ? "" : ": " + String.join("; ", said)) + ".";
    }

    private boolean isFast(List<SegmentGist> gists) {
        return gists.stream().anyMatch(gist -> gist.activityPx() >= FAST * scoring.motionPx());
    }

    /** Where the picture goes: the camera itself turns the other way. */
    private String camera(Words words, List<SegmentGist> gists) {
        double dx = gists.stream().mapToDouble(SegmentGist::pictureDx).sum();
        double dy = gists.stream().mapToDouble(SegmentGist::pictureDy).sum();
        if (Math.hypot(dx, dy) < scoring.cameraPx()) {
            return words.camera();
        }
        boolean across = Math.abs(dx) >= Math.abs(dy);
        String way =
                across
                        ? (dx > 0 ? words.right() : words.left())
                        : (dy > 0 ? words.down() : words.up());
        return words.camera() + ", " + words.pictureGoes() + " " + way;
    }

    private String sound(Words words, boolean isEvent, List<SegmentGist> gists) {
        double dbfs =
                gists.stream()
                        .mapToDouble(SegmentGist::loudnessDbfs)
                        .max()
                        .orElse(Double.NEGATIVE_INFINITY);
        if (dbfs < SILENCE_DBFS) {
            return isEvent ? words.sound() : "";
        }
        String level = String.format(Locale.ROOT, words.level(), Math.round(dbfs));
        String kind = kind(words, gists);
        return (isEvent ? words.sound() + ", " + level : level)
                + (kind.isEmpty() ? "" : ", " + words.perhaps() + " " + kind);
    }

    /** The class that the audio encoder is surest of, if it is sure of any. */
    private String kind(Words words, List<SegmentGist> gists) {
        String kind = "";
        float best = LEAST_AUDIO_SCORE;
        for (SegmentGist gist : gists) {
            float[] scores = gist.audioScores();
            for (int i = 0; i < scores.length && i < audioLabels.size(); i++) {
                if (scores[i] >= best) {
                    best = scores[i];
                    kind = words.kind(audioLabels.get(i));
                }
            }
        }
        return kind;
    }
}
