package io.watchword.ingest.child;

import com.google.protobuf.InvalidProtocolBufferException;
import io.watchword.contract.Decoded;
import io.watchword.contract.ErrorCode;
import io.watchword.ingest.decode.DecodeConfig;
import io.watchword.ingest.decode.DecodeMode;
import io.watchword.ingest.decode.DecodeOrder;
import io.watchword.ingest.decode.HardwareDecode;
import io.watchword.ingest.segment.SegmentOrigin;
import io.watchword.proto.v1.DecodeConfigRecord;
import io.watchword.proto.v1.DecodeOrderRecord;
import io.watchword.proto.v1.ResumeRecord;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;

/** Orders as one word of a command line: protobuf {@code watchword.v1.DecodeOrderRecord}. */
public final class OrderCodec {
    private OrderCodec() {}

    /**
     * An order, and where its bytes come from.
     *
     * @param file whether standard input is the file itself and not {@link InputFrames}
     */
    public record Started(DecodeOrder order, boolean file) {}

    public static String encode(DecodeOrder order, boolean file) {
        DecodeOrderRecord.Builder record =
                DecodeOrderRecord.newBuilder()
                        .setStreamId(order.origin().streamId())
                        .setSha256(order.origin().sha256())
                        .setSource(order.origin().source())
                        .setConfig(config(order.config()))
                        .setLive(order.live())
                        .setRecordFileUs(order.recordFileUs())
                        .setFile(file);
        order.resume()
                .ifPresent(
                        place ->
                                record.setResume(
                                        ResumeRecord.newBuilder()
                                                .setSequence(place.sequence())
                                                .setOriginPtsUs(place.originPtsUs())
                                                .setSeekable(place.seekable())));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(record.build().toByteArray());
    }

    public static Decoded<Started> decode(String word) {
        try {
            DecodeOrderRecord record =
                    DecodeOrderRecord.parseFrom(Base64.getUrlDecoder().decode(word));
            DecodeOrder order =
                    new DecodeOrder(
                            new SegmentOrigin(
                                    record.getStreamId(), record.getSha256(), record.getSource()),
                            config(record.getConfig()),
                            record.getLive(),
                            record.hasResume()
                                    ? Optional.of(resume(record.getResume()))
                                    : Optional.empty(),
                            record.getRecordFileUs());
            return new Decoded.Valid<>(new Started(order, record.getFile()));
        } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
            return new Decoded.Invalid<>(ErrorCode.INVALID_RECORD, "order: " + e.getMessage());
        }
    }

    private static DecodeOrder.Resume resume(ResumeRecord record) {
        return new DecodeOrder.Resume(
                record.getSequence(), record.getOriginPtsUs(), record.getSeekable());
    }

    private static DecodeConfigRecord config(DecodeConfig config) {
        return DecodeConfigRecord.newBuilder()
                .setSegmentUs(config.segmentUs())
                .setKeyframeLongSidePx(config.keyframeLongSidePx())
                .setKeyframeQuantiser(config.keyframeQuantiser())
                .setMaxCutsPerSegment(config.maxCutsPerSegment())
                .setMaxPixels(config.maxPixels())
                .setMaxStreams(config.maxStreams())
                .setProbeBytes(config.probeBytes())
                .setAnalyzeUs(micros(config.analyzeDuration()))
                .setReadTimeoutUs(micros(config.readTimeout()))
                .setMode(config.mode().name())
                .setHardware(config.hardware().name())
                .setMaxHoleUs(config.maxHoleUs())
                .setRestful(config.restful())
                .build();
    }

    private static DecodeConfig config(DecodeConfigRecord record) {
        return new DecodeConfig(
                duration(record.getSegmentUs()),
                record.getKeyframeLongSidePx(),
                record.getKeyframeQuantiser(),
                record.getMaxCutsPerSegment(),
                record.getMaxPixels(),
                record.getMaxStreams(),
                record.getProbeBytes(),
                duration(record.getAnalyzeUs()),
                duration(record.getReadTimeoutUs()),
                DecodeMode.valueOf(record.getMode()),
                HardwareDecode.valueOf(record.getHardware()),
                duration(record.getMaxHoleUs()),
                record.getRestful());
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1000;
    }

    private static Duration duration(long micros) {
        return Duration.ofNanos(Math.multiplyExact(micros, 1000L));
    }
}
