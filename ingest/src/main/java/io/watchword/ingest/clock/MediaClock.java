package io.watchword.ingest.clock;

import io.watchword.ingest.clock.PtsUnwrapper.Track;

/** Lays the presentation timestamps of a source's streams on one rising clock, from 0. */
public interface MediaClock {
    /** The pts that becomes 0: of the run's first frame or sample. */
    void start(long originPtsUs);

    boolean started();

    /**
     * Places a frame.
     *
     * @param ptsUs or {@link PtsUnwrapper#UNKNOWN}: then the frame follows the one before it
     * @param durationUs of this frame; 0 where unknown
     */
    Place place(Track track, long ptsUs, long durationUs);

    /** Where something with this pts lies; may be before 0. Places nothing. */
    long mediaUs(Track track, long ptsUs);

    /**
     * Notes that packets have come this far while nothing is decoded. Frames may still be a little
     * earlier: packets are in the order of decoding.
     */
    Place passed(Track track, long dtsUs);
}
