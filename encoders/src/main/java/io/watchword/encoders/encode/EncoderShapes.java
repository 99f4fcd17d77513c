package io.watchword.encoders.encode;

import static io.watchword.contract.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

/**
 * What a bundle's encoders give.
 *
 * @param motionCodes size of the motion code book; ids are below it
 * @param audioLabels classes of the audio encoder
 * @param window segments the temporal encoder sees, the current one last
 * @param searchDim values of a search vector
 */
public record EncoderShapes(
        TokenShape spatial,
        TokenShape motion,
        int motionCodes,
        TokenShape audio,
        int audioLabels,
        TokenShape temporal,
        int window,
        int searchDim) {
    public EncoderShapes {
        requireNonNull(spatial, "spatial is null");
        requireNonNull(motion, "motion is null");
        requireNonNull(audio, "audio is null");
        requireNonNull(temporal, "temporal is null");
        checkArgument(motionCodes > 0, "motion.codes is not positive: %d", motionCodes);
        checkArgument(window > 0, "temporal.segments is not positive: %d", window);
        checkArgument(searchDim > 0, "search.dim is not positive: %d", searchDim);
    }
}
