package io.watchword.llm.sample;

import java.util.List;

/**
 * Ends a text before the first of several strings, wherever tokens divide it. Holds back what may
 * be the beginning of one until more has come. Not thread-safe: one answer owns it.
 */
public final class StopStrings {
    private final List<String> stops;
    private String held = "";
    private boolean stopped;

    /**
     * @param stops none of them empty
     */
    public StopStrings(List<String> stops) {
        this.stops = List.copyOf(stops);
    }

    /** Returns the text that stands before any stop string now, often less than was added. */
    public String add(String text) {
        if (stopped) {
            return "";
        }
        String all = held + text;
        int at = first(all);
        if (at >= 0) {
            stopped = true;
            held = "";
            return all.substring(0, at);
        }
        int kept = beginning(all);
        held = all.substring(all.length() - kept);
        return all.substring(0, all.length() - kept);
    }

    /** Returns what is held back, when no more text comes. */
    public String finish() {
        String rest = held;
        held = "";
        return rest;
    }

    /** Whether a stop string has come. */
    public boolean stopped() {
        return stopped;
    }

    private int first(String text) {
        int first = -1;
        for (String stop : stops) {
            int at = text.indexOf(stop);
            first = at >= 0 && (first < 0 || at < first) ? at : first;
        }
        return first;
    }

    /** Characters at the end that are the beginning of a stop string. */
    private int beginning(String text) {
        int longest = 0;
        for (String stop : stops) {
            for (int length = Math.min(stop.length() - 1, text.length());
                    length > longest;
                    length--) {
                if (text.regionMatches(text.length() - length, stop, 0, length)) {
                    longest = length;
                }
            }
        }
        return longest;
    }
}
