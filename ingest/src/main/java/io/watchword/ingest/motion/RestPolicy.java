package io.watchword.ingest.motion;

import io.watchword.contract.MotionField;

/**
 * When a quiet camera's frames that no other needs may be left undecoded: after ten seconds in
 * which next to nothing moved, until something does. Only where enough frames remain that each
 * motion step still has one of its own, half a step late at most; a stream with few frames, or
 * without such frames, never rests. Times are the source's. Not thread-safe.
 */
public final class RestPolicy {
    private static final long UNKNOWN = Long.MIN_VALUE;
    private static final long QUIET_US = 10_000_000;
    private static final long WINDOW_US = 2_000_000;
    private static final long MIN_REMAINING_HZ = 12;

    /** Longest time without a picture that says how much moves. */
    private static final long MAX_SILENCE_US = 2_000_000;

    /** Share of the picture that may move in a quiet one: one cell of the motion grid. */
    private static final float CALM = 1.5f / MotionField.CELLS;

    /** Share of the picture that ends the rest. */
    private static final float LIVELY = 2.5f / MotionField.CELLS;

    private long windowUs = UNKNOWN;
    private int needed;
    private int spare;
    private boolean worthwhile;
    private long quietUs = UNKNOWN;
    private long pictureUs = UNKNOWN;
    private boolean rests;

    /**
     * Counts a packet, before it is decoded.
     *
     * @param timeUs rising, except where the source jumps
     * @param disposable whether no other needs it
     */
    public void packet(long timeUs, boolean disposable) {
        long passedUs = timeUs - windowUs;
        if (windowUs == UNKNOWN || passedUs < 0 || passedUs > 2 * WINDOW_US) {
            open(timeUs);
            wake();
        } else if (passedUs >= WINDOW_US) {
            boolean enough = (needed + 1) * 1_000_000L >= MIN_REMAINING_HZ * passedUs;
            if (spare == 0 || !enough) {
                wake();
            } else {
                worthwhile = true;
            }
            open(timeUs);
        }
        if (disposable) {
            spare++;
        } else {
            needed++;
        }
    }

    private void open(long timeUs) {
        windowUs = timeUs;
        needed = 0;
        spare = 0;
    }

    private void wake() {
        worthwhile = false;
        rests = false;
        pictureUs = UNKNOWN;
    }

    /** Whether it is worth knowing how much moves: there are frames to leave out. */
    public boolean worthwhile() {
        return worthwhile;
    }

    /** Judges a decoded picture of which is known how much of it moves. */
    public void picture(long ptsUs, float moving) {
        if (!worthwhile) {
            return;
        }
        long sinceUs = ptsUs - pictureUs;
        boolean follows = pictureUs != UNKNOWN && sinceUs >= 0 && sinceUs <= MAX_SILENCE_US;
        pictureUs = ptsUs;
        if (!follows || moving > (rests ? LIVELY : CALM)) {
            rests = false;
            quietUs = ptsUs;
        } else if (ptsUs - quietUs >= QUIET_US) {
            rests = true;
        }
    }

    /** Whether frames that no other needs are left out from now on. */
    public boolean rests() {
        return rests;
    }
}
