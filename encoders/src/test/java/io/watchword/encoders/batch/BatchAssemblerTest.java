package io.watchword.encoders.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchAssemblerTest {
    private final BatchAssembler<String> assembler = new BatchAssembler<>(3, 4, 100);

    @Test
    void holdsAnItemBackUntilItHasWaitedLongEnough() {
        assembler.offer("a", 1000);

        assertThat(assembler.poll(1099)).isEmpty();
        assertThat(assembler.dueInNs(1099)).hasValue(1);
        assertThat(assembler.poll(1100)).containsExactly("a");
        assertThat(assembler.dueInNs(1100)).isEmpty();
    }

    @Test
    void givesAFullBatchAtOnceAndLeavesTheRest() {
        for (String item : List.of("a", "b", "c", "d")) {
            assembler.offer(item, 0);
        }

        assertThat(assembler.dueInNs(0)).hasValue(0);
        assertThat(assembler.poll(0)).containsExactly("a", "b", "c");
        assertThat(assembler.poll(0)).isEmpty();
        assertThat(assembler.drain()).containsExactly("d");
    }

    @Test
    void keepsNothingOfAnItemThatFindsTheQueueFull() {
        for (String item : List.of("a", "b", "c", "d")) {
            assembler.offer(item, 0);
        }

        assertThat(assembler.offer("e", 0)).isFalse();
        assertThat(assembler.drain()).containsExactly("a", "b", "c", "d");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void losesNothingKeepsTheOrderAndItsBoundsUnderRandomArrivals(long seed) {
        Random random = new Random(seed);
        int maxBatchSize = 1 + random.nextInt(8);
        int capacity = maxBatchSize + random.nextInt(16);
        long delayNs = random.nextInt(50);
        BatchAssembler<Integer> random1 = new BatchAssembler<>(maxBatchSize, capacity, delayNs);
        List<Integer> accepted = new ArrayList<>();
        List<Integer> left = new ArrayList<>();
        List<Long> offeredAtNs = new ArrayList<>();
        long nowNs = 0;

        for (int item = 0; item < 5000; item++) {
            nowNs += random.nextInt(30);
            if (random1.offer(item, nowNs)) {
                accepted.add(item);
                offeredAtNs.add(nowNs);
            }
            boolean stalled = random.nextInt(4) == 0;
            if (!stalled) {
                left.addAll(checked(random1.poll(nowNs), maxBatchSize, seed));
                assertThat(accepted.size() - left.size())
                        .as("seed %d", seed)
                        .isLessThanOrEqualTo(capacity);
                boolean overdue =
                        left.size() < accepted.size()
                                && nowNs - offeredAtNs.get(left.size()) >= delayNs
                                && accepted.size() - left.size() < maxBatchSize
                                && random1.dueInNs(nowNs).getAsLong() > 0;
                assertThat(overdue).as("seed %d", seed).isFalse();
            }
        }
        left.addAll(random1.drain());

        assertThat(left).as("seed %d", seed).isEqualTo(accepted);
    }

    private static List<Integer> checked(List<Integer> batch, int maxBatchSize, long seed) {
        assertThat(batch).as("seed %d", seed).hasSizeLessThanOrEqualTo(maxBatchSize);
        return batch;
    }
}
