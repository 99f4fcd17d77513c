package io.watchword.llm.remote;

import static io.watchword.contract.ErrorCode.DEADLINE_EXCEEDED;
import static io.watchword.contract.ErrorCode.LIMIT_EXCEEDED;
import static io.watchword.contract.ErrorCode.UNAVAILABLE;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * A response's body on its way from the HTTP client's threads to the one that reads. The next piece
 * is asked for when the one before was taken, so at most one waits here. Ends with an error beyond
 * a number of bytes. {@link #stop} may come from any thread and wakes the reader.
 */
final class BodyQueue implements HttpResponse.BodySubscriber<BodyQueue> {
    /** A piece of the body, or its end. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Item(byte[] bytes, boolean end, @Nullable RemoteFailure failure) {}

    private static final Item END = new Item(new byte[0], true, null);

    private final BlockingQueue<Item> items = new LinkedBlockingQueue<>();
    private final long maxBytes;
    private long bytes; // only the client's thread touches it
    private volatile Flow.@Nullable Subscription subscription;
    private volatile boolean stopped;

    BodyQueue(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    @Override
    public CompletionStage<BodyQueue> getBody() {
        return CompletableFuture.completedFuture(this);
    }

    @Override
    public void onSubscribe(Flow.Subscription from) {
        subscription = from;
        if (stopped) {
            from.cancel();
        } else {
            from.request(1);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        int size = buffers.stream().mapToInt(ByteBuffer::remaining).sum();
        bytes += size;
        if (bytes > maxBytes) {
            items.add(
                    new Item(
                            new byte[0],
                            true,
                            RemoteFailure.lasting(
                                    LIMIT_EXCEEDED,
                                    "the answer has more than " + maxBytes + " bytes")));
            stop();
            return;
        }
        ByteBuffer all = ByteBuffer.allocate(size);
        buffers.forEach(all::put);
        items.add(new Item(all.array(), false, null));
    }

    @Override
    public void onError(Throwable broken) {
        items.add(
                new Item(
                        new byte[0],
                        true,
                        RemoteFailure.lasting(UNAVAILABLE, "the answer broke off")));
    }

    @Override
    public void onComplete() {
        items.add(END);
    }

    /**
     * The next piece, or empty at the end.
     *
     * @param deadlineNs of {@link System#nanoTime}
     */
    Optional<byte[]> next(long deadlineNs) throws RemoteFailure, InterruptedException {
        Item item = items.poll(Math.max(0, deadlineNs - System.nanoTime()), NANOSECONDS);
        if (item == null) {
            throw RemoteFailure.lasting(DEADLINE_EXCEEDED, "the answer did not end in time");
        }
        if (item.failure != null) {
            throw item.failure;
        }
        if (item.end) {
            return Optional.empty();
        }
        Flow.Subscription from = subscription;
        if (from != null) {
            from.request(1);
        }
        return Optional.of(item.bytes);
    }

    /** Wants no more; the reader finds the end. */
    void stop() {
        stopped = true;
        Flow.Subscription from = subscription;
        if (from != null) {
            from.cancel();
        }
        items.add(END);
    }
}
