package io.watchword.sinks.connect;

import static java.util.Objects.requireNonNull;

import io.watchword.sinks.delivery.Outcome;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.jspecify.annotations.Nullable;

/**
 * What sinks to a server have in common. Records wait here until the target has them, and offsets
 * are committed up to the first that waits. Meanwhile Connect is asked for no more of them, so at
 * most two of its batches wait, and its thread goes on: the consumer stays in its group however
 * long the target is away, and the task ends when it is told to.
 */
abstract class ServerSinkTask extends SinkTask {
    private final ConfigDef definition;
    private final InstantSource clock;
    private final Deque<SinkRecord> waiting = new ArrayDeque<>();
    private boolean held;
    private @Nullable Started started;

    private record Started(Target target, Patience patience, DeadLetters letters) {}

    ServerSinkTask(ConfigDef definition, InstantSource clock) {
        this.definition = definition;
        this.clock = clock;
    }

    /** Where the settings point. Reaches nothing yet. */
    abstract Target target(AbstractConfig settings, InstantSource clock);

    @Override
    public final void start(Map<String, String> props) {
        AbstractConfig settings = new AbstractConfig(definition, props, false);
        started =
                new Started(
                        target(settings, clock),
                        new Patience(
                                props.getOrDefault("name", "sink"),
                                Retries.backoff(settings),
                                clock),
                        new DeadLetters(context));
    }

    /** Connect calls it again and again, also without records. */
    @Override
    public final void put(Collection<SinkRecord> records) {
        Started now = requireNonNull(started, "not started");
        waiting.addAll(records);
        if (!waiting.isEmpty() && now.patience().left().isZero()) {
            deliver(now);
        }
        if (!waiting.isEmpty()) {
            hold(now.patience());
        } else if (held) {
            context.resume(assigned());
            held = false;
        }
    }

    private void deliver(Started now) {
        int before = waiting.size();
        Optional<Outcome.Later> trouble = now.target().deliver(waiting, now.letters());
        if (waiting.size() < before) {
            now.patience().progressed();
            context.requestCommit();
        }
        trouble.ifPresentOrElse(now.patience()::failed, now.patience()::worked);
    }

    /** Each time anew: partitions come and go. */
    private void hold(Patience patience) {
        context.pause(assigned());
        held = true;
        context.timeout(Math.max(1, patience.left().toMillis()));
    }

    private TopicPartition[] assigned() {
        return context.assignment().toArray(new TopicPartition[0]);
    }

    @Override
    public final Map<TopicPartition, OffsetAndMetadata> preCommit(
            Map<TopicPartition, OffsetAndMetadata> currentOffsets) {
        try {
            requireNonNull(started, "not started").letters().await();
        } catch (ConnectException e) {
            waiting.clear(); // Connect brings again what follows the last commit
            throw e;
        }
        Map<TopicPartition, OffsetAndMetadata> done = new HashMap<>(currentOffsets);
        for (Iterator<SinkRecord> last = waiting.descendingIterator(); last.hasNext(); ) {
            SinkRecord record = last.next();
            done.computeIfPresent(
                    origin(record),
                    (partition, unused) -> new OffsetAndMetadata(record.originalKafkaOffset()));
        }
        return done;
    }

    /** Whoever has the partitions next gets their records. */
    @Override
    public final void close(Collection<TopicPartition> partitions) {
        waiting.removeIf(record -> partitions.contains(origin(record)));
    }

    private static TopicPartition origin(SinkRecord record) {
        return new TopicPartition(record.originalTopic(), record.originalKafkaPartition());
    }

    @Override
    public final void stop() {
        if (started != null) {
            started.target().close();
        }
    }

    @Override
    public final String version() {
        return PluginVersion.VERSION;
    }
}
