package io.watchword.fusion.detect;

/**
 * How much is going on in one step of a segment. Each part scores 1 where it alone opens an event.
 *
 * @param motion things moving in the picture
 * @param camera the camera itself moving
 * @param sound sound above its background
 * @param cut 1 where a new shot begins, else 0
 */
record Step(long startUs, long endUs, float motion, float camera, float sound, float cut) {
    float score() {
        return Math.max(Math.max(motion, camera), Math.max(sound, cut));
    }
}
