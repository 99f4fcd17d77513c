package io.watchword.contract;

import com.google.protobuf.InvalidProtocolBufferException;
import io.watchword.proto.v1.GapRecord;
import io.watchword.proto.v1.StreamProgressRecord;
import io.watchword.proto.v1.StreamSpecRecord;
import java.util.Optional;

/** The control plane's records as bytes: protobuf of {@code watchword/v1/streams.proto}. */
public final class StreamsCodec {
    private StreamsCodec() {}

    public static byte[] encode(StreamSpec spec) {
        return StreamSpecRecord.newBuilder()
                .setStreamId(spec.streamId())
                .setSource(spec.source())
                .setProfile(spec.profile().name())
                .putAllOptions(spec.options())
                .addAllAllow(spec.allow())
                .setFolder(spec.folder().orElse(""))
                .setOwner(spec.owner())
                .build()
                .toByteArray();
    }

    public static Decoded<StreamSpec> decodeSpec(byte[] bytes) {
        try {
            StreamSpecRecord record = StreamSpecRecord.parseFrom(bytes);
            return new Decoded.Valid<>(
                    new StreamSpec(
                            record.getStreamId(),
                            record.getSource(),
                            Profile.valueOf(record.getProfile()),
                            record.getOptionsMap(),
                            record.getAllowList(),
                            Optional.of(record.getFolder()).filter(folder -> !folder.isEmpty()),
                            record.getOwner()));
        } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
            return invalid("stream", e);
        }
    }

    public static byte[] encode(StreamProgress progress) {
        return StreamProgressRecord.newBuilder()
                .setStreamId(progress.streamId())
                .setEpoch(progress.epoch())
                .setOriginUnixUs(progress.originUnixUs())
                .setReachedUs(progress.reachedUs())
                .setNextSequence(progress.nextSequence())
                .setOriginPtsUs(progress.originPtsUs())
                .setSeekable(progress.seekable())
                .setAttempts(progress.attempts())
                .setDone(progress.done())
                .build()
                .toByteArray();
    }

    public static Decoded<StreamProgress> decodeProgress(byte[] bytes) {
        try {
            StreamProgressRecord record = StreamProgressRecord.parseFrom(bytes);
            return new Decoded.Valid<>(
                    new StreamProgress(
                            record.getStreamId(),
                            record.getEpoch(),
                            record.getOriginUnixUs(),
                            record.getReachedUs(),
                            record.getNextSequence(),
                            record.getOriginPtsUs(),
                            record.getSeekable(),
                            record.getAttempts(),
                            record.getDone()));
        } catch (InvalidProtocolBufferException e) {
            return invalid("stream progress", e);
        }
    }

    public static byte[] encode(Gap gap) {
        return GapRecord.newBuilder()
                .setStreamId(gap.streamId())
                .setEpoch(gap.epoch())
                .setStartUs(gap.span().startUs())
                .setEndUs(gap.span().endUs())
                .setReason(gap.reason().name())
                .setDetail(gap.detail())
                .build()
                .toByteArray();
    }

    public static Decoded<Gap> decodeGap(byte[] bytes) {
        try {
            GapRecord record = GapRecord.parseFrom(bytes);
            return new Decoded.Valid<>(
                    new Gap(
                            record.getStreamId(),
                            record.getEpoch(),
                            new TimeSpan(record.getStartUs(), record.getEndUs()),
                            Gap.Reason.valueOf(record.getReason()),
                            record.getDetail()));
        } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
            return invalid("gap", e);
        }
    }

    private static <T> Decoded<T> invalid(String what, Exception e) {
        return new Decoded.Invalid<>(ErrorCode.INVALID_RECORD, what + ": " + e.getMessage());
    }
}
