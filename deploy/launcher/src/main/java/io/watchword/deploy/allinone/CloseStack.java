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

    /** Enough for one part; a stack within a stack needs more. */
    private static final Duration LIMIT = Duration.ofSeconds(6);

    private record Part(String name, AutoCloseable resource, Duration limit) {}

    private final Deque<Part> parts = new ArrayDeque<>();
    private boolean closed;

    /** Takes a part over and returns it. */
    public <T extends AutoCloseable> T add(String name, T resource) {
        return add(name, resource, LIMIT);
    }

    /**
     * Takes a part over and returns it.
     *
     * @param limit how long it may take to close
     */
    public <T extends AutoCloseable> T add(String name, T resource, Duration limit) {
        boolean late;
        synchronized (this) {
            late = closed;
            if (!late) {
                parts.push(new Part(name, resource, limit));
            }
        }
        if (late) {
            close(new Part(name, resource, limit));
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
            if (!done.await(part.limit().toMillis(), TimeUnit.MILLISECONDS)) {
                logger.atWarn().addKeyValue("part", part.name()).log("part did not close in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
