package io.watchword.fusion.detect;

/** Tags that the rules of this stage put on events. */
public final class Labels {
    public static final String MOTION = "motion";
    public static final String CAMERA = "camera";
    public static final String SOUND = "sound";
    public static final String SCENE_CUT = "scene-cut";
    public static final String CALM = "calm";

    private Labels() {}
}
