package io.watchword.ingest.clock;

import static io.watchword.contract.Checks.checkState;

import io.watchword.ingest.clock.PtsUnwrapper.Track;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The clock of a live source. Pictures lead, or sound where there are none: when their pts jump
 * (back by more than 100 ms, or ahead by more than a segment may bridge) a new run begins, with
 * media time 0. Sound follows: what fits neither its own past nor the pictures is left out until
 * one of them moves, for two seconds of sound; then it is laid where the clock stands. A counter of
 * 33 bits (or as many as the container has) that starts anew is no jump.
 *
 * <p>Not thread-safe: the reading thread owns it.
 */
public final class LiveClock implements MediaClock {
    private static final long BACKWARD_US = 100_000;
    private static final long MAX_PTS_HOLE_US = 10_000_000;
    private static final long PAUSE_US = 1_000_000;
    private static final long MAX_STRAY_US = 2_000_000;

    /** One stream of the source. */
    private static final class Line {
        long lastPtsUs = PtsUnwrapper.UNKNOWN;
        long lastDurationUs;
        long addedUs; // to the container's pts: wraps, and what brings a stray stream back
        long strayUs;
    }

    private final Track leader;
    private final long maxHoleUs;
    private final long wrapUs;
    private final LongSupplier nanoClock;
    private final Line video = new Line();
    private final Line audio = new Line();
    private boolean started;
    private long originPtsUs;
    private long reachedPtsUs;
    private long lastLeaderNs;

    /**
     * @param leader pictures, or sound where there are none
     * @param maxHoleUs pts further ahead than this begin a new run
     * @param wrapUs after which the container's counter starts anew; 0 if it does not
     * @param nanoClock monotonic
     */
    public LiveClock(Track leader, long maxHoleUs, long wrapUs, LongSupplier nanoClock) {
        this.leader = leader;
        this.maxHoleUs = maxHoleUs;
        this.wrapUs = wrapUs;
        this.nanoClock = nanoClock;
    }

    /** Starts a run, the first or the next one. */
    @Override
    public void start(long ptsUs) {
        started = true;
        originPtsUs = ptsUs;
        reachedPtsUs = ptsUs;
        lastLeaderNs = nanoClock.getAsLong();
        for (Line line : List.of(video, audio)) {
            line.lastPtsUs = PtsUnwrapper.UNKNOWN;
            line.lastDurationUs = 0;
            line.strayUs = 0;
        }
    }

    @Override
    public boolean started() {
        return started;
    }

    @Override
    public Place place(Track track, long ptsUs, long durationUs) {
        return place(track, ptsUs, durationUs, BACKWARD_US);
    }

    @Override
    public Place passed(Track track, long dtsUs) {
        return place(track, dtsUs, 0, Math.max(BACKWARD_US, maxHoleUs));
    }

    @Override
    public long mediaUs(Track track, long ptsUs) {
        return ptsUs
                + turns(line(track), ptsUs, reachedPtsUs) * wrapUs
                + line(track).addedUs
                - originPtsUs;
    }

    private Place place(Track track, long ptsUs, long durationUs, long backwardUs) {
        checkState(started, "the clock has not started");
        Line line = line(track);
        boolean known = line.lastPtsUs != PtsUnwrapper.UNKNOWN;
        long expectedUs = known ? line.lastPtsUs + line.lastDurationUs : reachedPtsUs;
        long pts = ptsUs == PtsUnwrapper.UNKNOWN ? expectedUs : unwrapped(line, ptsUs, expectedUs);
        boolean follows = known && follows(line, pts, backwardUs);
        if (track == leader) {
            if (known && !follows) {
                return new Place.NewRun(pts, holeUs(pts));
            }
            pts = known ? Math.max(pts, line.lastPtsUs) : Math.max(pts, originPtsUs);
            lastLeaderNs = nanoClock.getAsLong();
        } else if (!follows && !nearLeader(pts)) {
            line.strayUs += durationUs;
            if (line.strayUs <= MAX_STRAY_US) {
                return new Place.Stray();
            }
            line.addedUs += reachedPtsUs - pts;
            pts = reachedPtsUs;
        }
        line.strayUs = 0;
        line.lastPtsUs = pts;
        line.lastDurationUs = durationUs;
        reachedPtsUs = Math.max(reachedPtsUs, pts + durationUs);
        return new Place.At(pts - originPtsUs, false);
    }

    private Line line(Track track) {
        return track == Track.VIDEO ? video : audio;
    }

    private long unwrapped(Line line, long ptsUs, long expectedUs) {
        line.addedUs += turns(line, ptsUs, expectedUs) * wrapUs;
        return ptsUs + line.addedUs;
    }

    /** How often the counter has started anew beyond what was added already. */
    private long turns(Line line, long ptsUs, long expectedUs) {
        return wrapUs == 0
                ? 0
                : Math.floorDiv(expectedUs - ptsUs - line.addedUs + wrapUs / 2, wrapUs);
    }

    private boolean follows(Line line, long ptsUs, long backwardUs) {
        long stepUs = ptsUs - line.lastPtsUs;
        return stepUs >= -backwardUs && stepUs <= maxHoleUs + line.lastDurationUs;
    }

    private boolean nearLeader(long ptsUs) {
        long lastUs = line(leader).lastPtsUs;
        return Math.abs(ptsUs - (lastUs == PtsUnwrapper.UNKNOWN ? reachedPtsUs : lastUs))
                <= maxHoleUs;
    }

    /** Pts left out, or, where pts started anew, time that passed without a frame. */
    private long holeUs(long ptsUs) {
        Line line = line(leader);
        long stepUs = ptsUs - reachedPtsUs;
        if (ptsUs > line.lastPtsUs && stepUs <= MAX_PTS_HOLE_US) {
            return Math.max(0, stepUs);
        }
        long quietUs = (nanoClock.getAsLong() - lastLeaderNs) / 1000 - line.lastDurationUs;
        return quietUs > PAUSE_US ? quietUs : 0;
    }
}
