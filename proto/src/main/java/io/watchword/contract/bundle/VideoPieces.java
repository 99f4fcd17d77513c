package io.watchword.contract.bundle;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Locale;

/**
 * What a published model reads around several pictures of one video.
 *
 * @param before before the first picture's own text, {@value #COUNT} being how many there are in
 *     English words, {@value #DURATION} hours, minutes and seconds
 * @param frame before each picture, {@value #TIME} being its minutes and seconds
 * @param after after the last picture
 */
public record VideoPieces(String before, String frame, String after) {
    static final String COUNT = "{count}";
    static final String DURATION = "{duration}";
    static final String TIME = "{time}";
    private static final long SECOND_US = 1_000_000;
    private static final List<String> SMALL =
            List.of(
                    "zero",
                    "one",
                    "two",
                    "three",
                    "four",
                    "five",
                    "six",
                    "seven",
                    "eight",
                    "nine",
                    "ten",
                    "eleven",
                    "twelve",
                    "thirteen",
                    "fourteen",
                    "fifteen",
                    "sixteen",
                    "seventeen",
                    "eighteen",
                    "nineteen");
    private static final List<String> TENS =
            List.of("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety");

    public VideoPieces {
        requireNonNull(before, "before is null");
        requireNonNull(frame, "frame is null");
        requireNonNull(after, "after is null");
    }

    String before(int count, long durationUs) {
        long seconds = durationUs / SECOND_US;
        String duration =
                String.format(
                        Locale.ROOT,
                        "%d:%02d:%02d",
                        seconds / 3600,
                        seconds / 60 % 60,
                        seconds % 60);
        return before.replace(COUNT, words(count)).replace(DURATION, duration);
    }

    String frame(long timeUs) {
        long seconds = timeUs / SECOND_US;
        String time = String.format(Locale.ROOT, "%02d:%02d", seconds / 60, seconds % 60);
        return frame.replace(TIME, time);
    }

    private static String words(int count) {
        if (count < SMALL.size()) {
            return SMALL.get(count);
        }
        if (count >= 100) {
            return Integer.toString(count);
        }
        String tens = TENS.get(count / 10 - 2);
        return count % 10 == 0 ? tens : tens + "-" + SMALL.get(count % 10);
    }
}
