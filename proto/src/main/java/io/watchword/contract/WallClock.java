package io.watchword.contract;

import static java.util.Objects.requireNonNull;

/** Absolute time of a segment's start, and how it is known. */
public record WallClock(long unixUs, Origin origin) {
    /** From the camera's sender reports, the file's own tags, or the moment it arrived. */
    public enum Origin {
        RTCP,
        FILE,
        ARRIVAL
    }

    public WallClock {
        requireNonNull(origin, "origin is null");
    }
}
