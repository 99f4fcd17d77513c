package io.watchword.deploy.allinone;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes what was added, last first, and gives each part a bounded time. Parts may be added and the
 * stack be closed in any thread; what is added after the closing is closed at once.
 */
public final class CloseStack implements AutoCloseable {
    private static final Logger logger = LoggerFactory.getLogger(CloseStack.class);
    private static final Duration LIMIT = Duration.ofSeconds(6);

    private record Part(String name, AutoCloseable resource) {}

    private final Deque<Part> parts = new ArrayDeque<>();
    private boolean closed;

    /** Takes a part over and returns it. */
    public <T extends AutoCloseable> T add(String name, T resource) {
        boolean late;
        synchronized (this) {
            late = closed;
            if (!late) {
                parts.push(new Part(name, resource));
            }
        }
        if (late) {
            close(new Part(name, resource));
        }
        return resource;
    }

    @Override
    public synchronized void close() {
        closed = true;
        while (!parts.isEmpty()) {
            close(parts.pop());
        }
    }

    private static void close(Part part) {
        CountDownLatch done = new CountDownLatch(1);
        Thread closing =
                new Thread(
                        () -> {
                            try {
                                part.resource().close();
                            } catch (Exception e) { // the others are closed all the same
                                logger.atWarn()
                                        .addKeyValue("part", part.name())
                                        .setCause(e)
                                        .log("part did not close cleanly");
                            } finally {
                                done.countDown();
                            }
                        },
                        "closing-" + part.name());
        closing.setDaemon(true);
        closing.start();
        try {
            if (!done.await(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                logger.atWarn().addKeyValue("part", part.name()).log("part did not close in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
