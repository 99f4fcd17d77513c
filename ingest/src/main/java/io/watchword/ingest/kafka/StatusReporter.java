package io.watchword.ingest.kafka;

import io.watchword.contract.StreamStatus;
import io.watchword.contract.StreamVitals.State;
import io.watchword.ingest.watch.Ledger;
import io.watchword.ingest.watch.StreamClock;
import io.watchword.ingest.watch.StreamMeter;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Puts together what a stream's status is; {@link StatusBoard} writes it, soon after the state
 * changes and every few seconds. Thread-safe.
 */
final class StatusReporter implements AutoCloseable {
    private final String streamId;
    private final String source;
    private final StreamMeter meter;
    private final Ledger ledger;
    private final @Nullable StreamClock clock;
    private final Consumer<StatusReporter> whenClosed;
    private volatile boolean dirty = true;
    private volatile long durationUs = -1;
    private volatile long emitted;
    private volatile Optional<StreamStatus.Failure> failure = Optional.empty();

    /**
     * @param clock of a live stream; null for a file
     */
    StatusReporter(
            String streamId,
            String source,
            StreamMeter meter,
            Ledger ledger,
            @Nullable StreamClock clock,
            Consumer<StatusReporter> whenClosed) {
        this.streamId = streamId;
        this.source = source;
        this.meter = meter;
        this.ledger = ledger;
        this.clock = clock;
        this.whenClosed = whenClosed;
    }

    String streamId() {
        return streamId;
    }

    void state(State state, String reason, long nextTryUnixUs) {
        if (meter.state(state, reason, nextTryUnixUs, System.currentTimeMillis() * 1000)) {
            dirty = true;
        }
    }

    void failed(StreamStatus.Failure why) {
        failure = Optional.of(why);
        state(State.FAILED, why.detail(), 0);
    }

    void duration(long us) {
        durationUs = us;
    }

    void emitted(long segments) {
        emitted = segments;
    }

    /** Whether the state changed since this was last asked. */
    boolean takeDirty() {
        boolean was = dirty;
        dirty = false;
        return was;
    }

    StreamStatus status() {
        State state = meter.state();
        StreamClock live = clock;
        return new StreamStatus(
                streamId,
                StreamStatus.Stage.INGEST,
                source,
                state == State.DONE || state == State.FAILED,
                ledger.reachedUs(),
                durationUs,
                emitted,
                failure,
                Optional.of(
                        meter.vitals(ledger, live == null ? 0 : live.nowUs(System.nanoTime()))));
    }

    @Override
    public void close() {
        whenClosed.accept(this);
    }
}
