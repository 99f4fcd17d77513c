package io.watchword.view.evidence;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.InvalidProtocolBufferException;
import io.watchword.contract.Decoded;
import io.watchword.contract.Embedding;
import io.watchword.contract.ErrorCode;
import io.watchword.contract.Modality;
import io.watchword.contract.TimeSpan;
import io.watchword.contract.TokenBlock;
import io.watchword.proto.v1.SegmentEvidenceRecord;
import io.watchword.view.timeline.EntryCodec;
import io.watchword.view.timeline.EvidenceVectors;
import io.watchword.view.timeline.UnixTime;
import java.time.Instant;
import java.util.Optional;

/**
 * What is kept of a segment until its events are told.
 *
 * @param startsAt wall clock of its start, where it is known
 * @param vectors of the segment alone, before they are brought to unit length; of motion, how many
 *     tokens fall into each bucket
 */
public record SegmentEvidence(TimeSpan span, Optional<Instant> startsAt, EvidenceVectors vectors) {
    /** A codebook that is larger shares buckets. */
    public static final int MOTION_BUCKETS = 256;

    public SegmentEvidence {
        requireNonNull(span, "span is null");
        requireNonNull(startsAt, "startsAt is null");
        requireNonNull(vectors, "vectors is null");
    }

    public static SegmentEvidence of(Embedding embedding) {
        return new SegmentEvidence(
                embedding.span(),
                embedding.wallClock().map(clock -> UnixTime.instant(clock.unixUs())),
                new EvidenceVectors(
                        embedding.bundleSha256(),
                        embedding.searchVector(),
                        histogram(embedding.motionIds()),
                        mean(embedding.block(Modality.SPATIAL).map(TokenBlock::withoutDetail)),
                        mean(embedding.block(Modality.AUDIO))));
    }

    private static float[] histogram(int[] motionIds) {
        if (motionIds.length == 0) {
            return new float[0];
        }
        float[] counts = new float[MOTION_BUCKETS];
        for (int id : motionIds) {
            counts[bucket(id)]++;
        }
        return counts;
    }

    /** Of its own for each id of a small codebook; spread evenly for what lies beyond. */
    static int bucket(int id) {
        if (id >= 0 && id < MOTION_BUCKETS) {
            return id;
        }
        return (id * 0x9E3779B9) >>> 24;
    }

    private static float[] mean(Optional<TokenBlock> found) {
        if (found.isEmpty() || found.get().isZero()) {
            return new float[0];
        }
        TokenBlock block = found.get();
        float[] mean = new float[block.dim()];
        for (int i = 0; i < block.values().length; i++) {
            mean[i % mean.length] += block.values()[i];
        }
        for (int i = 0; i < mean.length; i++) {
            mean[i] *= block.scale() / block.count();
        }
        return mean;
    }

    public byte[] encode() {
        SegmentEvidenceRecord.Builder record =
                SegmentEvidenceRecord.newBuilder()
                        .setStartUs(span.startUs())
                        .setEndUs(span.endUs())
                        .setVectors(EntryCodec.to(vectors));
        startsAt.ifPresent(at -> record.setStartUnixUs(UnixTime.us(at)));
        return record.build().toByteArray();
    }

    public static Decoded<SegmentEvidence> decode(byte[] bytes) {
        try {
            SegmentEvidenceRecord record = SegmentEvidenceRecord.parseFrom(bytes);
            return new Decoded.Valid<>(
                    new SegmentEvidence(
                            new TimeSpan(record.getStartUs(), record.getEndUs()),
                            record.hasStartUnixUs()
                                    ? Optional.of(UnixTime.instant(record.getStartUnixUs()))
                                    : Optional.empty(),
                            EntryCodec.from(record.getVectors())));
        } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
            return new Decoded.Invalid<>(ErrorCode.INVALID_RECORD, "evidence: " + e.getMessage());
        }
    }
}
