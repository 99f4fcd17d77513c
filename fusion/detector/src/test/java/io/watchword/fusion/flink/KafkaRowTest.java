package io.watchword.fusion.flink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;

class KafkaRowTest {
    @Test
    void keepsKeyValueAndEveryHeaderOnTheWayToTheDeadLetters() {
        ConsumerRecord<byte[], byte[]> read =
                new ConsumerRecord<>("embeddings", 2, 7, new byte[] {1}, new byte[] {2});
        read.headers().add("twice", new byte[] {3}).add("twice", new byte[] {4}).add("none", null);
        List<KafkaRow> rows = new ArrayList<>();

        new KafkaRowReader().deserialize(read, new ListCollector<>(rows));
        ProducerRecord<byte[], byte[]> written =
                KafkaRowWriter.record(
                        rows.get(0).sentTo("embeddings.dlq", Map.of("dlq.reason", new byte[] {5})));

        assertThat(written.topic()).isEqualTo("embeddings.dlq");
        assertThat(written.partition()).isNull();
        assertThat(written.timestamp()).isNull();
        assertThat(written.key()).containsExactly(1);
        assertThat(written.value()).containsExactly(2);
        assertThat(written.headers().toArray())
                .extracting(Header::key)
                .containsExactly("twice", "twice", "none", "dlq.reason");
        assertThat(written.headers().lastHeader("twice").value()).containsExactly(4);
        assertThat(written.headers().lastHeader("none").value()).isNull();
    }

    @Test
    void readsTheLastHeaderOfAName() {
        KafkaRow row =
                KafkaRow.of("t", new byte[0], new byte[0], Map.of("a", "first".getBytes(UTF_8)))
                        .sentTo("t", Map.of("a", "last".getBytes(UTF_8)));

        assertThat(row.header("a")).asString(UTF_8).isEqualTo("last");
        assertThat(row.header("b")).isNull();
    }
}
