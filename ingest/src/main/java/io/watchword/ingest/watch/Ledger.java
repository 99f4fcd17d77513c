package io.watchword.ingest.watch;

import static io.watchword.contract.Checks.checkState;

import io.watchword.contract.TimeSpan;
import java.util.Optional;

/**
 * What has been told of a stream's media time. Every span is told once, as processed, shed or gap,
 * in order, so that the three together are the time that passed. Thread-safe.
 */
public final class Ledger {
    private final long startUs;
    private long reachedUs;
    private long processedUs;
    private long shedUs;
    private long gapUs;
    private long gaps;

    /**
     * @param reachedUs up to where everything was told before
     */
    public Ledger(long reachedUs) {
        this.startUs = reachedUs;
        this.reachedUs = reachedUs;
    }

    /** What lies between what was told and the start of a span that is about to be. */
    public synchronized Optional<TimeSpan> missingBefore(long nextStartUs) {
        return nextStartUs > reachedUs
                ? Optional.of(new TimeSpan(reachedUs, nextStartUs))
                : Optional.empty();
    }

    public synchronized void processed(TimeSpan span) {
        processedUs += tell(span);
    }

    public synchronized void shed(TimeSpan span) {
        shedUs += tell(span);
    }

    public synchronized void gap(TimeSpan span) {
        gapUs += tell(span);
        gaps++;
    }

    /** A span that counted as processed could not be handed on after all. */
    public synchronized void lost(TimeSpan span) {
        processedUs -= span.durationUs();
        shedUs += span.durationUs();
    }

    private long tell(TimeSpan span) {
        checkState(
                span.startUs() == reachedUs,
                "told up to %d us, the next span starts at %d",
                reachedUs,
                span.startUs());
        reachedUs = span.endUs();
        return span.durationUs();
    }

    public synchronized long reachedUs() {
        return reachedUs;
    }

    public synchronized long processedUs() {
        return processedUs;
    }

    public synchronized long shedUs() {
        return shedUs;
    }

    public synchronized long gapUs() {
        return gapUs;
    }

    public synchronized long gaps() {
        return gaps;
    }

    /** Media time that is accounted for by nothing: 0, or the ledger is wrong. */
    public synchronized long residualUs() {
        return reachedUs - startUs - processedUs - shedUs - gapUs;
    }
}
