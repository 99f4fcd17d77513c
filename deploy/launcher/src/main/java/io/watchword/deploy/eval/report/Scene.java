package io.watchword.deploy.eval.report;

import io.watchword.deploy.eval.score.Judged;
import java.util.List;
import java.util.Optional;

/**
 * One event to look at.
 *
 * @param wrong slots that are wrong
 * @param keyframes JPEG files
 * @param motion PNG file
 */
public record Scene(
        Judged judged, List<String> wrong, List<byte[]> keyframes, Optional<byte[]> motion) {
    public Scene {
        wrong = List.copyOf(wrong);
        keyframes = List.copyOf(keyframes);
    }
}
