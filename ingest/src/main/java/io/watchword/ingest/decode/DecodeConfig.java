package io.watchword.ingest.decode;

import static io.watchword.contract.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import io.watchword.contract.MotionField;
import java.time.Duration;

/**
 * How one source is decoded: what its profile and the limits of pipeline.yaml come to.
 *
 * @param segmentLength media time of one segment: a whole number of motion steps, at most two
 *     seconds. Shorter means earlier events and more work for the encoders
 * @param keyframeLongSidePx longer side of the JPEG key frames; smaller pictures are not enlarged
 * @param keyframeQuantiser 2 (best) to 31 (smallest)
 * @param maxCutsPerSegment scene cuts that get a key frame of their own, beside the segment's first
 * @param maxPixels largest picture that is decoded, width times height
 * @param maxStreams most streams a container may declare
 * @param probeBytes most bytes read to find out what a file is
 * @param analyzeDuration most media time read to find out what a file is
 * @param readTimeout longest wait for one read of the file
 * @param mode how much of the picture stream is decoded
 * @param hardware where pictures are decoded
 * @param maxHole longest span without frames that a live stream's segments may bridge
 * @param restful whether frames of a live stream that no other needs are left out while nothing
 *     moves
 */
public record DecodeConfig(
        Duration segmentLength,
        int keyframeLongSidePx,
        int keyframeQuantiser,
        int maxCutsPerSegment,
        long maxPixels,
        int maxStreams,
        long probeBytes,
        Duration analyzeDuration,
        Duration readTimeout,
        DecodeMode mode,
        HardwareDecode hardware,
        Duration maxHole,
        boolean restful) {
    public static final DecodeConfig DEFAULT =
            new DecodeConfig(
                    Duration.ofSeconds(2),
                    512,
                    3,
                    4,
                    3840L * 2160,
                    16,
                    2L << 20,
                    Duration.ofSeconds(3),
                    Duration.ofSeconds(30),
                    DecodeMode.ALL_FRAMES,
                    HardwareDecode.NONE,
                    Duration.ofSeconds(2),
                    false);

    public DecodeConfig {
        requireNonNull(segmentLength, "ingest.segmentLength is missing");
        requireNonNull(analyzeDuration, "ingest.analyzeDuration is missing");
        requireNonNull(readTimeout, "ingest.readTimeout is missing");
        requireNonNull(mode, "ingest.mode is missing");
        requireNonNull(hardware, "ingest.hardware is missing");
        requireNonNull(maxHole, "ingest.live.maxHole is missing");
        long segmentUs = segmentLength.toNanos() / 1000;
        checkArgument(
                segmentUs > 0 && segmentUs <= 2_000_000,
                "ingest.segmentLength is %s, required more than 0 and at most 2s",
                segmentLength);
        checkArgument(
                segmentUs * MotionField.STEPS_PER_SECOND % 1_000_000 == 0,
                "ingest.segmentLength is %s, required whole steps of 1/%d s",
                segmentLength,
                MotionField.STEPS_PER_SECOND);
        checkArgument(
                keyframeLongSidePx >= 16,
                "ingest.keyframeLongSidePx is %d, required at least 16",
                keyframeLongSidePx);
        checkArgument(
                keyframeQuantiser >= 2 && keyframeQuantiser <= 31,
                "ingest.keyframeQuantiser is %d, required 2 to 31",
                keyframeQuantiser);
        checkArgument(
                maxCutsPerSegment >= 0,
                "ingest.maxCutsPerSegment is negative: %d",
                maxCutsPerSegment);
        checkArgument(maxPixels > 0, "ingest.maxPixels is not positive: %d", maxPixels);
        checkArgument(maxStreams > 0, "ingest.maxStreams is not positive: %d", maxStreams);
        checkArgument(
                probeBytes >= 4096, "ingest.probeBytes is %d, required at least 4096", probeBytes);
        checkArgument(
                !analyzeDuration.isNegative() && !analyzeDuration.isZero(),
                "ingest.analyzeDuration is not positive: %s",
                analyzeDuration);
        checkArgument(
                !readTimeout.isNegative() && !readTimeout.isZero(),
                "ingest.readTimeout is not positive: %s",
                readTimeout);
        checkArgument(
                !maxHole.isNegative() && !maxHole.isZero(),
                "ingest.live.maxHole is not positive: %s",
                maxHole);
    }

    public long segmentUs() {
        return segmentLength.toNanos() / 1000;
    }

    public long maxHoleUs() {
        return maxHole.toNanos() / 1000;
    }

    public DecodeConfig withMode(DecodeMode other) {
        return new DecodeConfig(
                segmentLength,
                keyframeLongSidePx,
                keyframeQuantiser,
                maxCutsPerSegment,
                maxPixels,
                maxStreams,
                probeBytes,
                analyzeDuration,
                readTimeout,
                other,
                hardware,
                maxHole,
                restful);
    }

    public DecodeConfig withRestful(boolean other) {
        return new DecodeConfig(
                segmentLength,
                keyframeLongSidePx,
                keyframeQuantiser,
                maxCutsPerSegment,
                maxPixels,
                maxStreams,
                probeBytes,
                analyzeDuration,
                readTimeout,
                mode,
                hardware,
                maxHole,
                other);
    }
}
