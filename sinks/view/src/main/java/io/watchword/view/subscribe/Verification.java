package io.watchword.view.subscribe;

import static io.watchword.contract.Checks.checkArgument;
import static java.util.concurrent.TimeUnit.SECONDS;

import io.watchword.view.timeline.TimelineEntry;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the language model in a thread of its own, one question after another. When the queue is
 * full, the answer is at once that it cannot say: a hit is told unverified, never lost. Questions
 * that wait when it is closed get no answer.
 */
final class Verification implements AutoCloseable {
    private static final Logger logger = LoggerFactory.getLogger(Verification.class);
    private static final Verifier.Verdict CANNOT_SAY =
            new Verifier.Verdict(Verifier.Answer.CANNOT_SAY, 0);

    private final Verifier verifier;
    private final SubscriptionMetrics metrics;
    private final ThreadPoolExecutor thread;
    private volatile boolean closed;

    /**
     * @param capacity questions that wait
     */
    Verification(Verifier verifier, int capacity, SubscriptionMetrics metrics) {
        checkArgument(capacity > 0, "the queue takes %d questions, required at least 1", capacity);
        this.verifier = verifier;
        this.metrics = metrics;
        this.thread =
                new ThreadPoolExecutor(
                        1,
                        1,
                        0,
                        SECONDS,
                        new ArrayBlockingQueue<>(capacity),
                        task -> {
                            Thread worker = new Thread(task, "subscription-verifier");
                            worker.setDaemon(true);
                            return worker;
                        });
    }

    /** Answers later, in the order of the questions, or at once if the queue is full. */
    void ask(
            String words,
            String language,
            TimelineEntry entry,
            Consumer<Verifier.Verdict> answered) {
        try {
            thread.execute(() -> answer(words, language, entry, answered));
        } catch (RejectedExecutionException e) {
            if (!closed) {
                metrics.verificationQueueFull();
                answered.accept(CANNOT_SAY);
            }
        }
    }

    private void answer(
            String words,
            String language,
            TimelineEntry entry,
            Consumer<Verifier.Verdict> answered) {
        if (closed) {
            return;
        }
        Verifier.Verdict verdict;
        try {
            verdict = verifier.verify(words, language, entry);
        } catch (RuntimeException e) { // a verifier that breaks must not cost the hit
            logger.atWarn()
                    .addKeyValue("eventId", entry.event().eventId())
                    .setCause(e)
                    .log("language model was not asked");
            verdict = CANNOT_SAY;
        }
        if (!closed) {
            metrics.verified(verdict.answer());
            answered.accept(verdict);
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.shutdownNow();
    }
}
