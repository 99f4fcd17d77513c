package io.watchword.ingest.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchword.contract.StreamProgress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class ProgressWriterTest {
    private final AtomicLong nowNs = new AtomicLong();
    private final Fence fence = new Fence(Duration.ofNanos(10), nowNs::get);
    private final MockProducer<byte[], byte[]> kafka =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final ProgressWriter progress = new ProgressWriter(kafka, 8, fence);

    @Test
    void believesTheNewestEpochWhoeverWroteLast() {
        progress.read(at(3, 40));
        progress.read(at(2, 90)); // by a worker that had lost the stream
        assertThat(progress.of("yard")).isEqualTo(at(3, 40));

        progress.read(at(3, 60));
        assertThat(progress.of("yard")).isEqualTo(at(3, 60));
    }

    @Test
    void believesTheTopicOnceTheStreamWasGivenAway() throws Exception {
        progress.read(at(3, 40));
        progress.write(at(4, 50));
        assertThat(progress.of("yard")).isEqualTo(at(4, 50));

        progress.forget("yard");
        progress.read(at(5, 70)); // by the worker that had it in between

        assertThat(progress.of("yard")).isEqualTo(at(5, 70));
    }

    @Test
    void leavesOutWhatIsAcknowledgedOfAnEpochThatIsOver() throws Exception {
        progress.write(at(4, 50));
        progress.writeLater(at(3, 45));

        assertThat(kafka.history()).hasSize(1);
        assertThat(progress.of("yard")).isEqualTo(at(4, 50));
    }

    @Test
    void writesNothingOnceTheStreamBelongsToAnother() {
        nowNs.addAndGet(10);
        progress.writeLater(at(4, 50));

        assertThatThrownBy(() -> progress.write(at(4, 50))).isInstanceOf(KafkaException.class);
        assertThat(kafka.history()).isEmpty();
        assertThat(progress.of("yard")).isEqualTo(StreamProgress.none("yard"));
    }

    private static StreamProgress at(long epoch, long reachedUs) {
        return new StreamProgress("yard", epoch, 7, reachedUs, 0, 0, false, 0, false);
    }
}
