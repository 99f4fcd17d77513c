package io.watchword.view.search;

import java.util.ArrayList;
import java.util.List;

/**
 * A query in plain words, taken apart: {@code van "at the gate" -white}. Whatever people type is a
 * query: a quote that is not closed ends with the text, and a dash alone means nothing.
 *
 * @param wanted words that make an event a better hit
 * @param phrases that the words of an event must hold, word after word
 * @param excluded words or phrases that no hit may hold
 */
public record QueryWords(List<String> wanted, List<String> phrases, List<String> excluded) {
    private static final String QUOTES = "\"“”„«»";

    public QueryWords {
        wanted = List.copyOf(wanted);
        phrases = List.copyOf(phrases);
        excluded = List.copyOf(excluded);
    }

    public static QueryWords parse(String text) {
        List<String> wanted = new ArrayList<>();
        List<String> phrases = new ArrayList<>();
        List<String> excluded = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            if (Character.isWhitespace(text.charAt(at))) {
                at++;
                continue;
            }
            boolean without = text.charAt(at) == '-';
            int begin = without ? at + 1 : at;
            boolean quoted = begin < text.length() && isQuote(text.charAt(begin));
            begin = quoted ? begin + 1 : begin;
            int end = begin;
            while (end < text.length()
                    && (quoted
                            ? !isQuote(text.charAt(end))
                            : !Character.isWhitespace(text.charAt(end)))) {
                end++;
            }
            String piece = text.substring(begin, end).strip();
            if (!piece.isEmpty()) {
                (without ? excluded : quoted ? phrases : wanted).add(piece);
            }
            at = quoted ? end + 1 : end;
        }
        return new QueryWords(wanted, phrases, excluded);
    }

    private static boolean isQuote(char c) {
        return QUOTES.indexOf(c) >= 0;
    }

    /** What is to be found, as a sentence; empty if only exclusions were given. */
    public String meant() {
        List<String> all = new ArrayList<>(wanted);
        all.addAll(phrases);
        return String.join(" ", all);
    }

    /** Whether nothing was asked for, nor excluded. */
    public boolean isEmpty() {
        return wanted.isEmpty() && phrases.isEmpty() && excluded.isEmpty();
    }
}
