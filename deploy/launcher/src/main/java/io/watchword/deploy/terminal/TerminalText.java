package io.watchword.deploy.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Text made fit for a terminal. Captions and file names are not to be trusted: they may hold escape
 * sequences.
 */
public final class TerminalText {
    private static final Pattern UNSAFE =
            Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Zl}\\p{Zp}]");

    private TerminalText() {}

    /**
     * Without control characters, invisible and direction-changing ones, and halves of characters.
     */
    public static String clean(String text) {
        return UNSAFE.matcher(text).replaceAll("");
    }

    /** {@code 01:05.2}, or {@code 1:01:05.2} from an hour on. */
    public static String time(long timeUs) {
        long tenths = Math.max(0, timeUs + 50_000) / 100_000;
        long seconds = tenths / 10;
        long hours = seconds / 3600;
        String minutes =
                String.format(
                        Locale.ROOT, "%02d:%02d.%d", seconds / 60 % 60, seconds % 60, tenths % 10);
        return hours == 0 ? minutes : hours + ":" + minutes;
    }

    /**
     * Breaks text at spaces into lines of at most {@code width} characters; a longer word stands
     * alone.
     */
    public static List<String> wrap(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            if (!line.isEmpty()) {
                line.append(' ');
            }
            line.append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
