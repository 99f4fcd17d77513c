package io.watchword.fusion.ask;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns "When did a lorry stop?" into "Did a lorry stop?", in English and Russian. Pure. */
final class WhetherText {
    private static final Pattern ENGLISH =
            Pattern.compile("^(?:when|at what time)\\s+(\\S.*)$", Pattern.CASE_INSENSITIVE);
    private static final Pattern RUSSIAN =
            Pattern.compile(
                    "^(?:когда|во сколько)\\s+(\\S+)(.*)$",
                    Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    private WhetherText() {}

    static String of(String text) {
        Matcher english = ENGLISH.matcher(text);
        if (english.matches()) {
            return capital(english.group(1));
        }
        Matcher russian = RUSSIAN.matcher(text);
        if (russian.matches()) {
            String first = russian.group(1);
            String verb = first.endsWith("?") ? first.substring(0, first.length() - 1) : first;
            String rest = first.endsWith("?") ? "?" : russian.group(2);
            return capital(verb) + " ли" + rest;
        }
        return text;
    }

    private static String capital(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }
}
