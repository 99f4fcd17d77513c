package io.watchword.contract;

import com.google.protobuf.InvalidProtocolBufferException;
import io.watchword.proto.v1.StreamStatusRecord;
import io.watchword.proto.v1.StreamVitalsRecord;
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
        status.vitals().ifPresent(vitals -> record.setVitals(record(vitals)));
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
                            failure,
                            record.hasVitals()
                                    ? Optional.of(vitals(record.getVitals()))
                                    : Optional.empty()));
        } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
            return new Decoded.Invalid<>(
                    ErrorCode.INVALID_RECORD, "stream status: " + e.getMessage());
        }
    }

    private static StreamVitalsRecord record(StreamVitals vitals) {
        return StreamVitalsRecord.newBuilder()
                .setState(vitals.state().name())
                .setSinceUnixUs(vitals.sinceUnixUs())
                .setReason(vitals.reason())
                .setNextTryUnixUs(vitals.nextTryUnixUs())
                .setEpoch(vitals.epoch())
                .setFrameRateHz(vitals.frameRateHz())
                .setFramesDecoded(vitals.framesDecoded())
                .setFramesDamaged(vitals.framesDamaged())
                .setBytesRead(vitals.bytesRead())
                .setLagUs(vitals.lagUs())
                .setGaps(vitals.gaps())
                .setGapUs(vitals.gapUs())
                .setShedUs(vitals.shedUs())
                .setProcessedUs(vitals.processedUs())
                .setReconnects(vitals.reconnects())
                .setClockSkewUs(vitals.clockSkewUs())
                .setLevel(vitals.level())
                .setSandbox(vitals.sandbox())
                .setWorker(vitals.worker())
                .build();
    }

    private static StreamVitals vitals(StreamVitalsRecord record) {
        return new StreamVitals(
                StreamVitals.State.valueOf(record.getState()),
                record.getSinceUnixUs(),
                record.getReason(),
                record.getNextTryUnixUs(),
                record.getEpoch(),
                record.getFrameRateHz(),
                record.getFramesDecoded(),
                record.getFramesDamaged(),
                record.getBytesRead(),
                record.getLagUs(),
                record.getGaps(),
                record.getGapUs(),
                record.getShedUs(),
                record.getProcessedUs(),
                record.getReconnects(),
                record.getClockSkewUs(),
                record.getLevel(),
                record.getSandbox(),
                record.getWorker());
    }
}
