package io.watchword.sinks.vtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.watchword.contract.Event;
import io.watchword.sinks.file.AtomicFile;
import io.watchword.sinks.row.EventJson;
import io.watchword.sinks.row.EventRow;
import io.watchword.sinks.store.EventOutput;
import io.watchword.sinks.store.EventStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The captions of every stream, each language in a file of its own. Captions that were there before
 * stay, and so do files that somebody else wrote. Captions by another model or under other settings
 * take the place of those before: a player would show both at once.
 */
public final class VttOutput implements EventOutput {
    private final Path directory;
    private final Map<VttNames.Track, Captions> tracks = new HashMap<>();
    private final VttNames names;

    /** What is to be written, and the source's name. */
    private final Map<VttNames.Track, String> changed = new LinkedHashMap<>();

    private record Captions(String edition, EventStore store) {}

    private VttOutput(Path directory) {
        this.directory = directory;
        this.names = VttNames.in(directory, VttNames.ENDING);
    }

    /**
     * Opens the caption files in {@code directory}; an empty one holds nothing.
     *
     * @throws IllegalArgumentException naming file and line if a file of ours was damaged
     */
    public static VttOutput open(Path directory) {
        AtomicFile.removeLeftovers(directory, VttNames.ENDING);
        VttOutput output = new VttOutput(directory);
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(directory, "*" + VttNames.ENDING)) {
            for (Path file : files) {
                output.load(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(directory + ": " + e.getMessage(), e);
        }
        return output;
    }

    private void load(Path file) {
        String name = file.getFileName().toString();
        try {
            if (Files.isRegularFile(file) && Files.size(file) == 0) {
                return;
            }
            if (!isOurs(file)) {
                names.avoid(name);
                return;
            }
            VttFile vtt = VttFile.parse(Files.readString(file));
            VttNames.Track track = new VttNames.Track(vtt.streamId(), vtt.language());
            names.own(name, track);
            Captions captions = captions(track, vtt.edition());
            vtt.rows().forEach(captions.store()::add);
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    private static boolean isOurs(Path file) throws IOException {
        byte[] signature = VttFile.SIGNATURE.getBytes(UTF_8);
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(signature, in.readNBytes(signature.length));
        }
    }

    @Override
    public void add(EventJson json) {
        Event event = json.event();
        VttNames.Track track = new VttNames.Track(event.streamId(), event.language());
        EventRow row = EventRow.of(event, VttText.oneLine(event.caption()));
        if (captions(track, edition(event)).store().add(row)) {
            changed.putIfAbsent(track, row.source());
        }
    }

    /** The track's captions in this edition; those of another one are dropped. */
    private Captions captions(VttNames.Track track, String edition) {
        return tracks.compute(
                track,
                (key, known) ->
                        known != null && known.edition().equals(edition)
                                ? known
                                : new Captions(edition, new EventStore()));
    }

    private static String edition(Event event) {
        return event.model().sha256() + "/" + event.model().configSha256();
    }

    @Override
    public int size() {
        return tracks.values().stream().mapToInt(captions -> captions.store().size()).sum();
    }

    /**
     * @throws UncheckedIOException naming the file
     */
    @Override
    public void write() {
        Iterator<Map.Entry<VttNames.Track, String>> next = changed.entrySet().iterator();
        while (next.hasNext()) {
            Map.Entry<VttNames.Track, String> track = next.next();
            write(track.getKey(), track.getValue());
            next.remove();
        }
    }

    private void write(VttNames.Track track, String source) {
        Captions captions = requireNonNull(tracks.get(track), "a track without captions changed");
        Path file = directory.resolve(names.name(track, source));
        VttFile vtt =
                new VttFile(
                        track.streamId(),
                        track.language(),
                        captions.edition(),
                        source,
                        captions.store().rows());
        AtomicFile.write(file, vtt.render());
    }
}
