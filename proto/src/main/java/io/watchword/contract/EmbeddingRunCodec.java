package io.watchword.contract;

import com.google.protobuf.InvalidProtocolBufferException;
import io.watchword.proto.v1.EmbeddingRunRecord;
import java.util.Optional;

/** Entries of topic {@code embedding-index} as bytes: {@code watchword.v1.EmbeddingRunRecord}. */
public final class EmbeddingRunCodec {
    private EmbeddingRunCodec() {}

    public static byte[] encode(EmbeddingRun run) {
        EmbeddingRunRecord.Builder record =
                EmbeddingRunRecord.newBuilder()
                        .setStreamId(run.streamId())
                        .setSource(run.source())
                        .setEpoch(run.epoch())
                        .setBundle(run.bundle())
                        .setBundleSha256(run.bundleSha256())
                        .setStartUs(run.span().startUs())
                        .setEndUs(run.span().endUs())
                        .setPartition(run.partition())
                        .setFirstOffset(run.firstOffset())
                        .setLastOffset(run.lastOffset())
                        .setCount(run.count())
                        .setBytes(run.bytes())
                        .setAppendedUnixMs(run.appendedUnixMs())
                        .setIndexedTo(run.indexedTo());
        run.wallClock().ifPresent(clock -> record.setWallClock(WallClockCodec.to(clock)));
        return record.build().toByteArray();
    }

    public static Decoded<EmbeddingRun> decode(byte[] bytes) {
        try {
            EmbeddingRunRecord record = EmbeddingRunRecord.parseFrom(bytes);
            return new Decoded.Valid<>(
                    new EmbeddingRun(
                            record.getStreamId(),
                            record.getSource(),
                            record.getEpoch(),
                            record.getBundle(),
                            record.getBundleSha256(),
                            new TimeSpan(record.getStartUs(), record.getEndUs()),
                            record.hasWallClock()
                                    ? Optional.of(WallClockCodec.from(record.getWallClock()))
                                    : Optional.empty(),
                            record.getPartition(),
                            record.getFirstOffset(),
                            record.getLastOffset(),
                            record.getCount(),
                            record.getBytes(),
                            record.getAppendedUnixMs(),
                            record.getIndexedTo()));
        } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
            return new Decoded.Invalid<>(
                    ErrorCode.INVALID_RECORD, "embedding run: " + e.getMessage());
        }
    }
}
