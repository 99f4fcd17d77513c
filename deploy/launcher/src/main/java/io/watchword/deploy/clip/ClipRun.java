package io.watchword.deploy.clip;

import io.watchword.contract.TimeSpan;
import io.watchword.deploy.ExitCode;
import io.watchword.deploy.UserMistake;
import io.watchword.deploy.terminal.Terminal;
import io.watchword.ingest.ffmpeg.ClipExport;
import io.watchword.ingest.record.RecordedFile;
import io.watchword.ingest.record.RecordedFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds the recorded files of a span, and has them written as a clip. */
final class ClipRun {
    private static final TimeSpan ALWAYS = new TimeSpan(0, Long.MAX_VALUE);
    private static final DateTimeFormatter WALL_CLOCK =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.S", Locale.ROOT);

    private final Terminal terminal;
    private final RecordedFiles store;
    private final ZoneId zone;

    ClipRun(Terminal terminal, RecordedFiles store, ZoneId zone) {
        this.terminal = terminal;
        this.store = store;
        this.zone = zone;
    }

    int run(String stream, Moment from, Moment to, @Nullable Path wantedOut) throws IOException {
        List<RecordedFile> all = store.list(stream, ALWAYS);
        if (all.isEmpty()) {
            terminal.complain("nothing of " + stream + " is recorded");
            return ExitCode.UNREADABLE;
        }
        RecordedTimes times = new RecordedTimes(all, zone);
        TimeSpan span = times.span(from, to);
        Path out =
                wantedOut == null
                        ? Path.of(stream + "-" + span.startUs() / 1_000_000 + ".mp4")
                        : wantedOut;
        if (Files.exists(out)) {
            throw new UserMistake(out + " exists already");
        }
        Path folder = Files.createTempDirectory("watchword-clip-");
        Path part = folder.resolve("clip.mp4");
        List<ClipExport.Piece> pieces = fetch(all, span, folder);
        try {
            ClipExport.Result result = ClipExport.export(pieces, span, part);
            if (result instanceof ClipExport.Result.Written written) {
                place(part, out);
                say(stream, out, written, times);
                return ExitCode.OK;
            }
            terminal.complain(((ClipExport.Result.Refused) result).why());
            return ExitCode.UNREADABLE;
        } finally {
            for (ClipExport.Piece piece : pieces) {
                Files.deleteIfExists(piece.file());
            }
            Files.deleteIfExists(part);
            Files.deleteIfExists(folder);
        }
    }

    /** Copies: retention may delete a file while it is read. */
    private List<ClipExport.Piece> fetch(List<RecordedFile> all, TimeSpan span, Path folder)
            throws IOException {
        List<ClipExport.Piece> pieces = new ArrayList<>();
        for (RecordedFile file : all) {
            if (!file.span().overlaps(span)) {
                continue;
            }
            Path copy = folder.resolve(pieces.size() + ".mp4");
            try (InputStream in = store.open(file)) {
                Files.copy(in, copy);
                pieces.add(new ClipExport.Piece(copy, file.span()));
            } catch (NoSuchFileException e) { // it has just been deleted
                terminal.complain(file.key() + " is kept no longer");
            }
        }
        return pieces;
    }

    private static void place(Path clip, Path out) throws IOException {
        Path folder = out.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Files.move(clip, out);
    }

    private void say(
            String stream, Path out, ClipExport.Result.Written written, RecordedTimes times) {
        terminal.out()
                .printf(
                        Locale.ROOT,
                        "wrote %s: %s from %.3fs to %.3fs, %s to %s%n",
                        out,
                        stream,
                        written.span().startUs() / 1e6,
                        written.span().endUs() / 1e6,
                        wallClock(times.unixUs(written.span().startUs())),
                        wallClock(times.unixUs(written.span().endUs())));
        for (TimeSpan pause : written.pauses()) {
            terminal.say(
                    String.format(
                            Locale.ROOT,
                            "not recorded: %.3fs to %.3fs",
                            pause.startUs() / 1e6,
                            pause.endUs() / 1e6));
        }
        written.note().ifPresent(terminal::say);
    }

    private String wallClock(long unixUs) {
        Instant time = Instant.ofEpochSecond(unixUs / 1_000_000, unixUs % 1_000_000 * 1000);
        return WALL_CLOCK.format(time.atZone(zone));
    }
}
