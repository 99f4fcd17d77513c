package io.watchword.encoders.batch;

import static io.watchword.contract.Checks.checkState;
import static java.util.Objects.requireNonNull;

import io.watchword.contract.ErrorCode;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Shares one model between many callers: collects what they submit into batches and runs them on
 * its own inference thread. The queue is bounded; while it is full, {@link #submit} makes its
 * caller wait, which is how a slow model slows down its source.
 *
 * <p>A batch that the engine refuses is run again item by item, so that one bad item fails alone.
 *
 * <p>Thread-safe. Closing it answers what still waits with an error, joins the thread, and leaves
 * the model open: whoever opened it closes it.
 */
public final class BatchingEncoder<I, O> implements AutoCloseable {
    private record Request<I, O>(I input, CompletableFuture<O> answer) {}

    private final String name;
    private final BatchModel<I, O> model;
    private final LongSupplier nanoClock;
    private final BatchListener listener;
    private final BatchAssembler<Request<I, O>> assembler; // guarded by lock
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Condition room = lock.newCondition();
    private final Thread thread;
    private boolean closed; // guarded by lock

    /** Hears of each batch that ran; called on the inference thread. */
    public interface BatchListener {
        void batchEncoded(String model, int size, long runNs);
    }

    /**
     * @param name of the model, for the thread and for messages
     * @param limits how large a batch may be and how long an item waits for company
     */
    public BatchingEncoder(
            String name,
            BatchModel<I, O> model,
            BatchLimits limits,
            LongSupplier nanoClock,
            BatchListener listener) {
        this.name = requireNonNull(name, "name is null");
        this.model = requireNonNull(model, "model is null");
        this.nanoClock = requireNonNull(nanoClock, "nanoClock is null");
        this.listener = requireNonNull(listener, "listener is null");
        assembler =
                new BatchAssembler<>(
                        limits.maxBatchSize(), limits.queueCapacity(), limits.maxQueueDelayNs());
        thread = new Thread(this::serve, "encode-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Queues one input; waits while the queue is full.
     *
     * @return completes with the output, or exceptionally with a {@link ModelException}
     * @throws InterruptedException if interrupted while the queue is full
     */
    public CompletableFuture<O> submit(I input) throws InterruptedException {
        Request<I, O> request = new Request<>(input, new CompletableFuture<>());
        lock.lockInterruptibly();
        try {
            while (!closed && !assembler.offer(request, nanoClock.getAsLong())) {
                room.await();
            }
            if (closed) {
                request.answer.completeExceptionally(closedException());
            } else {
                arrived.signal();
            }
        } finally {
            lock.unlock();
        }
        return request.answer;
    }

    private void serve() {
        while (true) {
            List<Request<I, O>> batch = nextBatch();
            if (batch.isEmpty()) {
                return;
            }
            runAll(batch);
        }
    }

    /** Waits for a batch; empty once closed. */
    private List<Request<I, O>> nextBatch() {
        lock.lock();
        try {
            while (!closed) {
                long nowNs = nanoClock.getAsLong();
                List<Request<I, O>> batch = assembler.poll(nowNs);
                if (!batch.isEmpty()) {
                    room.signalAll();
                    return batch;
                }
                await(assembler.dueInNs(nowNs));
            }
            return List.of();
        } finally {
            lock.unlock();
        }
    }

    @SuppressWarnings("WaitNotInLoop") // nextBatch is the loop
    private void await(OptionalLong dueInNs) {
        try {
            if (dueInNs.isPresent()) {
                long ignored = arrived.awaitNanos(dueInNs.getAsLong());
            } else {
                arrived.await();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts " + thread.getName(), e);
        }
    }

    private void runAll(List<Request<I, O>> batch) {
        try {
            run(batch);
        } catch (ModelException e) {
            if (batch.size() == 1) {
                batch.get(0).answer.completeExceptionally(e);
                return;
            }
            for (Request<I, O> request : batch) {
                runAll(List.of(request));
            }
        } catch (RuntimeException
                | Error e) { // a bug: its callers must hear of it, the thread lives on
            batch.forEach(request -> request.answer.completeExceptionally(e));
        }
    }

    private void run(List<Request<I, O>> batch) {
        long startNs = nanoClock.getAsLong();
        List<O> outputs = model.run(batch.stream().map(Request::input).toList());
        checkState(
                outputs.size() == batch.size(),
                "%s gave %d outputs for %d inputs",
                name,
                outputs.size(),
                batch.size());
        listener.batchEncoded(name, batch.size(), nanoClock.getAsLong() - startNs);
        for (int i = 0; i < outputs.size(); i++) {
            batch.get(i).answer.complete(outputs.get(i));
        }
    }

    @Override
    public void close() {
        List<Request<I, O>> rest;
        lock.lock();
        try {
            closed = true;
            rest = assembler.drain();
            arrived.signalAll();
            room.signalAll();
        } finally {
            lock.unlock();
        }
        rest.forEach(request -> request.answer.completeExceptionally(closedException()));
        joinUninterruptibly();
    }

    private ModelException closedException() {
        return new ModelException(ErrorCode.UNAVAILABLE, name + " is closed");
    }

    /** The model may only be closed after its thread has left it. */
    private void joinUninterruptibly() {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
