package io.watchword.deploy.clip;

import static io.watchword.contract.Checks.checkArgument;

import io.watchword.contract.TimeSpan;
import io.watchword.deploy.UserMistake;
import io.watchword.ingest.record.RecordedFile;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/**
 * Which media time a moment is, by what is recorded of a stream. A time that is not recorded means
 * the next recorded one for a beginning, the last before it for an end. Pure.
 */
record RecordedTimes(List<RecordedFile> files, ZoneId zone) {
    RecordedTimes {
        files = files.stream().sorted(RecordedFile.IN_TIME).toList();
        checkArgument(!files.isEmpty(), "there are no recorded files");
    }

    /**
     * @throws UserMistake if the span would end before it begins
     */
    TimeSpan span(Moment from, Moment to) {
        long fromUs = from instanceof Moment.Media media ? media.us() : startUs(wallUs(from));
        long toUs;
        if (to instanceof Moment.Media media) {
            toUs = media.us();
        } else if (to instanceof Moment.OfDay time) {
            Instant after = Moment.instant(unixUs(fromUs));
            toUs = endUs(Moment.unixUs(Moment.following(time.time(), after, zone)));
        } else {
            toUs = endUs(wallUs(to));
        }
        if (toUs <= fromUs) {
            throw new UserMistake(
                    "the span ends at "
                            + toUs / 1e6
                            + " s of media time, and begins at "
                            + fromUs / 1e6
                            + " s");
        }
        return new TimeSpan(fromUs, toUs);
    }

    private long wallUs(Moment moment) {
        if (moment instanceof Moment.Absolute absolute) {
            return Moment.unixUs(absolute.time());
        }
        if (moment instanceof Moment.Dated dated) {
            return Moment.unixUs(dated.time(), zone);
        }
        long lastUs = files.stream().mapToLong(RecordedFile::endUnixUs).max().orElseThrow();
        return Moment.unixUs(
                Moment.last(((Moment.OfDay) moment).time(), Moment.instant(lastUs), zone));
    }

    private long startUs(long wallUs) {
        for (RecordedFile file : files) {
            if (wallUs < file.endUnixUs()) {
                return file.span().startUs() + Math.max(0, wallUs - file.startUnixUs());
            }
        }
        return files.get(files.size() - 1).span().endUs();
    }

    private long endUs(long wallUs) {
        long us = files.get(0).span().startUs();
        for (RecordedFile file : files) {
            if (wallUs > file.startUnixUs()) {
                long within = Math.min(file.span().durationUs(), wallUs - file.startUnixUs());
                us = file.span().startUs() + within;
            }
        }
        return us;
    }

    /** Wall clock at a media time. */
    long unixUs(long mediaUs) {
        RecordedFile nearest = files.get(0);
        for (RecordedFile file : files) {
            if (file.span().startUs() <= mediaUs) {
                nearest = file;
            }
        }
        return nearest.startUnixUs() + (mediaUs - nearest.span().startUs());
    }
}
