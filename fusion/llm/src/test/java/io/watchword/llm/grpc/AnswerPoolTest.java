package io.watchword.llm.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class AnswerPoolTest {
    @Test
    void aRequestGivenUpWhileItWaitsFreesItsPlace() throws InterruptedException {
        CountDownLatch gate = new CountDownLatch(1);
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        boolean[] ran = new boolean[1];
        Runnable givenUp = () -> ran[0] = true;
        try (AnswerPool pool = new AnswerPool(1, 1)) {
            pool.offer(
                    () -> {
                        running.countDown();
                        awaitQuietly(gate);
                    });
            running.await();
            boolean queued = pool.offer(givenUp);
            boolean whileFull = pool.offer(done::countDown);

            pool.remove(givenUp);
            boolean afterwards = pool.offer(done::countDown);
            gate.countDown();
            done.await();

            assertThat(queued).isTrue();
            assertThat(whileFull).isFalse();
            assertThat(afterwards).isTrue();
            assertThat(ran[0]).isFalse();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
