package io.watchword.contract;

/** What kind of source a stream is: decides its defaults, all of which pipeline.yaml can change. */
public enum Profile {
    /** Fixed cameras: recorded, sampled less when quiet, may shed. */
    SURVEILLANCE,
    /** Cameras on vehicles: everything moves, nothing is sampled less. */
    DASHCAM,
    /** Files: read as fast as they decode, never shed, may wait. */
    ARCHIVE,
    /** Broadcasts and other streams from a network: shed when there is too much. */
    LIVE;

    /** As people write it. */
    public String text() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
