package io.watchword.ingest.hls;

import io.watchword.ingest.hls.Playlist.HlsSegment;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Says which segments come next each time a playlist was read, and when to read it again. Pure:
 * time is an argument. Not thread-safe: the thread that fetches owns it.
 */
public final class PlaylistFollower {
    private static final int LIVE_START = 3;
    private static final int REMEMBERED = 16;

    /** No list is asked for more often, whatever target duration it claims. */
    private static final long MIN_RELOAD_NS = 200_000_000L;

    private final long stallNs;
    private final Deque<HlsSegment> recent = new ArrayDeque<>(); // bounded by REMEMBERED
    private boolean started;
    private boolean advanced;
    private long nextSequence;
    private long advancedNs;
    private long targetDurationNs = 1_000_000_000L;
    private long missed;

    /**
     * @param stallNs shortest time without a new segment after which a playlist is stale
     */
    public PlaylistFollower(long stallNs, long nowNs) {
        this.stallNs = stallNs;
        this.advancedNs = nowNs;
    }

    /** The segments that have not been handed out yet, in order. */
    public List<HlsSegment> observe(Playlist.Media playlist, long nowNs) {
        targetDurationNs = playlist.targetDurationNs();
        List<HlsSegment> fresh = fresh(playlist);
        advanced = !fresh.isEmpty();
        if (advanced) {
            advancedNs = nowNs;
        }
        for (HlsSegment segment : fresh) {
            started = true;
            nextSequence = segment.sequence() + 1;
            if (recent.size() == REMEMBERED) {
                recent.removeFirst();
            }
            recent.addLast(segment);
        }
        return fresh;
    }

    private List<HlsSegment> fresh(Playlist.Media playlist) {
        List<HlsSegment> segments = playlist.segments();
        if (segments.isEmpty()) {
            return segments;
        }
        if (!started) {
            return playlist.complete() ? segments : newest(segments);
        }
        HlsSegment last = segments.get(segments.size() - 1);
        if (last.sequence() < nextSequence) {
            // An old copy from some cache, or a server that has begun to count anew.
            return isKnown(last) ? List.of() : newest(segments);
        }
        int from = segments.size() - 1;
        while (from > 0 && segments.get(from - 1).sequence() >= nextSequence) {
            from--;
        }
        missed += segments.get(from).sequence() - nextSequence;
        return segments.subList(from, segments.size());
    }

    private boolean isKnown(HlsSegment segment) {
        return recent.stream()
                .anyMatch(
                        each ->
                                each.sequence() == segment.sequence()
                                        && each.uri().equals(segment.uri()));
    }

    private static List<HlsSegment> newest(List<HlsSegment> segments) {
        return segments.subList(Math.max(0, segments.size() - LIVE_START), segments.size());
    }

    /** From the beginning of one reading to the next: half the time if nothing was new. */
    public long reloadNs() {
        return Math.max(MIN_RELOAD_NS, advanced ? targetDurationNs : targetDurationNs / 2);
    }

    public boolean isStale(long nowNs) {
        return nowNs - advancedNs >= staleAfterNs();
    }

    /** Time without a new segment after which the source counts as gone. */
    public long staleAfterNs() {
        return Math.max(stallNs, 3 * targetDurationNs);
    }

    /** Segments that had left the playlist before they were handed out. */
    public long missed() {
        return missed;
    }
}
