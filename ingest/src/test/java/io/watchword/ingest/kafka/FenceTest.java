package io.watchword.ingest.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.contract.StreamProgress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class FenceTest {
    private final AtomicLong nowNs = new AtomicLong(5);
    private final Fence fence = new Fence(Duration.ofSeconds(10), nowNs::get);
    private final MockProducer<byte[], byte[]> kafka =
            new MockProducer<>(
                    true,
                    new RoundRobinPartitioner(),
                    new ByteArraySerializer(),
                    new ByteArraySerializer());
    private final ProgressWriter progress = new ProgressWriter(kafka, 1, fence);

    private void pass(int seconds) {
        nowNs.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }

    private static StreamProgress at(long epoch, long reachedUs) {
        return new StreamProgress("yard", epoch, 1, reachedUs, 0, 0, false, 0, false);
    }

    @Test
    void aWorkerThatRunsKeepsItsStreams() {
        for (int i = 0; i < 5; i++) {
            pass(9);
            fence.heard();
            assertThat(fence.holds()).isTrue();
        }
    }

    @Test
    void aWorkerThatStoodStillHasToJoinAnewWhateverItDoes() {
        pass(11);

        fence.heard();
        fence.heard();
        assertThat(fence.holds()).isFalse();

        fence.raise();
        assertThat(fence.holds()).isTrue();
    }

    @Test
    void aWorkerThatStoodStillWritesNoProgressOverThatOfItsSuccessor() {
        progress.writeLater(at(4, 1));
        pass(11);
        progress.writeLater(at(4, 2));

        assertThat(kafka.history()).hasSize(1);
    }

    @Test
    void noEpochIsGivenAgainThatAnotherWorkerGaveMeanwhile() {
        progress.writeLater(at(4, 1));
        progress.read(at(6, 3));
        progress.read(at(5, 2)); // late

        assertThat(progress.of("yard")).isEqualTo(at(6, 3));
    }

    @Test
    void whatThisWorkerWroteIsNewerThanWhatItHasReadOfTheSameEpoch() {
        progress.writeLater(at(4, 2));
        progress.read(at(4, 1));

        assertThat(progress.of("yard")).isEqualTo(at(4, 2));
    }
}
