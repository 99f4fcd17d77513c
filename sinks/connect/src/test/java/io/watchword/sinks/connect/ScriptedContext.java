package io.watchword.sinks.connect;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.jspecify.annotations.Nullable;

/** What a worker offers a task, recording what the task asks of it. */
final class ScriptedContext implements SinkTaskContext {
    final List<SinkRecord> rejected = new ArrayList<>();
    final List<String> reasons = new ArrayList<>();
    int commitsRequested;
    final List<Long> waitsMs = new ArrayList<>();
    boolean deadLetterTopicIsDown;
    final Set<TopicPartition> assigned = new HashSet<>(Records.PARTITIONS);
    final Set<TopicPartition> paused = new HashSet<>();
    private final boolean hasReporter;

    ScriptedContext(boolean hasReporter) {
        this.hasReporter = hasReporter;
    }

    @Override
    public @Nullable ErrantRecordReporter errantRecordReporter() {
        if (!hasReporter) {
            return null;
        }
        return (record, error) -> {
            rejected.add(record);
            reasons.add(error.getMessage());
            return deadLetterTopicIsDown
                    ? CompletableFuture.failedFuture(new IllegalStateException("no broker"))
                    : CompletableFuture.completedFuture(null);
        };
    }

    @Override
    public void requestCommit() {
        commitsRequested++;
    }

    @Override
    public Map<String, String> configs() {
        return Map.of();
    }

    @Override
    public void offset(Map<TopicPartition, Long> offsets) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void offset(TopicPartition partition, long offset) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void timeout(long timeoutMs) {
        waitsMs.add(timeoutMs);
    }

    @Override
    public Set<TopicPartition> assignment() {
        return assigned;
    }

    @Override
    public void pause(TopicPartition... partitions) {
        paused.addAll(List.of(partitions));
    }

    @Override
    public void resume(TopicPartition... partitions) {
        List.of(partitions).forEach(paused::remove);
    }

    @Override
    public org.apache.kafka.common.metrics.PluginMetrics pluginMetrics() {
        throw new UnsupportedOperationException();
    }
}
