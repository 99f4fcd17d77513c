package io.watchword.fusion.client;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;

/** Time as a library wants it that asks for a wall clock and only measures how long. */
final class ElapsedClock extends Clock {
    private final LongSupplier clockNs;

    ElapsedClock(LongSupplier clockNs) {
        this.clockNs = clockNs;
    }

    @Override
    public Instant instant() {
        return Instant.EPOCH.plusNanos(clockNs.getAsLong());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
