package io.watchword.view.http;

import io.watchword.view.access.Rights;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Counters in Prometheus' format, without those of streams that a caller may not read. */
final class MetricsText {
    private static final Pattern STREAM =
            Pattern.compile("[{,]stream(?:_?[iI]d)?=\"((?:[^\"\\\\]|\\\\.)*)\"");

    private MetricsText() {}

    static String readable(String metrics, Rights rights) {
        if (rights.everyStream()) {
            return metrics;
        }
        return metrics.lines()
                .filter(line -> isReadable(line, rights))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static boolean isReadable(String line, Rights rights) {
        Matcher stream = STREAM.matcher(line);
        return !stream.find() || rights.mayRead(unescaped(stream.group(1)));
    }

    private static String unescaped(String label) {
        return label.replace("\\n", "\n").replace("\\\"", "\"").replace("\\\\", "\\");
    }
}
