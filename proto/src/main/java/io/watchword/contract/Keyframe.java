package io.watchword.contract;

import static io.watchword.contract.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

/**
 * A picture that stands for its surroundings: upright (rotation applied), square pixels.
 *
 * @param jpeg the picture; belongs to this record
 * @param sceneCut whether a new shot begins here
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Keyframe(long ptsUs, byte[] jpeg, boolean sceneCut, int widthPx, int heightPx) {
    public Keyframe {
        requireNonNull(jpeg, "jpeg is null");
        checkArgument(widthPx > 0 && heightPx > 0, "key frame is %d×%d px", widthPx, heightPx);
    }

    Keyframe later(long byUs) {
        return new Keyframe(ptsUs + byUs, jpeg, sceneCut, widthPx, heightPx);
    }
}
