package io.watchword.ingest.watch;

import io.watchword.contract.StreamVitals;
import io.watchword.contract.StreamVitals.State;
import io.watchword.ingest.child.ShedLevel;
import io.watchword.ingest.decode.DecoderReport;

/** Keeps a stream's vital signs together. Thread-safe. */
public final class StreamMeter {
    private static final long RATE_SPAN_NS = 2_000_000_000L;

    private final String sandbox;
    private final String worker;
    private State state = State.WAITING;
    private long sinceUnixUs;
    private String reason = "";
    private long nextTryUnixUs;
    private long epoch = -1;
    private long connections;
    private long earlierFrames;
    private long earlierDamaged;
    private long earlierBytes;
    private long frames;
    private long damaged;
    private long bytes;
    private long rateFromNs;
    private long rateFromFrames;
    private float frameRateHz;
    private long clockSkewUs = StreamVitals.NO_SKEW;
    private ShedLevel level = ShedLevel.NOTHING;

    public StreamMeter(String sandbox, String worker) {
        this.sandbox = sandbox;
        this.worker = worker;
    }

    /** Returns whether anything changed. */
    public synchronized boolean state(State next, String why, long nextTry, long unixUs) {
        if (state == next && reason.equals(why) && nextTryUnixUs == nextTry) {
            return false;
        }
        sinceUnixUs = state == next ? sinceUnixUs : unixUs;
        state = next;
        reason = why;
        nextTryUnixUs = nextTry;
        if (next != State.LIVE) {
            frameRateHz = 0;
        }
        return true;
    }

    public synchronized State state() {
        return state;
    }

    /** A decoder starts: its counts begin at 0. */
    public synchronized void connected(long nowNs) {
        connections++;
        earlierFrames += frames;
        earlierDamaged += damaged;
        earlierBytes += bytes;
        frames = 0;
        damaged = 0;
        bytes = 0;
        rateFromFrames = 0;
        rateFromNs = nowNs;
        frameRateHz = 0;
    }

    public synchronized void epoch(long number) {
        epoch = number;
    }

    public synchronized void level(ShedLevel now) {
        level = now;
    }

    public synchronized void progress(DecoderReport.Progress progress, long unixUs, long nowNs) {
        frames = progress.framesDecoded();
        damaged = progress.framesDamaged();
        bytes = progress.bytesRead();
        progress.cameraUnixUs().ifPresent(camera -> clockSkewUs = camera - unixUs);
        long elapsedNs = nowNs - rateFromNs;
        if (elapsedNs >= RATE_SPAN_NS) {
            frameRateHz = (float) ((frames - rateFromFrames) * 1e9 / elapsedNs);
            rateFromFrames = frames;
            rateFromNs = nowNs;
        }
    }

    /**
     * Everything as a value.
     *
     * @param clockUs media time now; 0 for a file
     */
    public synchronized StreamVitals vitals(Ledger ledger, long clockUs) {
        return new StreamVitals(
                state,
                sinceUnixUs,
                reason,
                nextTryUnixUs,
                epoch,
                frameRateHz,
                earlierFrames + frames,
                earlierDamaged + damaged,
                earlierBytes + bytes,
                clockUs == 0 ? 0 : Math.max(0, clockUs - ledger.reachedUs()),
                ledger.gaps(),
                ledger.gapUs(),
                ledger.shedUs(),
                ledger.processedUs(),
                Math.max(0, connections - 1),
                clockSkewUs,
                level.number(),
                sandbox,
                worker);
    }
}
