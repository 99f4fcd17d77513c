package io.watchword.ingest.kafka;

import io.watchword.contract.StreamSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what runs in line with what is wanted, each stream by itself: one that is stopping is not
 * started again before it has stopped. Thread-safe.
 */
final class StreamSlots implements AutoCloseable {
    private static final Logger logger = LoggerFactory.getLogger(StreamSlots.class);

    private static final class Slot {
        private Optional<StreamSpec> wanted = Optional.empty();
        private boolean removed;
        private boolean busy;
        private @Nullable StreamSpec running;
        private @Nullable StreamRun run;
    }

    private final Function<StreamSpec, StreamRun> start;
    private final Consumer<String> forget;
    private final Map<String, Slot> slots = new HashMap<>();
    private final ExecutorService threads =
            Executors.newCachedThreadPool(
                    task -> {
                        Thread thread = new Thread(task, "streams");
                        thread.setDaemon(true);
                        return thread;
                    });

    /**
     * @param start begins to watch a stream
     * @param forget told of a stream that was removed, when it has stopped
     */
    StreamSlots(Function<StreamSpec, StreamRun> start, Consumer<String> forget) {
        this.start = start;
        this.forget = forget;
    }

    /** From now on the stream should run so. */
    synchronized void want(StreamSpec spec) {
        Slot slot = slots.computeIfAbsent(spec.streamId(), id -> new Slot());
        slot.wanted = Optional.of(spec);
        slot.removed = false;
        reconcile(spec.streamId(), slot);
    }

    /**
     * From now on it should not.
     *
     * @param removed whether nobody else is to run it either
     */
    synchronized void drop(String streamId, boolean removed) {
        Slot slot = slots.get(streamId);
        if (slot != null) {
            slot.wanted = Optional.empty();
            slot.removed |= removed;
            reconcile(streamId, slot);
        } else if (removed) {
            forget.accept(streamId);
        }
    }

    synchronized int size() {
        return slots.size();
    }

    private void reconcile(String streamId, Slot slot) {
        if (!slot.busy) {
            slot.busy = true;
            threads.execute(() -> work(streamId, slot));
        }
        StreamRun run = slot.run;
        boolean other = !slot.wanted.equals(Optional.ofNullable(slot.running));
        if (run != null && other) {
            run.stop(slot.removed); // soon: whoever works on the slot waits for it
        }
    }

    private void work(String streamId, Slot slot) {
        while (true) {
            StreamRun ending = null;
            StreamSpec beginning = null;
            boolean removed;
            synchronized (this) {
                removed = slot.removed;
                if (slot.wanted.equals(Optional.ofNullable(slot.running))) {
                    slot.busy = false;
                    if (slot.running == null) {
                        leave(streamId, removed);
                    }
                    return;
                }
                if (slot.run != null) {
                    ending = slot.run;
                } else {
                    beginning = slot.wanted.orElse(null);
                }
            }
            if (ending != null) {
                end(slot, ending, removed);
            } else if (beginning != null) {
                begin(slot, beginning);
            }
        }
    }

    private void leave(String streamId, boolean removed) {
        slots.remove(streamId);
        if (removed) {
            forget.accept(streamId);
        }
        notifyAll();
    }

    private void end(Slot slot, StreamRun run, boolean removed) {
        try {
            run.stop(removed);
            run.close();
        } catch (RuntimeException e) { // the boundary: the slot must not stay busy for ever
            logger.atError().setCause(e).log("stream does not end as it should");
        }
        synchronized (this) {
            slot.run = null;
            slot.running = null;
        }
    }

    private void begin(Slot slot, StreamSpec spec) {
        StreamRun run;
        try {
            run = start.apply(spec);
        } catch (RuntimeException | Error e) { // one stream must not end the others
            logger.atError()
                    .addKeyValue("streamId", spec.streamId())
                    .setCause(e)
                    .log("stream does not start");
            run = removed -> {};
        }
        synchronized (this) {
            slot.run = run;
            slot.running = spec;
        }
    }

    /**
     * Stops streams and waits until they have stopped, or the time is over.
     *
     * @param waiting called again and again meanwhile
     */
    void dropAndWait(List<String> streamIds, Duration limit, Runnable waiting) {
        streamIds.forEach(streamId -> drop(streamId, false));
        long endNs = System.nanoTime() + limit.toNanos();
        synchronized (this) {
            try {
                while (streamIds.stream().anyMatch(slots::containsKey)
                        && System.nanoTime() - endNs < 0) {
                    wait(100);
                    waiting.run();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        List<String> all;
        synchronized (this) {
            all = new ArrayList<>(slots.keySet());
        }
        dropAndWait(all, Duration.ofSeconds(15), () -> {});
        threads.shutdown();
        try {
            boolean unused = threads.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
