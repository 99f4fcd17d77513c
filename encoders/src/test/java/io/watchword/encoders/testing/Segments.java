package io.watchword.encoders.testing;

import io.watchword.contract.AudioSamples;
import io.watchword.contract.Keyframe;
import io.watchword.contract.MotionField;
import io.watchword.contract.Segment;
import io.watchword.contract.TimeSpan;
import io.watchword.contract.VideoInfo;
import java.awt.Color;
import java.util.List;
import java.util.Optional;

/** Segments made on the spot. */
public final class Segments {
    private Segments() {}

    /**
     * Two seconds of grey {@code grey}, with motion {@code dx} half pixels everywhere, and sound.
     */
    public static Segment of(String streamId, long sequence, int grey, int dx) {
        return of(streamId, 0, sequence, grey, dx, false);
    }

    public static Segment of(
            String streamId, long epoch, long sequence, int grey, int dx, boolean discontinuity) {
        long startUs = sequence * 2_000_000;
        MotionField motion = Fields.of(12, startUs, (step, row, column) -> new int[] {dx, 0});
        short[] pcm = new short[32_000];
        java.util.Arrays.fill(pcm, (short) 1000);
        byte[] jpeg = Pictures.jpeg(Pictures.plain(16, 16, new Color(grey, grey, grey)));
        return segment(
                streamId,
                epoch,
                sequence,
                List.of(new Keyframe(startUs, jpeg, false, 16, 16)),
                Optional.of(motion),
                Optional.of(new AudioSamples(startUs, 16_000, pcm)),
                discontinuity);
    }

    public static Segment segment(
            String streamId,
            long epoch,
            long sequence,
            List<Keyframe> keyframes,
            Optional<MotionField> motion,
            Optional<AudioSamples> audio,
            boolean discontinuity) {
        long startUs = sequence * 2_000_000;
        Optional<VideoInfo> video =
                keyframes.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new VideoInfo(16, 16, 25, "h264", 0));
        return new Segment(
                streamId,
                streamId + "/" + epoch + "/" + sequence,
                streamId + ".mp4",
                epoch,
                sequence,
                new TimeSpan(startUs, startUs + 2_000_000),
                Optional.empty(),
                video,
                keyframes,
                motion,
                audio,
                List.of(),
                0,
                discontinuity,
                false);
    }

    public static Segment end(String streamId, long sequence) {
        return Segment.end(
                streamId,
                streamId + "/0/" + sequence,
                streamId + ".mp4",
                0,
                sequence,
                sequence * 2_000_000);
    }
}
