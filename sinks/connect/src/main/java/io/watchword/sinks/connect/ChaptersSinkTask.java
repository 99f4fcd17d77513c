package io.watchword.sinks.connect;

import static java.util.Objects.requireNonNull;

import io.watchword.sinks.chapters.ChaptersOutput;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.jspecify.annotations.Nullable;

/** The task of {@link ChaptersSinkConnector}. */
public final class ChaptersSinkTask extends SinkTask {
    private @Nullable EventDelivery delivery;

    @Override
    public void start(Map<String, String> props) {
        Path directory = EventSinkConfig.directory(props);
        delivery = EventDelivery.open(() -> ChaptersOutput.open(directory), context);
    }

    @Override
    public void put(Collection<SinkRecord> records) {
        requireNonNull(delivery, "not started").put(records);
    }

    @Override
    public void flush(Map<TopicPartition, OffsetAndMetadata> currentOffsets) {
        requireNonNull(delivery, "not started").flush();
    }

    @Override
    public void stop() {}

    @Override
    public String version() {
        return PluginVersion.VERSION;
    }
}
