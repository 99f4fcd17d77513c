package io.watchword.deploy.search;

import io.watchword.deploy.UserMistake;
import io.watchword.deploy.clip.Moment;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;

/**
 * Which time people mean who look through many streams: always the wall clock. A time of day is the
 * last one that was; as an end, the first after the beginning. Pure.
 */
record SearchTimes(Instant now, ZoneId zone) {
    /** From when on. */
    Instant from(String text) {
        return instant("--from", text, Optional.empty());
    }

    /** Up to when. */
    Instant to(String text, Optional<Instant> from) {
        Instant to = instant("--to", text, from);
        if (from.isPresent() && !to.isAfter(from.get())) {
            throw new UserMistake("--to is " + to + ", not after --from, " + from.get());
        }
        return to;
    }

    private Instant instant(String option, String text, Optional<Instant> after) {
        LocalDate today = now.atZone(zone).toLocalDate();
        Moment moment = Moment.parse(option, text, today);
        if (moment instanceof Moment.Absolute absolute) {
            return absolute.time();
        }
        if (moment instanceof Moment.Dated dated) {
            return dated.time().atZone(zone).toInstant();
        }
        if (moment instanceof Moment.OfDay ofDay) {
            return after.map(from -> Moment.following(ofDay.time(), from, zone))
                    .orElseGet(() -> Moment.last(ofDay.time(), now, zone));
        }
        throw new UserMistake(
                option
                        + " is \""
                        + text
                        + "\", which only one stream's clock could tell: required a time such as"
                        + " yesterday, 14:03, 2026-05-04 or 2026-05-04T14:03:10");
    }
}
