package io.watchword.fusion.detect;

import static java.util.Objects.requireNonNull;

/**
 * What the detector remembers of one stream. Its size is bounded.
 *
 * @param configSha256 configuration under which it was written
 * @param bundle name of the bundle that made the embeddings; empty before the first
 * @param bundleSha256 which bundle exactly
 * @param epoch of the newest embedding seen; likewise sequence; -1 before the first
 * @param reachedUs end of the newest embedding seen
 * @param quietFromUs end of the last event, or start of the stream: nothing from here on is told
 *     yet
 * @param riseUs start of the steps that rise towards an opening; negative where none do
 * @param open whether {@code activity} is going on
 * @param emitted event candidates of the stream so far
 * @param finished whether the stream has ended
 */
public record DetectorState(
        String configSha256,
        String bundle,
        String bundleSha256,
        long epoch,
        long sequence,
        long reachedUs,
        long quietFromUs,
        long riseUs,
        boolean open,
        Activity activity,
        long emitted,
        boolean finished,
        Background background) {
    public static final DetectorState INITIAL =
            new DetectorState(
                    "",
                    "",
                    "",
                    -1,
                    -1,
                    0,
                    0,
                    -1,
                    false,
                    Activity.NONE,
                    0,
                    false,
                    Background.UNKNOWN);

    public DetectorState {
        requireNonNull(configSha256, "configSha256 is null");
        requireNonNull(bundle, "bundle is null");
        requireNonNull(bundleSha256, "bundleSha256 is null");
        requireNonNull(activity, "activity is null");
        requireNonNull(background, "background is null");
    }

    boolean started() {
        return sequence >= 0;
    }

    /** Whether an embedding of this position was already counted. */
    boolean hasSeen(long otherEpoch, long otherSequence) {
        return otherEpoch < epoch || (otherEpoch == epoch && otherSequence <= sequence);
    }
}
