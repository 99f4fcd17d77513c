package io.watchword.view.timeline;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Wall clock as Unix microseconds, the finest that is kept. */
public final class UnixTime {
    private UnixTime() {}

    /** Of what lies beyond what microseconds can tell, the first or the last that they can. */
    public static long us(Instant instant) {
        try {
            return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
        } catch (ArithmeticException e) {
            return instant.isBefore(Instant.EPOCH) ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }

    public static Instant instant(long unixUs) {
        return Instant.EPOCH.plus(unixUs, ChronoUnit.MICROS);
    }
}
