package io.watchword.deploy.eval.report;

import io.watchword.contract.Keyframe;
import io.watchword.contract.MotionField;
import io.watchword.contract.Segment;
import io.watchword.deploy.eval.kept.Kept;
import io.watchword.deploy.eval.score.Judged;
import io.watchword.deploy.eval.set.Grammar;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Chooses events to show, by the seed, and finds their pictures. Those most wrong come first. */
public final class Scenes {
    static final int MOST = 50;
    private static final int MOST_KEYFRAMES = 4;

    private final Optional<Kept> kept;
    private final List<String> slots;
    private final long seed;

    public Scenes(Optional<Kept> kept, Optional<Grammar> grammar, long seed) {
        this.kept = kept;
        this.slots = grammar.map(Grammar::slots).orElse(List.of());
        this.seed = seed;
    }

    public List<Scene> sample(List<Judged> judged) throws IOException {
        List<Judged> order = new ArrayList<>(judged);
        Collections.shuffle(order, new Random(seed));
        List<Scene> scenes = new ArrayList<>();
        for (Judged one : order.subList(0, Math.min(MOST, order.size()))) {
            scenes.add(scene(one));
        }
        scenes.sort(Comparator.comparingInt(scene -> -scene.wrong().size()));
        return scenes;
    }

    private Scene scene(Judged judged) throws IOException {
        List<byte[]> keyframes = new ArrayList<>();
        List<MotionField> fields = new ArrayList<>();
        List<String> seen = judged.event().segmentIds();
        if (kept.isPresent()) {
            for (Segment segment : kept.get().segments(judged.event().source())) {
                if (seen.contains(segment.segmentId())) {
                    segment.motion().ifPresent(fields::add);
                    segment.keyframes().stream()
                            .limit(keyframes.size() < MOST_KEYFRAMES ? 1 : 0)
                            .map(Keyframe::jpeg)
                            .map(Thumbnail::of)
                            .forEach(keyframes::add);
                }
            }
        }
        return new Scene(
                judged,
                judged.truth().isPresent() ? judged.wrong(slots) : List.of(),
                keyframes,
                fields.isEmpty() ? Optional.empty() : Optional.of(MotionPicture.of(fields)));
    }
}
