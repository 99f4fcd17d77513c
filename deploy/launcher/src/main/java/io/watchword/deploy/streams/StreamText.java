package io.watchword.deploy.streams;

import io.watchword.contract.StreamVitals;
import io.watchword.contract.TimeSpan;
import io.watchword.deploy.terminal.TerminalText;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** How a stream is doing, and when something happened, in words. Pure. */
public final class StreamText {
    private static final int WIDEST_REASON = 60;
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");

    private StreamText() {}

    /**
     * State, reason and next try in one line, for example {@code backing off: timeout, in 12 s}.
     */
    public static String state(StreamVitals vitals, String reason, long nowUnixUs) {
        StringBuilder text = new StringBuilder(vitals.state().text());
        if (!reason.isEmpty()) {
            text.append(": ").append(cut(TerminalText.clean(reason), WIDEST_REASON));
        }
        if (vitals.state() == StreamVitals.State.BACKING_OFF) {
            long waitUs = vitals.nextTryUnixUs() - nowUnixUs;
            text.append(waitUs > 0 ? ", in " + (waitUs + 999_999) / 1_000_000 + " s" : ", now");
        }
        return text.toString();
    }

    /** By the clock for a live stream, by media time for a file. */
    public static String when(long originUnixUs, TimeSpan span, ZoneId zone) {
        long startUs = span.startUs();
        return originUnixUs > 0
                ? CLOCK.format(Instant.ofEpochMilli((originUnixUs + startUs) / 1000).atZone(zone))
                : TerminalText.time(startUs);
    }

    static String cut(String text, int width) {
        return text.length() <= width ? text : text.substring(0, Math.max(0, width - 1)) + "…";
    }
}
