package io.watchword.fusion.detect;

import java.util.ArrayList;
import java.util.List;

/**
 * Activity that has begun and not yet ended.
 *
 * @param startUs where it begins: the first step of the rise, or where the one before was cut
 * @param continues whether it goes on from activity that was cut, so that nothing is put before it
 * @param confirmed whether it has lasted long enough to be an event
 * @param lastActiveUs end of the last step that was not quiet
 * @param activeUs all steps together that were not quiet
 * @param motionSteps steps in which motion alone would have opened it; likewise the next three
 */
public record Activity(
        long startUs,
        boolean continues,
        boolean confirmed,
        long lastActiveUs,
        long activeUs,
        int motionSteps,
        int cameraSteps,
        int soundSteps,
        int cutSteps) {
    /** A camera that moves does so for half a second; less is a shake or a wrong match. */
    private static final int SUSTAINED_STEPS = 3;

    static final Activity NONE = new Activity(0, false, false, 0, 0, 0, 0, 0, 0);

    static Activity opened(long startUs, boolean continues) {
        return new Activity(startUs, continues, false, startUs, 0, 0, 0, 0, 0);
    }

    Activity with(Step step, float openAt) {
        return new Activity(
                startUs,
                continues,
                confirmed,
                step.endUs(),
                activeUs + step.endUs() - step.startUs(),
                motionSteps + (step.motion() >= openAt ? 1 : 0),
                cameraSteps + (step.camera() >= openAt ? 1 : 0),
                soundSteps + (step.sound() >= openAt ? 1 : 0),
                cutSteps + (step.cut() > 0 ? 1 : 0));
    }

    Activity asConfirmed() {
        return new Activity(
                startUs,
                continues,
                true,
                lastActiveUs,
                activeUs,
                motionSteps,
                cameraSteps,
                soundSteps,
                cutSteps);
    }

    /** What it consists of; activity that only hovered below the thresholds counts as motion. */
    List<String> labels() {
        List<String> labels = new ArrayList<>();
        if (motionSteps > 0 || (cameraSteps == 0 && soundSteps == 0 && cutSteps == 0)) {
            labels.add(Labels.MOTION);
        }
        if (cameraSteps >= SUSTAINED_STEPS || (cameraSteps > 0 && labels.isEmpty())) {
            labels.add(Labels.CAMERA);
        }
        if (soundSteps > 0) {
            labels.add(Labels.SOUND);
        }
        if (cutSteps > 0) {
            labels.add(Labels.SCENE_CUT);
        }
        return labels;
    }
}
