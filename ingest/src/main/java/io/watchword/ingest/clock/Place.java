package io.watchword.ingest.clock;

/** Where a frame, or a piece of sound, lies on a source's clock. */
public sealed interface Place {
    /**
     * At this media time.
     *
     * @param bridged whether pts jumped and the clock went on where it stood
     */
    record At(long mediaUs, boolean bridged) implements Place {}

    /**
     * Its pts jumped: it is the first of a new run.
     *
     * @param ptsUs its pts, with wraps taken out
     * @param holeUs media time missing before it, as far as can be told
     */
    record NewRun(long ptsUs, long holeUs) implements Place {}

    /** Nowhere: sound that belongs to no time of the pictures. */
    record Stray() implements Place {}
}
