package io.watchword.ingest.clock;

import static io.watchword.contract.Checks.checkState;

/**
 * Makes one rising clock, from 0, of the presentation timestamps of a source's streams. A stream
 * that jumps (back by more than 100 ms, or ahead of all that was declared) goes on where it stood,
 * and the other stream follows with the same shift, so that sound and picture stay together.
 *
 * <p>Not thread-safe: the reading thread owns it.
 */
public final class PtsUnwrapper implements MediaClock {
    /** A pts that the container does not know. */
    public static final long UNKNOWN = Long.MIN_VALUE;

    private static final long BACKWARD_US = 100_000;
    private static final long FORWARD_US = 10_000_000;
    private static final long FORWARD_ALWAYS_US = 3_600_000_000L;
    private static final long TOGETHER_US = 1_000_000;

    /** One stream of the source. */
    public enum Track {
        VIDEO,
        AUDIO
    }

    private final long declaredUs;
    private final long[] shiftUs = new long[Track.values().length];
    private final long[] lastUs = {UNKNOWN, UNKNOWN};
    private final long[] lastDurationUs = new long[Track.values().length];
    private boolean started;
    private boolean jumped;

    /**
     * @param declaredUs duration that the source declares; negative where unknown
     */
    public PtsUnwrapper(long declaredUs) {
        this.declaredUs = declaredUs;
    }

    @Override
    public void start(long originPtsUs) {
        checkState(!started, "the clock has started");
        started = true;
        shiftUs[0] = -originPtsUs;
        shiftUs[1] = -originPtsUs;
    }

    @Override
    public boolean started() {
        return started;
    }

    @Override
    public Place place(Track track, long ptsUs, long durationUs) {
        long mediaUs = mediaUs(track, ptsUs, durationUs);
        return new Place.At(mediaUs, jumped);
    }

    @Override
    public long mediaUs(Track track, long ptsUs) {
        return ptsUs + shiftUs[track == Track.VIDEO ? 0 : 1];
    }

    /** Of a file everything is decoded: packets alone say nothing. */
    @Override
    public Place passed(Track track, long dtsUs) {
        return new Place.Stray();
    }

    /**
     * Media time of a frame, never before that of the frame before it.
     *
     * @param ptsUs or {@link #UNKNOWN}: then the frame follows the one before it
     * @param durationUs of this frame; 0 where unknown
     */
    public long mediaUs(Track track, long ptsUs, long durationUs) {
        checkState(started, "the clock has not started");
        int i = track == Track.VIDEO ? 0 : 1;
        boolean first = lastUs[i] == UNKNOWN;
        long otherUs = Math.max(0, lastUs[1 - i]);
        long mediaUs = first ? 0 : lastUs[i] + lastDurationUs[i];
        jumped = false;
        if (ptsUs != UNKNOWN) {
            mediaUs = ptsUs + shiftUs[i];
            boolean jumps = first ? isAhead(mediaUs, otherUs) : isJump(mediaUs, lastUs[i]);
            if (jumps) {
                long expectedUs = first ? otherUs : lastUs[i] + lastDurationUs[i];
                shiftUs[i] = shiftAfterJump(ptsUs, expectedUs, shiftUs[1 - i]);
                mediaUs = ptsUs + shiftUs[i];
                jumped = true;
            }
        }
        mediaUs = Math.max(mediaUs, first ? 0 : lastUs[i]);
        lastUs[i] = mediaUs;
        lastDurationUs[i] = durationUs;
        return mediaUs;
    }

    /** Whether the last answer bridged a jump: what follows does not continue what was before. */
    public boolean jumped() {
        return jumped;
    }

    private boolean isJump(long mediaUs, long lastUs) {
        return mediaUs - lastUs < -BACKWARD_US || isAhead(mediaUs, lastUs);
    }

    private boolean isAhead(long mediaUs, long lastUs) {
        long stepUs = mediaUs - lastUs;
        return stepUs > FORWARD_ALWAYS_US
                || (stepUs > FORWARD_US && mediaUs > declaredUs + FORWARD_US);
    }

    private static long shiftAfterJump(long ptsUs, long expectedUs, long otherShiftUs) {
        boolean otherFits = Math.abs(ptsUs + otherShiftUs - expectedUs) < TOGETHER_US;
        return otherFits ? otherShiftUs : expectedUs - ptsUs;
    }
}
