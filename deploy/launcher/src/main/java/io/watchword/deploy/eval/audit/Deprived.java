package io.watchword.deploy.eval.audit;

import io.watchword.contract.Keyframe;
import io.watchword.contract.MotionField;
import io.watchword.contract.Segment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Segments with a sense taken away. Pure. */
final class Deprived {
    private Deprived() {}

    static Segment muted(Segment segment) {
        return with(segment, segment.keyframes(), segment.motion(), false);
    }

    /**
     * @param first the stream's first segment
     */
    static Segment frozen(Segment segment, Segment first) {
        List<Keyframe> still =
                segment.keyframes().isEmpty() || first.keyframes().isEmpty()
                        ? segment.keyframes()
                        : List.of(first.keyframes().get(0));
        Optional<MotionField> nothing =
                segment.motion()
                        .map(
                                field ->
                                        new MotionField(
                                                field.steps(),
                                                field.firstStepUs(),
                                                new byte[field.vectors().length],
                                                new byte[field.intra().length],
                                                field.noiseFloor()));
        return with(segment, still, nothing, true);
    }

    static Segment shuffled(Segment segment, Random random) {
        Optional<MotionField> mixed = segment.motion().map(field -> mixed(field, random));
        return with(segment, segment.keyframes(), mixed, true);
    }

    private static MotionField mixed(MotionField field, Random random) {
        List<Integer> order = new ArrayList<>();
        for (int step = 0; step < field.steps(); step++) {
            order.add(step);
        }
        Collections.shuffle(order, random);
        byte[] vectors = new byte[field.vectors().length];
        byte[] intra = new byte[field.intra().length];
        float[] floor = new float[field.noiseFloor().length];
        int cells = MotionField.CELLS;
        for (int to = 0; to < order.size(); to++) {
            int from = order.get(to);
            System.arraycopy(field.vectors(), from * 2 * cells, vectors, to * 2 * cells, 2 * cells);
            System.arraycopy(field.intra(), from * cells, intra, to * cells, cells);
            floor[to] = field.noiseFloor()[from];
        }
        return new MotionField(field.steps(), field.firstStepUs(), vectors, intra, floor);
    }

    private static Segment with(
            Segment segment,
            List<Keyframe> keyframes,
            Optional<MotionField> motion,
            boolean heard) {
        return new Segment(
                segment.streamId(),
                segment.segmentId(),
                segment.source(),
                segment.epoch(),
                segment.sequence(),
                segment.span(),
                segment.wallClock(),
                segment.video(),
                keyframes,
                motion,
                heard ? segment.audio() : Optional.empty(),
                segment.telemetry(),
                segment.decodeErrorRatio(),
                segment.discontinuity(),
                segment.last());
    }
}
