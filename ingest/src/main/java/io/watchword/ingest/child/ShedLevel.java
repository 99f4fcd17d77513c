package io.watchword.ingest.child;

/**
 * What a live stream's decoder leaves out when there is too much to do, each on top of the last.
 */
public enum ShedLevel {
    NOTHING,
    /** Frames that no other frame needs. */
    LIGHT,
    /** All but key frames: no motion. */
    KEYFRAMES,
    /** Sound, too. */
    NO_AUDIO,
    /** All of it: packets are still recorded, nothing is decoded. */
    PAUSED
}
