package io.watchword.contract;

import static io.watchword.contract.Checks.checkArgument;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.watchword.proto.v1.AudioRecord;
import io.watchword.proto.v1.KeyframeRecord;
import io.watchword.proto.v1.MotionFieldRecord;
import io.watchword.proto.v1.SegmentRecord;
import io.watchword.proto.v1.TelemetrySample;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Segments as bytes: protobuf {@code watchword.v1.SegmentRecord}. */
public final class SegmentCodec {
    private SegmentCodec() {}

    public static byte[] encode(Segment segment) {
        SegmentRecord.Builder record =
                SegmentRecord.newBuilder()
                        .setStreamId(segment.streamId())
                        .setSegmentId(segment.segmentId())
                        .setSource(segment.source())
                        .setEpoch(segment.epoch())
                        .setSequence(segment.sequence())
                        .setStartUs(segment.span().startUs())
                        .setEndUs(segment.span().endUs())
                        .setDecodeErrorRatio(segment.decodeErrorRatio())
                        .setDiscontinuity(segment.discontinuity())
                        .setLast(segment.last());
        segment.wallClock().ifPresent(clock -> record.setWallClock(WallClockCodec.to(clock)));
        segment.video().ifPresent(video -> record.setVideo(video(video)));
        segment.keyframes().forEach(keyframe -> record.addKeyframes(keyframe(keyframe)));
        segment.motion().ifPresent(motion -> record.setMotion(motion(motion)));
        segment.audio().ifPresent(audio -> record.setAudio(audio(audio)));
        for (Segment.Telemetry sample : segment.telemetry()) {
            record.addTelemetry(
                    TelemetrySample.newBuilder()
                            .setPtsUs(sample.ptsUs())
                            .setName(sample.name())
                            .setValue(sample.value()));
        }
        return record.build().toByteArray();
    }

    public static Decoded<Segment> decode(byte[] bytes) {
        try {
            return new Decoded.Valid<>(from(SegmentRecord.parseFrom(bytes)));
        } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
            return new Decoded.Invalid<>(ErrorCode.INVALID_RECORD, "segment: " + e.getMessage());
        }
    }

    private static Segment from(SegmentRecord record) {
        List<Keyframe> keyframes = new ArrayList<>();
        for (KeyframeRecord keyframe : record.getKeyframesList()) {
            keyframes.add(
                    new Keyframe(
                            keyframe.getPtsUs(),
                            keyframe.getJpeg().toByteArray(),
                            keyframe.getSceneCut(),
                            keyframe.getWidthPx(),
                            keyframe.getHeightPx()));
        }
        List<Segment.Telemetry> telemetry = new ArrayList<>();
        for (TelemetrySample sample : record.getTelemetryList()) {
            telemetry.add(
                    new Segment.Telemetry(sample.getPtsUs(), sample.getName(), sample.getValue()));
        }
        return new Segment(
                record.getStreamId(),
                record.getSegmentId(),
                record.getSource(),
                record.getEpoch(),
                record.getSequence(),
                new TimeSpan(record.getStartUs(), record.getEndUs()),
                record.hasWallClock()
                        ? Optional.of(WallClockCodec.from(record.getWallClock()))
                        : Optional.empty(),
                record.hasVideo() ? Optional.of(video(record.getVideo())) : Optional.empty(),
                keyframes,
                record.hasMotion() ? Optional.of(motion(record.getMotion())) : Optional.empty(),
                record.hasAudio() ? Optional.of(audio(record.getAudio())) : Optional.empty(),
                telemetry,
                record.getDecodeErrorRatio(),
                record.getDiscontinuity(),
                record.getLast());
    }

    private static io.watchword.proto.v1.VideoInfo video(VideoInfo video) {
        return io.watchword.proto.v1.VideoInfo.newBuilder()
                .setWidthPx(video.widthPx())
                .setHeightPx(video.heightPx())
                .setFrameRateHz(video.frameRateHz())
                .setCodec(video.codec())
                .setRotationDegrees(video.rotationDegrees())
                .build();
    }

    private static VideoInfo video(io.watchword.proto.v1.VideoInfo record) {
        return new VideoInfo(
                record.getWidthPx(),
                record.getHeightPx(),
                record.getFrameRateHz(),
                record.getCodec(),
                record.getRotationDegrees());
    }

    private static KeyframeRecord keyframe(Keyframe keyframe) {
        return KeyframeRecord.newBuilder()
                .setPtsUs(keyframe.ptsUs())
                .setJpeg(ByteString.copyFrom(keyframe.jpeg()))
                .setSceneCut(keyframe.sceneCut())
                .setWidthPx(keyframe.widthPx())
                .setHeightPx(keyframe.heightPx())
                .build();
    }

    private static MotionFieldRecord motion(MotionField motion) {
        MotionFieldRecord.Builder record =
                MotionFieldRecord.newBuilder()
                        .setSteps(motion.steps())
                        .setFirstStepUs(motion.firstStepUs())
                        .setVectors(ByteString.copyFrom(motion.vectors()))
                        .setIntra(ByteString.copyFrom(motion.intra()));
        for (float floor : motion.noiseFloor()) {
            record.addNoiseFloor(floor);
        }
        return record.build();
    }

    private static MotionField motion(MotionFieldRecord record) {
        float[] noiseFloor = new float[record.getNoiseFloorCount()];
        for (int step = 0; step < noiseFloor.length; step++) {
            noiseFloor[step] = record.getNoiseFloor(step);
        }
        return new MotionField(
                record.getSteps(),
                record.getFirstStepUs(),
                record.getVectors().toByteArray(),
                record.getIntra().toByteArray(),
                noiseFloor);
    }

    private static AudioRecord audio(AudioSamples audio) {
        ByteBuffer pcm =
                ByteBuffer.allocate(audio.samples().length * 2).order(ByteOrder.LITTLE_ENDIAN);
        pcm.asShortBuffer().put(audio.samples());
        return AudioRecord.newBuilder()
                .setStartUs(audio.startUs())
                .setSampleRateHz(audio.sampleRateHz())
                .setPcm16(ByteString.copyFrom(pcm))
                .build();
    }

    private static AudioSamples audio(AudioRecord record) {
        checkArgument(
                record.getPcm16().size() % 2 == 0,
                "pcm16 has %d bytes, half a sample too many",
                record.getPcm16().size());
        short[] samples = new short[record.getPcm16().size() / 2];
        record.getPcm16()
                .asReadOnlyByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asShortBuffer()
                .get(samples);
        return new AudioSamples(record.getStartUs(), record.getSampleRateHz(), samples);
    }
}
