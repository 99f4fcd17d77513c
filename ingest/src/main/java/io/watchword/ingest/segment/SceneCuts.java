package io.watchword.ingest.segment;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds the pictures at which a new shot begins: no motion explains much of the picture, and the
 * pattern of brightness changes by far more than it did in the steps before. A pan fails the first
 * test, light going on the second, an explosion the third after its first step. Not thread-safe.
 */
public final class SceneCuts {
    private static final int MEMORY = 9;
    private static final float MIN_UNEXPLAINED = 0.45f;
    private static final float MIN_CHANGE = 15;
    private static final float OVER_USUAL = 1.5f;
    private static final float OVER_RECENT = 1.3f;
    private static final int RECENT = 2;

    private final float[] changes = new float[MEMORY];
    private int seen;
    private @Nullable LumaGrid before;

    /**
     * Whether a new shot begins with this picture. The first picture of a stream is no cut.
     *
     * @param unexplained share of the cells that no motion explains
     */
    public boolean observe(LumaGrid now, float unexplained) {
        LumaGrid last = before;
        before = now;
        if (last == null) {
            return false;
        }
        float change = patternChange(last, now);
        boolean cut =
                unexplained > MIN_UNEXPLAINED
                        && change > MIN_CHANGE
                        && change > OVER_USUAL * usual()
                        && change > OVER_RECENT * recent();
        changes[seen++ % MEMORY] = change;
        return cut;
    }

    private float usual() {
        int n = Math.min(seen, MEMORY);
        float[] sorted = Arrays.copyOf(changes, n);
        Arrays.sort(sorted);
        return n == 0 ? 0 : sorted[n / 2];
    }

    private float recent() {
        float largest = 0;
        for (int i = Math.max(0, seen - RECENT); i < seen; i++) {
            largest = Math.max(largest, changes[i % MEMORY]);
        }
        return largest;
    }

    /** Mean change of a cell beside the change of all. */
    private static float patternChange(LumaGrid last, LumaGrid now) {
        float brighter = now.mean() - last.mean();
        float sum = 0;
        for (int cell = 0; cell < now.cells().length; cell++) {
            sum += Math.abs(now.cells()[cell] - last.cells()[cell] - brighter);
        }
        return sum / now.cells().length;
    }
}
