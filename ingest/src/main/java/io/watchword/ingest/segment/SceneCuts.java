package io.watchword.ingest.segment;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds the pictures at which a new shot begins: the brightness pattern changes by far more than it
 * did in the steps before, and so does its spread, which a fast pan leaves alone. Not thread-safe.
 */
public final class SceneCuts {
    private static final int MEMORY = 9;
    private static final float MIN_CHANGE = 12;
    private static final float MIN_SPREAD_CHANGE = 0.2f;
    private static final float OVER_USUAL = 2.5f;

    private final float[] changes = new float[MEMORY];
    private int seen;
    private @Nullable LumaGrid before;

    /** Whether a new shot begins with this picture. The first picture of a stream is no cut. */
    public boolean observe(LumaGrid now) {
        LumaGrid last = before;
        before = now;
        if (last == null) {
            return false;
        }
        float change = meanDifference(last.cells(), now.cells());
        float spread = meanDifference(last.histogram(), now.histogram()) * now.histogram().length / 2;
        boolean cut =
                change > MIN_CHANGE && spread > MIN_SPREAD_CHANGE && change > OVER_USUAL * usual();
        changes[seen++ % MEMORY] = change;
        return cut;
    }

    private float usual() {
        int n = Math.min(seen, MEMORY);
        float[] sorted = Arrays.copyOf(changes, n);
        Arrays.sort(sorted);
        return n == 0 ? 0 : sorted[n / 2];
    }

    private static float meanDifference(float[] a, float[] b) {
        float sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += Math.abs(a[i] - b[i]);
        }
        return sum / a.length;
    }
}
