package io.watchword.sinks.webhook;

import io.watchword.contract.ErrorCode;
import io.watchword.sinks.delivery.Outcome;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Pure: what a server's answer means for the message. */
public final class Answer {
    private static final int MAX_SECONDS = 1_000_000_000;

    private Answer() {}

    /**
     * What becomes of the message.
     *
     * @param retryAfter the header of that name: seconds or a date
     */
    public static Outcome outcome(int status, Optional<String> retryAfter, Instant now) {
        if (status >= 200 && status < 300) {
            return Outcome.delivered();
        }
        String detail = "the receiver answered " + status;
        Optional<Duration> wait = retryAfter.flatMap(text -> wait(text.strip(), now));
        if (status == 429 || status == 503) {
            return new Outcome.Later(detail, wait, false); // it says that it is busy
        }
        if (status >= 500 || status == 408 || status == 425) {
            return new Outcome.Later(detail, wait, true);
        }
        if (status >= 300 && status < 400) {
            return Outcome.refused(
                    ErrorCode.FORBIDDEN_ADDRESS,
                    detail + ": redirects are not followed, give the address it points to");
        }
        return Outcome.refused(ErrorCode.UNREADABLE, detail);
    }

    private static Optional<Duration> wait(String text, Instant now) {
        if (text.matches("[0-9]{1,18}")) {
            return Optional.of(Duration.ofSeconds(Math.min(MAX_SECONDS, Long.parseLong(text))));
        }
        try {
            Instant at =
                    ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
            Duration wait = Duration.between(now, at);
            return wait.isNegative() ? Optional.of(Duration.ZERO) : Optional.of(wait);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
