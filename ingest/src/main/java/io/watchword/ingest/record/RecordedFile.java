package io.watchword.ingest.record;

import static java.util.Objects.requireNonNull;

import io.watchword.contract.TimeSpan;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A complete file of a media store. Everything about it is in its key, {@code
 * STREAM/2026-01-31/EPOCH-START-END-WALLCLOCK.mp4}, so that a listing is the index.
 *
 * @param key where it lies in the store
 * @param span media time of its packets, on the stream's clock
 * @param startUnixUs wall clock at the start of the span
 */
public record RecordedFile(String key, long epoch, TimeSpan span, long startUnixUs, long bytes) {
    /** In the order in which a stream's files play. */
    public static final Comparator<RecordedFile> IN_TIME =
            Comparator.comparingLong((RecordedFile file) -> file.span().startUs())
                    .thenComparingLong(RecordedFile::epoch)
                    .thenComparing(RecordedFile::key);

    private static final String EXTENSION = ".mp4";
    private static final Pattern NAME =
            Pattern.compile("(\\d{6,18})-(\\d{16,18})-(\\d{16,18})-(\\d{8}T\\d{12})Z\\.mp4");
    private static final DateTimeFormatter WALL_CLOCK =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmssSSSSSS", Locale.ROOT);

    public RecordedFile {
        requireNonNull(key, "key is null");
        requireNonNull(span, "span is null");
    }

    /** A file that has no packets yet. */
    static RecordedFile begun(RecordingStart start) {
        TimeSpan nothing = new TimeSpan(start.startUs(), start.startUs());
        return new RecordedFile(folder(start), start.epoch(), nothing, start.startUnixUs(), 0)
                .upTo(start.startUs(), 0);
    }

    /** The same file when it has come to an end. */
    RecordedFile upTo(long endUs, long length) {
        long lastUs = Math.min(RecordingStart.MAX_US, Math.max(span.startUs(), endUs));
        TimeSpan whole = new TimeSpan(span.startUs(), lastUs);
        String name =
                String.format(
                        Locale.ROOT,
                        "%06d-%016d-%016d-%sZ%s",
                        epoch,
                        whole.startUs(),
                        whole.endUs(),
                        WALL_CLOCK.format(utc(startUnixUs)),
                        EXTENSION);
        String folder = key.substring(0, key.lastIndexOf('/') + 1);
        return new RecordedFile(folder + name, epoch, whole, startUnixUs, length);
    }

    /** Folder of a file, with a slash at the end: its stream's, and in it one for each day. */
    private static String folder(RecordingStart start) {
        return StreamFolder.of(start.streamId())
                + "/"
                + utc(start.startUnixUs()).toLocalDate()
                + "/";
    }

    private static LocalDateTime utc(long unixUs) {
        return LocalDateTime.ofEpochSecond(
                unixUs / 1_000_000, (int) (unixUs % 1_000_000) * 1000, ZoneOffset.UTC);
    }

    /** What a key says; empty if it is not one of ours. */
    public static Optional<RecordedFile> parse(String key, long bytes) {
        Matcher name = NAME.matcher(key.substring(key.lastIndexOf('/') + 1));
        if (!name.matches()) {
            return Optional.empty();
        }
        try {
            long startUs = Long.parseLong(name.group(2));
            long endUs = Long.parseLong(name.group(3));
            Instant wallClock =
                    LocalDateTime.parse(name.group(4), WALL_CLOCK).toInstant(ZoneOffset.UTC);
            return Optional.of(
                    new RecordedFile(
                            key,
                            Long.parseLong(name.group(1)),
                            new TimeSpan(startUs, Math.max(startUs, endUs)),
                            wallClock.getEpochSecond() * 1_000_000 + wallClock.getNano() / 1000,
                            bytes));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Wall clock at the end of the span. */
    public long endUnixUs() {
        return startUnixUs + span.durationUs();
    }
}
