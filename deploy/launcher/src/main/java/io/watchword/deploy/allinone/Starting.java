package io.watchword.deploy.allinone;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Parts that start side by side. Unless {@link #finish()} is reached, closing this closes every
 * part that came up. One thread uses it.
 */
final class Starting implements AutoCloseable {
    private static final Logger logger = LoggerFactory.getLogger(Starting.class);

    private final ExecutorService threads =
            Executors.newCachedThreadPool(
                    task -> {
                        Thread thread = new Thread(task, "starting");
                        thread.setDaemon(true);
                        return thread;
                    });
    private final Map<String, Future<? extends AutoCloseable>> parts = new LinkedHashMap<>();
    private boolean finished;

    /** Begins a part; parts are closed in the reverse of this order. */
    <T extends AutoCloseable> Future<T> begin(String name, Callable<T> start) {
        Future<T> part = threads.submit(start);
        parts.put(name, part);
        return part;
    }

    /** The part, or what kept it from starting. */
    <T> T await(Future<T> part) throws Exception {
        try {
            return part.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    /** Hands all parts over. */
    CloseStack finish() {
        finished = true;
        return stack();
    }

    private CloseStack stack() {
        CloseStack stack = new CloseStack();
        for (Map.Entry<String, Future<? extends AutoCloseable>> part : parts.entrySet()) {
            try {
                stack.add(part.getKey(), part.getValue().get());
            } catch (ExecutionException e) {
                logger.atWarn()
                        .addKeyValue("part", part.getKey())
                        .setCause(e.getCause())
                        .log("part did not start");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return stack;
    }

    @Override
    public void close() {
        threads.shutdown();
        if (!finished) {
            stack().close();
        }
    }
}
