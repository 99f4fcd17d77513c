package io.watchword.sinks.connect;

import static java.util.Objects.requireNonNull;

import io.watchword.sinks.store.EventOutput;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.jspecify.annotations.Nullable;

/** What tasks that write files of events have in common: all but which files. */
abstract class FileSinkTask extends SinkTask {
    private final Function<Path, EventOutput> open;
    private @Nullable EventDelivery delivery;

    /**
     * @param open the files of a directory
     */
    FileSinkTask(Function<Path, EventOutput> open) {
        this.open = open;
    }

    @Override
    public final void start(Map<String, String> props) {
        Path directory = EventSinkConfig.directory(props);
        delivery = EventDelivery.open(() -> open.apply(directory), context);
    }

    @Override
    public final void put(Collection<SinkRecord> records) {
        requireNonNull(delivery, "not started").put(records);
    }

    @Override
    public final void flush(Map<TopicPartition, OffsetAndMetadata> currentOffsets) {
        requireNonNull(delivery, "not started").flush();
    }

    @Override
    public final void stop() {}

    @Override
    public final String version() {
        return PluginVersion.VERSION;
    }
}
