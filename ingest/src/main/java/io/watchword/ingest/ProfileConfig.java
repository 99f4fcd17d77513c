package io.watchword.ingest;

import static io.watchword.contract.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import io.watchword.contract.Profile;
import io.watchword.ingest.decode.DecodeMode;
import java.time.Duration;

/**
 * What sources of one profile get: {@code ingest.profiles.NAME} of pipeline.yaml.
 *
 * @param segmentLength media time of one segment: a whole number of motion steps, at most two
 *     seconds. Shorter means earlier events and more work for the encoders
 * @param mode how much of the picture stream is decoded: all_frames, light or keyframes
 * @param keyframeLongSidePx longer side of the JPEG key frames; smaller pictures are not enlarged
 * @param keyframeQuantiser 2 (best) to 31 (smallest)
 * @param maxCutsPerSegment scene cuts that get a key frame of their own, beside the segment's first
 * @param mayShed whether a live source may leave things out when there is too much to do; files
 *     always wait
 * @param restful whether a quiet camera is sampled less: light decoding while nothing moves
 * @param record whether the original packets are kept, so that events can be played later
 */
public record ProfileConfig(
        Duration segmentLength,
        DecodeMode mode,
        int keyframeLongSidePx,
        int keyframeQuantiser,
        int maxCutsPerSegment,
        boolean mayShed,
        boolean restful,
        boolean record) {
    public ProfileConfig {
        requireNonNull(segmentLength, "segmentLength is missing");
        requireNonNull(mode, "mode is missing");
        checkArgument(
                keyframeLongSidePx >= 16,
                "keyframeLongSidePx is %d, required at least 16",
                keyframeLongSidePx);
    }

    /** The defaults. */
    static ProfileConfig of(Profile profile) {
        boolean fixed = profile == Profile.SURVEILLANCE;
        return new ProfileConfig(
                Duration.ofSeconds(2),
                DecodeMode.ALL_FRAMES,
                512,
                3,
                4,
                profile != Profile.ARCHIVE,
                fixed,
                fixed);
    }
}
