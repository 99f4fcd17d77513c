package io.watchword.contract;

import static java.util.Objects.requireNonNull;

/**
 * How a stream is doing, as part of its {@link StreamStatus}.
 *
 * @param sinceUnixUs Unix microseconds at which the state began
 * @param reason why it is stalled, backing off or failed; empty otherwise. No secrets
 * @param nextTryUnixUs when a stream that backs off is tried again; 0 otherwise
 * @param frameRateHz of the frames decoded in the last seconds
 * @param lagUs by how much the newest acknowledged segment's end is behind the clock; 0 for files
 * @param clockSkewUs by how much the camera's clock is ahead of ours; {@link #NO_SKEW} if unknown
 * @param level what is shed: 0 nothing
 */
public record StreamVitals(
        State state,
        long sinceUnixUs,
        String reason,
        long nextTryUnixUs,
        long epoch,
        float frameRateHz,
        long framesDecoded,
        long framesDamaged,
        long bytesRead,
        long lagUs,
        long gaps,
        long gapUs,
        long shedUs,
        long processedUs,
        long reconnects,
        long clockSkewUs,
        int level,
        String sandbox,
        String worker) {
    /** Of {@code clockSkewUs}: the camera does not tell its time. */
    public static final long NO_SKEW = Long.MIN_VALUE;

    /** What is happening with it. */
    public enum State {
        /** Waits for its turn, behind other files. */
        WAITING,
        CONNECTING,
        LIVE,
        STALLED,
        BACKING_OFF,
        DONE,
        FAILED;

        /** As people read it. */
        public String text() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
        }
    }

    public StreamVitals {
        requireNonNull(state, "state is null");
        requireNonNull(reason, "reason is null");
        requireNonNull(sandbox, "sandbox is null");
        requireNonNull(worker, "worker is null");
    }
}
