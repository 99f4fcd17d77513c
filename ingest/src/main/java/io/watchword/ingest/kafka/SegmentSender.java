package io.watchword.ingest.kafka;

import static io.watchword.contract.Checks.checkState;

import io.watchword.contract.Gap;
import io.watchword.contract.Segment;
import io.watchword.ingest.IngestMetrics;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends one stream's segments and gaps, in order, from a thread of its own: Kafka's {@code send}
 * blocks when the broker is away, and a decoder must not notice. What waits and what is in the air
 * together are bounded in bytes. Full: {@link #offer} refuses, {@link #put} waits.
 *
 * <p>Thread-safe. The producer belongs to the caller.
 */
final class SegmentSender implements AutoCloseable {
    private static final Logger logger = LoggerFactory.getLogger(SegmentSender.class);
    private static final long TICK_MS = 50;
    private static final long OVERHEAD_BYTES = 512;

    /** Told, by the sender's thread, what became of each segment. */
    interface Acknowledgements {
        void acknowledged(Segment segment);

        /** Kafka did not take it, and never will. */
        void lost(Segment segment, String why);
    }

    private record Waiting(
            ProducerRecord<byte[], byte[]> record, Optional<Segment> segment, long sinceNs) {
        long bytes() {
            return record.value().length + OVERHEAD_BYTES;
        }
    }

    private record Sent(Waiting waiting, Future<RecordMetadata> acknowledgement) {}

    private final Producer<byte[], byte[]> producer;
    private final long maxBytes;
    private final Acknowledgements told;
    private final IngestMetrics metrics;
    private final Fence fence;
    private final String streamId;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private final Deque<Sent> inFlight = new ArrayDeque<>(); // the sender's thread alone
    private long bytes;
    private int unsettled;
    private boolean closed;

    SegmentSender(
            String streamId,
            Producer<byte[], byte[]> producer,
            long maxBytes,
            Fence fence,
            Acknowledgements told,
            IngestMetrics metrics) {
        this.streamId = streamId;
        this.producer = producer;
        this.maxBytes = maxBytes;
        this.fence = fence;
        this.told = told;
        this.metrics = metrics;
        this.thread = new Thread(this::run, "send " + streamId);
        thread.setDaemon(true);
        thread.start();
    }

    /** Returns false, keeping nothing, when it is full or closed. */
    boolean offer(Segment segment, long captureUnixUs, long sinceNs) {
        Waiting next =
                new Waiting(
                        StreamRecords.segment(segment, captureUnixUs),
                        Optional.of(segment),
                        sinceNs);
        lock.lock();
        try {
            if (closed || bytes + next.bytes() > maxBytes) {
                return false;
            }
            add(next);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for room. */
    void put(Segment segment, long sinceNs) throws InterruptedException {
        Waiting next =
                new Waiting(StreamRecords.segment(segment, 0), Optional.of(segment), sinceNs);
        lock.lockInterruptibly();
        try {
            while (!closed && bytes > 0 && bytes + next.bytes() > maxBytes) {
                changed.await();
            }
            checkState(!closed, "the sender of %s is closed", streamId);
            add(next);
        } finally {
            lock.unlock();
        }
    }

    /** Gaps are small and always taken. */
    void gap(Gap gap) {
        record(StreamRecords.gap(gap));
    }

    /** A record of any kind that must come after what was given before. */
    void record(ProducerRecord<byte[], byte[]> record) {
        lock.lock();
        try {
            if (!closed) {
                add(new Waiting(record, Optional.empty(), System.nanoTime()));
            }
        } finally {
            lock.unlock();
        }
    }

    private void add(Waiting next) {
        waiting.add(next);
        bytes += next.bytes();
        unsettled++;
        changed.signalAll();
    }

    /** How full it is, 0 to 1. */
    double pressure() {
        lock.lock();
        try {
            return Math.min(1, (double) bytes / maxBytes);
        } finally {
            lock.unlock();
        }
    }

    /** Waits until everything given so far is acknowledged or lost; returns whether it is. */
    boolean drain(Duration limit) throws InterruptedException {
        long leftNs = limit.toNanos();
        lock.lockInterruptibly();
        try {
            while (unsettled > 0 && leftNs > 0) {
                leftNs = changed.awaitNanos(leftNs);
            }
            return unsettled == 0;
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            while (true) {
                Waiting next = poll();
                if (next != null) {
                    send(next);
                } else if (isClosed() && inFlight.isEmpty()) {
                    return;
                }
                settle();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed with a limit that ran out
        }
    }

    private @org.jspecify.annotations.Nullable Waiting poll() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            if (waiting.isEmpty() && !(closed && inFlight.isEmpty())) {
                boolean unused = changed.await(TICK_MS, TimeUnit.MILLISECONDS);
            }
            return waiting.poll();
        } finally {
            lock.unlock();
        }
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed && waiting.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    private void send(Waiting next) {
        if (!fence.holds()) {
            settled(next, "this worker no longer has the stream");
            return;
        }
        try {
            inFlight.add(new Sent(next, producer.send(next.record())));
        } catch (KafkaException | IllegalStateException e) { // the broker is away too long
            settled(next, String.valueOf(e.getMessage()));
        }
    }

    private void settle() throws InterruptedException {
        while (!inFlight.isEmpty() && inFlight.element().acknowledgement().isDone()) {
            Sent sent = inFlight.remove();
            try {
                sent.acknowledgement().get();
                settled(sent.waiting(), null);
            } catch (ExecutionException e) {
                settled(sent.waiting(), String.valueOf(e.getCause()));
            }
        }
    }

    private void settled(Waiting done, @org.jspecify.annotations.Nullable String problem) {
        Segment segment = done.segment().orElse(null);
        if (problem != null && segment == null && fence.holds() && again(done)) {
            return;
        }
        if (problem != null) {
            logger.atWarn()
                    .addKeyValue("streamId", streamId)
                    .addKeyValue("detail", problem)
                    .log("record not taken by Kafka");
        }
        if (segment != null && problem != null) {
            told.lost(segment, problem);
        } else if (segment != null) {
            metrics.segment(streamId, done.record().value().length, segment.span().durationUs());
            metrics.latency(streamId, System.nanoTime() - done.sinceNs());
            told.acknowledged(segment);
        }
        lock.lock();
        try {
            bytes -= done.bytes();
            unsettled--;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** What is told instead of a segment has nothing that tells it in turn: it is tried again. */
    private boolean again(Waiting record) {
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            waiting.add(record);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Takes nothing more, and waits a moment for what is on its way. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        boolean interrupted = Thread.interrupted();
        try {
            thread.join(Duration.ofSeconds(5).toMillis());
            thread.interrupt();
            thread.join(1000);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
