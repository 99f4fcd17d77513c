package io.watchword.encoders.batch;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchword.contract.ErrorCode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BatchingEncoderTest {
    private static final BatchLimits LIMITS = new BatchLimits(4, 8, 1_000_000);

    private final BatchStatistics statistics = new BatchStatistics();

    @Test
    void answersEveryCallerWithItsOwnOutput() throws Exception {
        try (BatchingEncoder<Integer, String> encoder = encoder(inputs -> map(inputs))) {
            List<Thread> callers = new ArrayList<>();
            List<String> wrong = Collections.synchronizedList(new ArrayList<>());
            for (int caller = 0; caller < 4; caller++) {
                int first = caller * 1000;
                callers.add(new Thread(() -> call(encoder, first, wrong)));
            }
            callers.forEach(Thread::start);
            for (Thread caller : callers) {
                caller.join();
            }

            assertThat(wrong).isEmpty();
            assertThat(statistics.items()).isEqualTo(2000);
            assertThat(statistics.batches()).isBetween(500L, 2000L);
        }
    }

    private static void call(
            BatchingEncoder<Integer, String> encoder, int first, List<String> wrong) {
        List<CompletableFuture<String>> answers = new ArrayList<>();
        try {
            for (int i = 0; i < 500; i++) {
                answers.add(encoder.submit(first + i));
            }
            for (int i = 0; i < 500; i++) {
                String answer = answers.get(i).get();
                if (!answer.equals("#" + (first + i))) {
                    wrong.add(answer);
                }
            }
        } catch (InterruptedException | ExecutionException e) {
            wrong.add(e.toString());
        }
    }

    @Test
    void letsOneBadItemFailAlone() throws Exception {
        BatchModel<Integer, String> refusesThree =
                inputs -> {
                    if (inputs.contains(3)) {
                        throw new ModelException(ErrorCode.UNAVAILABLE, "three");
                    }
                    return map(inputs);
                };
        try (BatchingEncoder<Integer, String> encoder = encoder(refusesThree)) {
            List<CompletableFuture<String>> answers = new ArrayList<>();
            for (int i = 1; i <= 4; i++) {
                answers.add(encoder.submit(i));
            }

            assertThat(answers.get(0).get()).isEqualTo("#1");
            assertThat(answers.get(1).get()).isEqualTo("#2");
            assertThatThrownBy(() -> answers.get(2).get()).hasRootCauseMessage("three");
            assertThat(answers.get(3).get()).isEqualTo("#4");
        }
    }

    @Test
    void tellsItsCallersOfABugAndGoesOn() throws Exception {
        BatchModel<Integer, String> buggy = inputs -> inputs.get(0) < 0 ? List.of() : map(inputs);
        try (BatchingEncoder<Integer, String> encoder = encoder(buggy)) {
            CompletableFuture<String> bad = encoder.submit(-1);

            assertThatThrownBy(bad::get).hasRootCauseInstanceOf(IllegalStateException.class);
            assertThat(encoder.submit(7).get()).isEqualTo("#7");
        }
    }

    @Test
    void makesACallerWaitWhileTheQueueIsFull() throws Exception {
        Semaphore mayRun = new Semaphore(0);
        CountDownLatch entered = new CountDownLatch(1);
        BatchModel<Integer, String> slow =
                inputs -> {
                    entered.countDown();
                    mayRun.acquireUninterruptibly();
                    return map(inputs);
                };
        try (BatchingEncoder<Integer, String> encoder =
                new BatchingEncoder<>(
                        "slow", slow, new BatchLimits(1, 2, 0), System::nanoTime, statistics)) {
            CompletableFuture<String> running = encoder.submit(0);
            assertThat(entered.await(10, SECONDS)).isTrue();
            CompletableFuture<String> second = encoder.submit(1);
            CompletableFuture<String> third = encoder.submit(2);
            CompletableFuture<String> fourth = new CompletableFuture<>();
            Thread caller = new Thread(() -> submit(encoder, 3, fourth));
            caller.start();
            while (caller.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }

            assertThat(fourth).isNotDone();
            mayRun.release(4);
            assertThat(running.get()).isEqualTo("#0");
            assertThat(second.get()).isEqualTo("#1");
            assertThat(third.get()).isEqualTo("#2");
            assertThat(fourth.get()).isEqualTo("#3");
        }
    }

    private static void submit(
            BatchingEncoder<Integer, String> encoder, int input, CompletableFuture<String> to) {
        try {
            to.complete(encoder.submit(input).get());
        } catch (InterruptedException | ExecutionException e) {
            to.completeExceptionally(e);
        }
    }

    @Test
    void answersWhoStillWaitsWhenItCloses() throws Exception {
        Semaphore mayRun = new Semaphore(0);
        BatchModel<Integer, String> slow =
                inputs -> {
                    mayRun.acquireUninterruptibly();
                    return map(inputs);
                };
        BatchingEncoder<Integer, String> encoder =
                new BatchingEncoder<>(
                        "slow", slow, new BatchLimits(1, 8, 0), System::nanoTime, statistics);
        List<CompletableFuture<String>> answers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            answers.add(encoder.submit(i));
        }
        mayRun.release();

        encoder.close();

        assertThat(answers).allMatch(CompletableFuture::isDone);
        assertThatThrownBy(() -> encoder.submit(9).get())
                .cause()
                .isInstanceOf(ModelException.class)
                .hasMessage("slow is closed");
    }

    private BatchingEncoder<Integer, String> encoder(BatchModel<Integer, String> model) {
        return new BatchingEncoder<>("test", model, LIMITS, System::nanoTime, statistics);
    }

    private static List<String> map(List<Integer> inputs) {
        return inputs.stream().map(input -> "#" + input).toList();
    }
}
