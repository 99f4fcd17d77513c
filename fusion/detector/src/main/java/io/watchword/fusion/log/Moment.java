package io.watchword.fusion.log;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A point in a stream, as people say it. */
sealed interface Moment {
    /** On the stream's own clock: {@code 90s}. */
    record Media(long us) implements Moment {}

    /** On the wall clock of the world: {@code 2026-05-04T14:03:10Z}. */
    record Absolute(Instant time) implements Moment {}

    /**
     * Numbers with colons: a time of day, or how far into a recording, as players show it.
     *
     * @param fields two or three whole numbers
     * @param fraction of a second, after the last of them
     */
    record Clock(List<Integer> fields, double fraction) implements Moment {
        public Clock {
            fields = List.copyOf(fields);
        }

        /**
         * Hours and minutes, and seconds if there is a third field.
         *
         * @throws DateTimeException if no clock shows it
         */
        LocalTime ofDay() {
            if (fields.size() == 2 && fraction > 0) {
                throw new DateTimeException("a part of a minute");
            }
            int second = fields.size() == 3 ? fields.get(2) : 0;
            return LocalTime.of(fields.get(0), fields.get(1), second)
                    .plusNanos(Math.round(fraction * 1e6) * 1000);
        }

        /** Minutes and seconds, and hours before them if there are three fields. */
        long offsetUs() {
            long seconds = 0;
            for (int field : fields) {
                seconds = seconds * 60 + field;
            }
            return seconds * 1_000_000 + Math.round(fraction * 1e6);
        }
    }

    Pattern SECONDS = Pattern.compile("\\d{1,9}(\\.\\d{1,6})?s?");
    Pattern COLONS = Pattern.compile("(\\d{1,3}):(\\d{2})(?::(\\d{2}))?(\\.\\d{1,6})?");

    /**
     * @param zone of a date and time that names none
     * @throws IllegalArgumentException naming the option, if it is no moment
     */
    static Moment parse(String option, String text, ZoneId zone) {
        if (SECONDS.matcher(text).matches()) {
            return new Media(Math.round(Double.parseDouble(text.replace("s", "")) * 1e6));
        }
        Matcher colons = COLONS.matcher(text);
        if (colons.matches()) {
            double fraction =
                    colons.group(4) == null ? 0 : Double.parseDouble("0" + colons.group(4));
            int first = Integer.parseInt(colons.group(1));
            int second = Integer.parseInt(colons.group(2));
            return new Clock(
                    colons.group(3) == null
                            ? List.of(first, second)
                            : List.of(first, second, Integer.parseInt(colons.group(3))),
                    fraction);
        }
        try {
            boolean local = text.matches("[^T]*T[^Z+-]*");
            return new Absolute(
                    local
                            ? LocalDateTime.parse(text).atZone(zone).toInstant()
                            : OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(wrong(option, text), e);
        }
    }

    /** What to say of a text that is no moment. */
    static String wrong(String option, String text) {
        return option
                + " is \""
                + text
                + "\", required a time such as 90s, 14:03:10 or 2026-05-04T14:03:10";
    }
}
