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
    PAUSED;

    /** One step more left out; all of it stays all. */
    public ShedLevel more() {
        return switch (this) {
            case NOTHING -> LIGHT;
            case LIGHT -> KEYFRAMES;
            case KEYFRAMES -> NO_AUDIO;
            case NO_AUDIO, PAUSED -> PAUSED;
        };
    }

    /** One step less left out. */
    public ShedLevel less() {
        return switch (this) {
            case PAUSED -> NO_AUDIO;
            case NO_AUDIO -> KEYFRAMES;
            case KEYFRAMES -> LIGHT;
            case LIGHT, NOTHING -> NOTHING;
        };
    }

    /** As metrics and lists show it: 0 for nothing, one more for each step. */
    public int number() {
        return switch (this) {
            case NOTHING -> 0;
            case LIGHT -> 1;
            case KEYFRAMES -> 2;
            case NO_AUDIO -> 3;
            case PAUSED -> 4;
        };
    }
}
