package io.watchword.ingest.watch;

/**
 * The microsecond clock of a live stream: media time 0 is when it was first connected, and a
 * stretch of media without jumps begins at the time that has passed since. Media time never goes
 * back; a clock that is set does not move it, because within a process it runs on the monotonic
 * clock. Not thread-safe.
 */
public final class StreamClock {
    private static final long UNSET = 0;

    private final long baseUnixUs;
    private final long baseNs;
    private long originUnixUs;

    /**
     * @param originUnixUs wall clock at media time 0, or 0 for a stream that begins now
     * @param unixUs wall clock at monotonic time {@code nowNs}
     */
    public StreamClock(long originUnixUs, long unixUs, long nowNs) {
        this.originUnixUs = originUnixUs;
        this.baseUnixUs = unixUs;
        this.baseNs = nowNs;
    }

    /** Wall clock that runs on from the one this was made with. */
    public long unixUs(long nowNs) {
        return baseUnixUs + (nowNs - baseNs) / 1000;
    }

    /** Media time now. */
    public long nowUs(long nowNs) {
        return originUnixUs == UNSET ? 0 : Math.max(0, unixUs(nowNs) - originUnixUs);
    }

    public long originUnixUs() {
        return originUnixUs;
    }

    /**
     * Where a connection's first frame lies.
     *
     * @param reachedUs up to where everything is told
     */
    public long connected(long reachedUs, long nowNs) {
        if (originUnixUs == UNSET) {
            originUnixUs = unixUs(nowNs);
        }
        return Math.max(reachedUs, nowUs(nowNs));
    }
}
