package io.watchword.fusion.revise.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Comparator.comparingLong;

import io.watchword.contract.Decoded;
import io.watchword.contract.Embedding;
import io.watchword.contract.EmbeddingCodec;
import io.watchword.contract.TimeSpan;
import io.watchword.contract.Topics;
import io.watchword.fusion.revise.StoredEmbeddings;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** Finds embeddings by reading topic {@code embeddings} from its beginning each time. */
public final class ScannedEmbeddings implements StoredEmbeddings {
    private static final Duration POLL = Duration.ofMillis(200);

    private final String bootstrapServers;

    public ScannedEmbeddings(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    @Override
    public void read(
            String streamId,
            String bundleSha256,
            TimeSpan span,
            java.util.function.Consumer<Embedding> each) {
        byte[] key = streamId.getBytes(UTF_8);
        Map<String, Embedding> found = new LinkedHashMap<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                Consumers.atBeginning(bootstrapServers, Topics.EMBEDDINGS)) {
            Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
            while (!Consumers.reached(consumer, ends)) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    if (Arrays.equals(key, record.key())
                            && record.value() != null
                            && EmbeddingCodec.decode(record.value())
                                    instanceof Decoded.Valid<Embedding> valid
                            && valid.value().bundleSha256().equals(bundleSha256)
                            && valid.value().span().overlaps(span)) {
                        found.put(valid.value().segmentId(), valid.value());
                    }
                }
            }
        }
        found.values().stream()
                .sorted(comparingLong(embedding -> embedding.span().startUs()))
                .forEach(each);
    }
}
