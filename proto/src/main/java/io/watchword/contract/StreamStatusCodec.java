package io.watchword.contract;

import com.google.protobuf.InvalidProtocolBufferException;
import io.watchword.proto.v1.StreamStatusRecord;
import java.util.Optional;

/** Stream status as bytes: protobuf {@code watchword.v1.StreamStatusRecord}. */
public final class StreamStatusCodec {
    private StreamStatusCodec() {}

    public static byte[] encode(StreamStatus status) {
        StreamStatusRecord.Builder record =
                StreamStatusRecord.newBuilder()
                        .setStreamId(status.streamId())
                        .setStage(status.stage().name())
                        .setSource(status.source())
                        .setDone(status.done())
                        .setReachedUs(status.reachedUs())
                        .setDurationUs(status.durationUs())
                        .setEmitted(status.emitted());
        status.failure()
                .ifPresent(
                        failure ->
                                record.setErrorCode(failure.code().name())
                                        .setErrorDetail(failure.detail()));
        return record.build().toByteArray();
    }

    public static Decoded<StreamStatus> decode(byte[] bytes) {
        try {
            StreamStatusRecord record = StreamStatusRecord.parseFrom(bytes);
            Optional<StreamStatus.Failure> failure =
                    record.getErrorCode().isEmpty()
                            ? Optional.empty()
                            : Optional.of(
                                    new StreamStatus.Failure(
                                            ErrorCode.valueOf(record.getErrorCode()),
                                            record.getErrorDetail()));
            return new Decoded.Valid<>(
                    new StreamStatus(
                            record.getStreamId(),
                            StreamStatus.Stage.valueOf(record.getStage()),
                            record.getSource(),
                            record.getDone(),
                            record.getReachedUs(),
                            record.getDurationUs(),
                            record.getEmitted(),
                            failure));
        } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
            return new Decoded.Invalid<>(
                    ErrorCode.INVALID_RECORD, "stream status: " + e.getMessage());
        }
    }
}
