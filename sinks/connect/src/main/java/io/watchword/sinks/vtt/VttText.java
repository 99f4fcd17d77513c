package io.watchword.sinks.vtt;

import static io.watchword.contract.Checks.checkArgument;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Pure: text and times as WebVTT writes them. Captions come from a model, so nothing in them may
 * act as markup.
 *
 * @see <a href="https://www.w3.org/TR/webvtt1/#file-structure">WebVTT, section 4</a>
 */
public final class VttText {
    private static final Pattern BREAKS = Pattern.compile("[\\p{Cc}\\u2028\\u2029]+");
    private static final Pattern TIMES =
            Pattern.compile(
                    "(\\d{2,}:\\d\\d:\\d\\d\\.\\d{3}) --> (\\d{2,}:\\d\\d:\\d\\d\\.\\d{3})");

    private VttText() {}

    /** The caption on one line: a line break or another control character becomes a space. */
    public static String oneLine(String caption) {
        return BREAKS.matcher(caption).replaceAll(" ").strip();
    }

    /** Text in which nothing acts as markup. */
    public static String escape(String line) {
        return line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** What {@link #escape} was given. */
    public static String unescape(String text) {
        return text.replace("&gt;", ">").replace("&lt;", "<").replace("&amp;", "&");
    }

    /**
     * {@code 00:00:02.000 --> 00:00:03.500}. Milliseconds are rounded down, so that neighbours stay
     * neighbours; a cue starts no earlier than 0 and lasts at least 1 ms, or players drop it.
     */
    public static String times(long startUs, long endUs) {
        long startMs = Math.max(0, Math.floorDiv(startUs, 1_000L));
        long endMs = Math.max(startMs + 1, Math.floorDiv(endUs, 1_000L));
        return time(startMs) + " --> " + time(endMs);
    }

    private static String time(long ms) {
        return String.format(
                Locale.ROOT,
                "%02d:%02d:%02d.%03d",
                ms / 3_600_000,
                ms / 60_000 % 60,
                ms / 1_000 % 60,
                ms % 1_000);
    }

    /**
     * @throws IllegalArgumentException if {@code line} is no line of cue times
     */
    static void checkTimes(String line) {
        Matcher matcher = TIMES.matcher(line);
        checkArgument(matcher.matches(), "required cue times, found \"%s\"", line);
    }
}
