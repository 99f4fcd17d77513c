package io.watchword.deploy.view;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.watchword.contract.Ids;
import io.watchword.contract.TimeSpan;
import io.watchword.ingest.child.ClipChild;
import io.watchword.ingest.child.ClipOrder;
import io.watchword.ingest.child.ClipOutcome;
import io.watchword.ingest.record.RecordedFile;
import io.watchword.ingest.record.RecordedFiles;
import io.watchword.view.media.Clip;
import io.watchword.view.media.Clips;
import io.watchword.view.media.UnplayableException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Clips of recordings, or of the original file where a file is the source and still there; made by
 * a process of its own, without encoding anything again. Clips are kept, the last asked for first,
 * up to {@link #MOST_BYTES}. Thread-safe: one clip is made at a time.
 */
final class RecordedClips implements Clips, AutoCloseable {
    private static final Logger logger = LoggerFactory.getLogger(RecordedClips.class);

    /** On disk. */
    static final long MOST_BYTES = 2L << 30;

    private static final int MOST_CLIPS = 200;
    private static final Duration LIMIT = Duration.ofSeconds(45);
    private static final long BEFORE_US = 2_000_000;
    private static final long AFTER_US = 2_000_000;
    private static final long LONGEST_US = 600_000_000;

    /**
     * A file that is a stream's source.
     *
     * @param originPtsUs where in it media time 0 is
     */
    record Original(Path file, long originPtsUs) {}

    private final RecordedFiles store;
    private final Path folder;
    private final Function<String, Optional<Original>> originals;
    private final Map<String, Clip> made = new LinkedHashMap<>(16, 0.75f, true);

    private RecordedClips(
            RecordedFiles store, Path folder, Function<String, Optional<Original>> originals) {
        this.store = store;
        this.folder = folder;
        this.originals = originals;
    }

    /**
     * @param store where recordings are; closed with this
     * @param folder for clips; what an earlier run left in it is deleted
     * @param originals the file that a stream is read from, if it is still there
     */
    static RecordedClips open(
            RecordedFiles store, Path folder, Function<String, Optional<Original>> originals)
            throws IOException {
        Files.createDirectories(folder);
        try (Stream<Path> left = Files.list(folder)) {
            for (Path file : left.toList()) {
                Files.deleteIfExists(file);
            }
        }
        return new RecordedClips(store, folder, originals);
    }

    @Override
    public synchronized Optional<Clip> clip(String streamId, TimeSpan span) throws IOException {
        TimeSpan wanted =
                new TimeSpan(
                        Math.max(0, span.startUs() - BEFORE_US),
                        Math.min(span.endUs() + AFTER_US, span.startUs() + LONGEST_US));
        String name =
                Ids.sha256Hex((streamId + " " + wanted).getBytes(UTF_8)).substring(0, 32) + ".mp4";
        Clip known = made.get(name);
        if (known != null && Files.exists(known.file())) {
            return Optional.of(known);
        }
        Optional<Clip> clip = recorded(streamId, wanted, folder.resolve(name));
        if (clip.isEmpty()) {
            clip = original(streamId, wanted, folder.resolve(name));
        }
        if (clip.isPresent()) {
            made.put(name, clip.get());
            makeRoom();
        }
        return clip;
    }

    /** Of copies: retention may delete a file while it is read. */
    private Optional<Clip> recorded(String streamId, TimeSpan wanted, Path out) throws IOException {
        List<RecordedFile> files =
                store.list(streamId, wanted).stream().sorted(RecordedFile.IN_TIME).toList();
        List<ClipOrder.Piece> pieces = new ArrayList<>();
        try {
            for (RecordedFile file : files) {
                Path copy = folder.resolve(out.getFileName() + "." + pieces.size() + ".part");
                try (InputStream in = store.open(file)) {
                    Files.copy(in, copy);
                    pieces.add(new ClipOrder.Piece(copy, file.span()));
                } catch (NoSuchFileException e) {
                    logger.atDebug().addKeyValue("file", file).log("it has just been deleted");
                }
            }
            return pieces.isEmpty() ? Optional.empty() : made(pieces, wanted, out);
        } finally {
            for (ClipOrder.Piece piece : pieces) {
                Files.deleteIfExists(piece.file());
            }
        }
    }

    private Optional<Clip> original(String streamId, TimeSpan wanted, Path out) throws IOException {
        Optional<Original> original = originals.apply(streamId);
        if (original.isEmpty()) {
            return Optional.empty();
        }
        TimeSpan whole = new TimeSpan(-original.get().originPtsUs(), Long.MAX_VALUE / 2);
        return made(List.of(new ClipOrder.Piece(original.get().file(), whole)), wanted, out);
    }

    private static Optional<Clip> made(List<ClipOrder.Piece> pieces, TimeSpan wanted, Path out)
            throws IOException {
        ClipOutcome outcome = ClipChild.run(new ClipOrder(pieces, wanted, out), LIMIT);
        if (outcome instanceof ClipOutcome.Written written) {
            return Optional.of(new Clip(out, written.span()));
        }
        Files.deleteIfExists(out);
        if (outcome instanceof ClipOutcome.Unplayable unplayable) {
            throw new UnplayableException(unplayable.codec());
        }
        return Optional.empty();
    }

    private void makeRoom() throws IOException {
        long bytes = 0;
        for (Clip clip : made.values()) {
            bytes += Files.exists(clip.file()) ? Files.size(clip.file()) : 0;
        }
        List<String> eldest = new ArrayList<>(made.keySet());
        for (String name : eldest) {
            if ((bytes <= MOST_BYTES && made.size() <= MOST_CLIPS) || made.size() == 1) {
                return;
            }
            Clip clip = made.remove(name);
            if (clip != null && Files.exists(clip.file())) {
                bytes -= Files.size(clip.file());
                Files.delete(clip.file()); // who is reading it reads on
            }
        }
    }

    @Override
    public synchronized void close() throws IOException {
        try (Stream<Path> left = Files.list(folder)) {
            for (Path file : left.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
        store.close();
    }
}
