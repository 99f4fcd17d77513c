package io.watchword.sinks.connect;

import static java.util.Objects.requireNonNull;

import io.watchword.contract.Decoded;
import io.watchword.contract.Embedding;
import io.watchword.contract.EmbeddingCodec;
import io.watchword.contract.ErrorCode;
import io.watchword.contract.Topics;
import io.watchword.sinks.postgres.Batch;
import io.watchword.sinks.postgres.PostgresStore;
import io.watchword.sinks.postgres.PostgresStore.Written;
import io.watchword.sinks.postgres.SegmentVector;
import io.watchword.sinks.postgres.StoredEvent;
import io.watchword.sinks.row.EventJson;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.jspecify.annotations.Nullable;

/**
 * The task of {@link PostgresSinkConnector}: a batch of records is one transaction. One that holds
 * data that the tables do not take is written record by record, and only those are rejected.
 */
public final class PostgresSinkTask extends SinkTask {
    private final InstantSource clock;
    private final Consumer<Duration> pause;
    private @Nullable PostgresStore store;
    private @Nullable Patience patience;
    private @Nullable DeadLetters deadLetters;

    /** As Connect makes it. */
    public PostgresSinkTask() {
        this(InstantSource.system(), Patience::sleep);
    }

    PostgresSinkTask(InstantSource clock, Consumer<Duration> pause) {
        this.clock = clock;
        this.pause = pause;
    }

    @Override
    public void start(Map<String, String> props) {
        AbstractConfig settings = new AbstractConfig(PostgresSinkConfig.DEFINITION, props, false);
        store = new PostgresStore(PostgresSinkConfig.of(settings).store());
        patience = new Patience(context, Retries.backoff(settings), clock, pause);
        deadLetters = new DeadLetters(context);
    }

    @Override
    public void put(Collection<SinkRecord> records) {
        if (!records.isEmpty()) {
            requireNonNull(patience, "not started").check();
        }
        Map<SinkRecord, Batch> readable = new LinkedHashMap<>();
        Map<SinkRecord, Decoded.Invalid<?>> refused = new LinkedHashMap<>();
        for (SinkRecord record : records) {
            Decoded<Batch> decoded = batch(record);
            if (decoded instanceof Decoded.Valid<Batch> valid) {
                readable.put(record, valid.value());
            } else {
                refused.put(record, (Decoded.Invalid<Batch>) decoded);
            }
        }
        if (write(joined(readable.values())).isPresent()) {
            readable.forEach(
                    (record, batch) ->
                            write(batch)
                                    .ifPresent(
                                            detail ->
                                                    refused.put(
                                                            record,
                                                            new Decoded.Invalid<>(
                                                                    ErrorCode.INVALID_RECORD,
                                                                    detail))));
        }
        requireNonNull(patience, "not started").worked();
        // Last: a batch that Connect brings again is not rejected twice.
        refused.forEach(
                (record, why) ->
                        requireNonNull(deadLetters, "not started")
                                .reject(record, why.code(), why.detail()));
        if (!records.isEmpty()) {
            context.requestCommit();
        }
    }

    /** What of the data cannot be stored, or nothing when it is. */
    private Optional<String> write(Batch batch) {
        Written written = requireNonNull(store, "not started").write(batch);
        if (written instanceof Written.Later later) {
            throw requireNonNull(patience, "not started").failed(later.detail(), Optional.empty());
        }
        return written instanceof Written.BadData bad
                ? Optional.of(bad.detail())
                : Optional.empty();
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
        Long recordedMs = record.timestamp();
        StoredEvent event =
                new StoredEvent(
                        ((Decoded.Valid<EventJson>) decoded).value(),
                        Instant.ofEpochMilli(recordedMs == null ? 0 : recordedMs));
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
    public void flush(Map<TopicPartition, OffsetAndMetadata> currentOffsets) {
        requireNonNull(deadLetters, "not started").await();
    }

    @Override
    public void stop() {
        if (store != null) {
            store.close();
        }
    }

    @Override
    public String version() {
        return PluginVersion.VERSION;
    }
}
