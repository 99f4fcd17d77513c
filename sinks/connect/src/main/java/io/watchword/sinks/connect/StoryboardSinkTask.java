package io.watchword.sinks.connect;

import static java.util.Objects.requireNonNull;

import io.watchword.contract.Decoded;
import io.watchword.contract.ErrorCode;
import io.watchword.contract.Segment;
import io.watchword.contract.SegmentCodec;
import io.watchword.sinks.storyboard.StoryboardOutput;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.jspecify.annotations.Nullable;

/**
 * The task of {@link StoryboardSinkConnector}. A sheet is a whole file, so files are written at
 * most every {@link #PAUSE} and at the end of a stream, and offsets are committed only then.
 */
public final class StoryboardSinkTask extends SinkTask {
    static final Duration PAUSE = Duration.ofSeconds(5);

    private final InstantSource clock;
    private @Nullable StoryboardOutput output;
    private @Nullable DeadLetters deadLetters;
    private Instant written = Instant.MIN;
    private boolean streamEnded;

    /** As Connect makes it. */
    public StoryboardSinkTask() {
        this(InstantSource.system());
    }

    StoryboardSinkTask(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public void start(Map<String, String> props) {
        Path directory = EventSinkConfig.directory(props);
        long intervalMs =
                new AbstractConfig(StoryboardSinkConnector.DEFINITION, props, false)
                        .getLong(StoryboardSinkConnector.INTERVAL_MS);
        deadLetters = new DeadLetters(context);
        try {
            output = StoryboardOutput.open(directory, intervalMs * 1_000);
        } catch (IllegalArgumentException | UncheckedIOException e) {
            throw new ConnectException(e.getMessage(), e);
        }
    }

    @Override
    public void put(Collection<SinkRecord> records) {
        records.forEach(this::put);
        if (streamEnded) {
            context.requestCommit();
        }
    }

    private void put(SinkRecord record) {
        DeadLetters letters = requireNonNull(deadLetters, "not started");
        Decoded<byte[]> checked = RecordBytes.checked(record);
        if (checked instanceof Decoded.Invalid<byte[]> invalid) {
            letters.reject(record, invalid.code(), invalid.detail());
            return;
        }
        Decoded<Segment> decoded = SegmentCodec.decode(((Decoded.Valid<byte[]>) checked).value());
        if (decoded instanceof Decoded.Invalid<Segment> invalid) {
            letters.reject(record, invalid.code(), invalid.detail());
            return;
        }
        Segment segment = ((Decoded.Valid<Segment>) decoded).value();
        streamEnded |= segment.last();
        try {
            requireNonNull(output, "not started").add(segment);
        } catch (IllegalArgumentException e) {
            letters.reject(record, ErrorCode.CORRUPT_MEDIA, String.valueOf(e.getMessage()));
        } catch (UncheckedIOException e) {
            throw new RetriableException(e.getMessage(), e);
        }
    }

    @Override
    public Map<TopicPartition, OffsetAndMetadata> preCommit(
            Map<TopicPartition, OffsetAndMetadata> currentOffsets) {
        Instant now = clock.instant();
        if (!streamEnded && written.plus(PAUSE).isAfter(now)) {
            return Map.of();
        }
        try {
            requireNonNull(output, "not started").write();
        } catch (UncheckedIOException e) {
            throw new ConnectException(e.getMessage(), e);
        }
        requireNonNull(deadLetters, "not started").await();
        written = now;
        streamEnded = false;
        return currentOffsets;
    }

    @Override
    public void stop() {}

    @Override
    public String version() {
        return PluginVersion.VERSION;
    }
}
