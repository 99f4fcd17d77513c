package io.watchword.view.access;

import static io.watchword.contract.Checks.checkArgument;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How often each may come: a token bucket for each name, filled at an even rate up to a tenth of a
 * minute's worth, ten at least. Thread-safe. Remembers the names that came last, {@value
 * #MAX_NAMES} of them; one that is forgotten begins with a full bucket.
 */
public final class RateLimits {
    static final int MAX_NAMES = 10_000;
    private static final double MINUTE_NS = 60e9;

    private static final class Bucket {
        private double left;
        private long filledNs;

        Bucket(double left, long filledNs) {
            this.left = left;
            this.filledNs = filledNs;
        }
    }

    private final double perNs;
    private final double burst;
    private final LongSupplier nanoClock;
    private final Map<String, Bucket> buckets = // guarded by itself
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
                    return size() > MAX_NAMES;
                }
            };

    public RateLimits(int perMinute, LongSupplier nanoClock) {
        checkArgument(perMinute > 0, "perMinute is %d", perMinute);
        this.perNs = perMinute / MINUTE_NS;
        this.burst = Math.max(10, perMinute / 10.0);
        this.nanoClock = nanoClock;
    }

    /** Whether one more is within the limit; it then counts. */
    public boolean take(String name) {
        synchronized (buckets) {
            long nowNs = nanoClock.getAsLong();
            Bucket bucket = buckets.computeIfAbsent(name, key -> new Bucket(burst, nowNs));
            bucket.left = Math.min(burst, bucket.left + (nowNs - bucket.filledNs) * perNs);
            bucket.filledNs = nowNs;
            if (bucket.left < 1) {
                return false;
            }
            bucket.left--;
            return true;
        }
    }
}
