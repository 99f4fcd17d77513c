package io.watchword.contract;

import static io.watchword.contract.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * What was seen and heard in one span of a stream: the record on topic {@code segments}. It knows
 * no model: encoders resample to what their bundle wants.
 *
 * @param source where it came from, as shown to people; never carries a password
 * @param epoch one more at each reconnect; 0 for files
 * @param sequence number within the epoch, from 0
 * @param keyframes in order of time; the first is the segment's first usable picture
 * @param decodeErrorRatio share of frames that did not decode cleanly, {@code [0, 1]}
 * @param discontinuity whether this segment does not continue the one before it
 * @param last whether this record closes a finite stream: it spans nothing and carries no media
 */
public record Segment(
        String streamId,
        String segmentId,
        String source,
        long epoch,
        long sequence,
        TimeSpan span,
        Optional<WallClock> wallClock,
        Optional<VideoInfo> video,
        List<Keyframe> keyframes,
        Optional<MotionField> motion,
        Optional<AudioSamples> audio,
        List<Telemetry> telemetry,
        float decodeErrorRatio,
        boolean discontinuity,
        boolean last) {
    /** One reading of a sensor that travels with the video: speed, position, acceleration. */
    public record Telemetry(long ptsUs, String name, double value) {}

    public Segment {
        requireNonNull(streamId, "streamId is null");
        requireNonNull(segmentId, "segmentId is null");
        requireNonNull(source, "source is null");
        requireNonNull(span, "span is null");
        requireNonNull(wallClock, "wallClock is null");
        requireNonNull(video, "video is null");
        requireNonNull(motion, "motion is null");
        requireNonNull(audio, "audio is null");
        keyframes = List.copyOf(keyframes);
        telemetry = List.copyOf(telemetry);
        checkArgument(!streamId.isBlank(), "streamId is blank");
        checkArgument(
                decodeErrorRatio >= 0 && decodeErrorRatio <= 1,
                "decodeErrorRatio is %s, not in [0, 1]",
                decodeErrorRatio);
        checkArgument(
                !last || (keyframes.isEmpty() && motion.isEmpty() && audio.isEmpty()),
                "segment %s closes its stream and carries media",
                segmentId);
    }

    /**
     * The same media at another place of its stream.
     *
     * @param laterUs added to every media time
     */
    public Segment placed(String id, long newEpoch, long newSequence, long laterUs) {
        return new Segment(
                streamId,
                id,
                source,
                newEpoch,
                newSequence,
                new TimeSpan(span.startUs() + laterUs, span.endUs() + laterUs),
                wallClock,
                video,
                keyframes.stream().map(keyframe -> keyframe.later(laterUs)).toList(),
                motion.map(field -> field.later(laterUs)),
                audio.map(sound -> sound.later(laterUs)),
                telemetry.stream()
                        .map(t -> new Telemetry(t.ptsUs() + laterUs, t.name(), t.value()))
                        .toList(),
                decodeErrorRatio,
                discontinuity,
                last);
    }

    /** The same segment with another wall clock. */
    public Segment at(WallClock clock) {
        return new Segment(
                streamId,
                segmentId,
                source,
                epoch,
                sequence,
                span,
                Optional.of(clock),
                video,
                keyframes,
                motion,
                audio,
                telemetry,
                decodeErrorRatio,
                discontinuity,
                last);
    }

    /** The record that closes a finite stream at {@code endUs}. */
    public static Segment end(
            String streamId,
            String segmentId,
            String source,
            long epoch,
            long sequence,
            long endUs) {
        return new Segment(
                streamId,
                segmentId,
                source,
                epoch,
                sequence,
                new TimeSpan(endUs, endUs),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                0,
                false,
                true);
    }
}
