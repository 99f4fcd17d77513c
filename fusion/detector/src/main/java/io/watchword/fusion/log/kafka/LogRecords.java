package io.watchword.fusion.log.kafka;

import io.watchword.contract.Embedding;
import io.watchword.contract.EmbeddingRun;
import io.watchword.fusion.log.RunCollector;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Gives records of topic {@code embeddings} to a collector. */
final class LogRecords {
    private LogRecords() {}

    /** The runs that are complete with it. */
    static List<EmbeddingRun> take(RunCollector collector, ConsumerRecord<byte[], byte[]> record) {
        Optional<Embedding> embedding = LogConsumers.embedding(record);
        return embedding.isPresent()
                ? collector.take(
                        record.offset(),
                        record.timestamp(),
                        record.serializedValueSize(),
                        embedding.get())
                : collector.pass(record.offset());
    }
}
