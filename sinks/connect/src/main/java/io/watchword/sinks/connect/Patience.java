package io.watchword.sinks.connect;

import io.watchword.sinks.delivery.Backoff;
import io.watchword.sinks.delivery.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a sink from its target for as long as it is to wait. The log is told when the target goes,
 * at growing intervals while it is away, and when it is back; one that comes and goes is told of
 * once a minute.
 */
final class Patience {
    /** Until the first reminder; each later one takes twice as long, up to the longest. */
    static final Duration FIRST_REMINDER = Duration.ofMinutes(1);

    static final Duration LONGEST_REMINDER = Duration.ofHours(1);

    private static final Logger LOG = LoggerFactory.getLogger(Patience.class);

    private final String sink;
    private final Backoff backoff;
    private final InstantSource clock;
    private Instant notBefore = Instant.MIN;
    private Instant tellNotBefore = Instant.MIN;
    private Duration reminder = FIRST_REMINDER;
    private @Nullable Instant awaySince;
    private boolean told;

    /**
     * @param sink whose name the log shows
     */
    Patience(String sink, Backoff backoff, InstantSource clock) {
        this.sink = sink;
        this.backoff = backoff;
        this.clock = clock;
    }

    /** The time until the target may be tried. */
    Duration left() {
        Instant now = clock.instant();
        return now.isBefore(notBefore) ? Duration.between(now, notBefore) : Duration.ZERO;
    }

    /** After one more failure. */
    void failed(Outcome.Later later) {
        Instant now = clock.instant();
        Duration wait = backoff.next(later.after());
        notBefore = now.plus(wait);
        if (awaySince == null) {
            awaySince = now;
            told = false;
            reminder = FIRST_REMINDER;
        }
        if (!now.isBefore(tellNotBefore)) {
            tell(later.detail(), Duration.between(awaySince, now), wait);
            tellNotBefore = now.plus(reminder);
            reminder = reminder.multipliedBy(2);
            reminder = reminder.compareTo(LONGEST_REMINDER) < 0 ? reminder : LONGEST_REMINDER;
        }
    }

    private void tell(String reason, Duration away, Duration wait) {
        LOG.atWarn()
                .addKeyValue("sink", sink)
                .addKeyValue("reason", reason)
                .addKeyValue("awaySeconds", away.toSeconds())
                .addKeyValue("nextAttemptMs", wait.toMillis())
                .log(
                        told
                                ? "the target still takes nothing, records wait"
                                : "the target takes nothing, records wait");
        told = true;
    }

    /** The target took something, whether or not all of it. */
    void progressed() {
        backoff.reset();
    }

    /** The target took what it was given. */
    void worked() {
        backoff.reset();
        notBefore = Instant.MIN;
        if (awaySince == null) {
            return;
        }
        Instant now = clock.instant();
        if (told) {
            LOG.atWarn()
                    .addKeyValue("sink", sink)
                    .addKeyValue("awaySeconds", Duration.between(awaySince, now).toSeconds())
                    .log("the target takes records again, none is lost");
            tellNotBefore = now.plus(FIRST_REMINDER);
        }
        awaySince = null;
    }
}
