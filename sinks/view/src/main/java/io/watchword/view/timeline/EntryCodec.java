package io.watchword.view.timeline;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.watchword.contract.Decoded;
import io.watchword.contract.ErrorCode;
import io.watchword.contract.Event;
import io.watchword.contract.EventCodec;
import io.watchword.contract.Modality;
import io.watchword.contract.TokenBlock;
import io.watchword.proto.v1.EvidenceVectorsRecord;
import io.watchword.proto.v1.QuantisedVector;
import io.watchword.proto.v1.TimelineEntryRecord;
import java.time.Instant;
import java.util.Optional;

/**
 * Entries as bytes: protobuf {@code watchword.v1.TimelineEntryRecord}. Vectors lose what does not
 * fit in a signed byte a value.
 */
public final class EntryCodec {
    private EntryCodec() {}

    public static TimelineEntryRecord to(TimelineEntry entry) {
        TimelineEntryRecord.Builder record =
                TimelineEntryRecord.newBuilder()
                        .setEvent(ByteString.copyFrom(EventCodec.encode(entry.event())))
                        .setRecordedAtUnixUs(UnixTime.us(entry.recordedAt()))
                        .setPartition(entry.position().partition())
                        .setOffset(entry.position().offset())
                        .setVectors(to(entry.vectors()));
        entry.startsAt().ifPresent(at -> record.setStartsAtUnixUs(UnixTime.us(at)));
        return record.build();
    }

    /**
     * @throws IllegalArgumentException if it is no entry
     */
    public static TimelineEntry from(TimelineEntryRecord record) {
        Optional<Instant> startsAt =
                record.hasStartsAtUnixUs()
                        ? Optional.of(UnixTime.instant(record.getStartsAtUnixUs()))
                        : Optional.empty();
        return new TimelineEntry(
                event(record),
                startsAt,
                UnixTime.instant(record.getRecordedAtUnixUs()),
                from(record.getVectors()),
                new Position(record.getPartition(), record.getOffset()));
    }

    private static Event event(TimelineEntryRecord record) {
        Decoded<Event> decoded = EventCodec.decode(record.getEvent().toByteArray());
        if (decoded instanceof Decoded.Invalid<Event> invalid) {
            throw new IllegalArgumentException(invalid.detail());
        }
        return ((Decoded.Valid<Event>) decoded).value();
    }

    public static Decoded<TimelineEntry> decode(byte[] bytes) {
        try {
            return new Decoded.Valid<>(from(TimelineEntryRecord.parseFrom(bytes)));
        } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
            return new Decoded.Invalid<>(ErrorCode.INVALID_RECORD, "entry: " + e.getMessage());
        }
    }

    public static EvidenceVectorsRecord to(EvidenceVectors vectors) {
        EvidenceVectorsRecord.Builder record =
                EvidenceVectorsRecord.newBuilder().setBundleSha256(vectors.bundleSha256());
        quantise(vectors.text()).ifPresent(record::setText);
        quantise(vectors.motion()).ifPresent(record::setMotion);
        quantise(vectors.picture()).ifPresent(record::setPicture);
        quantise(vectors.sound()).ifPresent(record::setSound);
        return record.build();
    }

    public static EvidenceVectors from(EvidenceVectorsRecord record) {
        return new EvidenceVectors(
                record.getBundleSha256(),
                dequantise(record.getText()),
                dequantise(record.getMotion()),
                dequantise(record.getPicture()),
                dequantise(record.getSound()));
    }

    private static Optional<QuantisedVector> quantise(float[] vector) {
        if (vector.length == 0) {
            return Optional.empty();
        }
        TokenBlock block = TokenBlock.quantise(Modality.TEMPORAL, 1, vector.length, vector);
        return Optional.of(
                QuantisedVector.newBuilder()
                        .setScale(block.scale())
                        .setValues(ByteString.copyFrom(block.values()))
                        .build());
    }

    private static float[] dequantise(QuantisedVector vector) {
        float[] values = new float[vector.getValues().size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = vector.getValues().byteAt(i) * vector.getScale();
        }
        return values;
    }
}
