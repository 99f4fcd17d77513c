package io.watchword.bench;

import java.util.Locale;

/**
 * Hits of subscriptions, how many of them are right, what happens that was asked for, and how much
 * of it was found.
 */
record HitScore(int hits, int right, int happenings, int found) {
    static final HitScore NONE = new HitScore(0, 0, 0, 0);

    HitScore plus(HitScore other) {
        return new HitScore(
                hits + other.hits,
                right + other.right,
                happenings + other.happenings,
                found + other.found);
    }

    String text() {
        double precision = hits == 0 ? 1 : right / (double) hits;
        double recall = happenings == 0 ? 1 : found / (double) happenings;
        double f1 = precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
        return String.format(
                Locale.ROOT,
                "%5d hits  precision %.2f  recall %.2f  F1 %.2f",
                hits,
                precision,
                recall,
                f1);
    }
}
