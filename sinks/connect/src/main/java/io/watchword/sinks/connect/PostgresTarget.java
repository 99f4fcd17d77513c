package io.watchword.sinks.connect;

import io.watchword.contract.Decoded;
import io.watchword.contract.Embedding;
import io.watchword.contract.EmbeddingCodec;
import io.watchword.contract.ErrorCode;
import io.watchword.contract.Topics;
import io.watchword.sinks.delivery.Outcome;
import io.watchword.sinks.postgres.Batch;
import io.watchword.sinks.postgres.PostgresStore;
import io.watchword.sinks.postgres.PostgresStore.Written;
import io.watchword.sinks.postgres.SegmentVector;
import io.watchword.sinks.postgres.StoredEvent;
import io.watchword.sinks.row.EventJson;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * Writes what waits in one transaction. Records with data that the tables do not take are found by
 * writing each alone, and only those are rejected.
 */
final class PostgresTarget implements Target {
    private final PostgresStore store;

    PostgresTarget(PostgresStore store) {
        this.store = store;
    }

    @Override
    public Optional<Outcome.Later> deliver(Deque<SinkRecord> waiting, DeadLetters letters) {
        Map<SinkRecord, Batch> readable = new LinkedHashMap<>();
        Map<SinkRecord, Decoded.Invalid<Batch>> refused = new LinkedHashMap<>();
        for (SinkRecord record : waiting) {
            Decoded<Batch> decoded = batch(record);
            if (decoded instanceof Decoded.Valid<Batch> valid) {
                readable.put(record, valid.value());
            } else {
                refused.put(record, (Decoded.Invalid<Batch>) decoded);
            }
        }
        Written all = store.write(joined(readable.values()));
        if (all instanceof Written.Later later) {
            return Optional.of(later(later));
        }
        if (all instanceof Written.BadData) {
            for (Map.Entry<SinkRecord, Batch> one : readable.entrySet()) {
                Written written = store.write(one.getValue());
                if (written instanceof Written.Later later) {
                    return Optional.of(later(later)); // what is written is not written twice
                }
                if (written instanceof Written.BadData bad) {
                    refused.put(
                            one.getKey(),
                            new Decoded.Invalid<>(ErrorCode.INVALID_RECORD, bad.detail()));
                }
            }
        }
        // Last: records that are tried again are not rejected twice.
        refused.forEach((record, why) -> letters.reject(record, why.code(), why.detail()));
        waiting.clear();
        return Optional.empty();
    }

    private static Outcome.Later later(Written.Later later) {
        return new Outcome.Later(later.detail(), Optional.empty(), false);
    }

    private static Batch joined(Collection<Batch> batches) {
        List<StoredEvent> events = new ArrayList<>();
        List<SegmentVector> vectors = new ArrayList<>();
        for (Batch batch : batches) {
            events.addAll(batch.events());
            vectors.addAll(batch.vectors());
        }
        return new Batch(events, vectors);
    }

    private static Decoded<Batch> batch(SinkRecord record) {
        if (record.topic().equals(Topics.EMBEDDINGS)) {
            return vectors(record);
        }
        Decoded<EventJson> decoded = RecordBytes.event(record);
        if (decoded instanceof Decoded.Invalid<EventJson> invalid) {
            return new Decoded.Invalid<>(invalid.code(), invalid.detail());
        }
        StoredEvent event =
                new StoredEvent(
                        ((Decoded.Valid<EventJson>) decoded).value(),
                        RecordBytes.recordedAt(record));
        return new Decoded.Valid<>(new Batch(List.of(event), List.of()));
    }

    private static Decoded<Batch> vectors(SinkRecord record) {
        Decoded<byte[]> checked = RecordBytes.checked(record);
        if (checked instanceof Decoded.Invalid<byte[]> invalid) {
            return new Decoded.Invalid<>(invalid.code(), invalid.detail());
        }
        Decoded<Embedding> decoded =
                EmbeddingCodec.decode(((Decoded.Valid<byte[]>) checked).value());
        if (decoded instanceof Decoded.Invalid<Embedding> invalid) {
            return new Decoded.Invalid<>(invalid.code(), invalid.detail());
        }
        Embedding embedding = ((Decoded.Valid<Embedding>) decoded).value();
        List<SegmentVector> vectors =
                embedding.searchVector().length == 0
                        ? List.of() // no media
                        : List.of(SegmentVector.of(embedding));
        return new Decoded.Valid<>(new Batch(List.of(), vectors));
    }

    @Override
    public void close() {
        store.close();
    }
}
