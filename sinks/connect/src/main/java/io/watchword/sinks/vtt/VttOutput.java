package io.watchword.sinks.vtt;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.watchword.contract.Event;
import io.watchword.sinks.file.AtomicFile;
import io.watchword.sinks.row.EventJson;
import io.watchword.sinks.row.EventRow;
import io.watchword.sinks.store.EventOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The captions of every stream, each language in a file of its own. Captions that were there before
 * stay, and so do files that somebody else wrote. Captions by another model or under other settings
 * take the place of those before: a player would show both at once.
 */
public final class VttOutput implements EventOutput {
    private final Path directory;
    private final Editions editions = new Editions();
    private final VttNames names;

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
            vtt.rows().forEach(row -> editions.hold(track, vtt.edition(), row));
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
        editions.add(event, EventRow.of(event, VttText.oneLine(event.caption())));
    }

    @Override
    public int size() {
        return editions.size();
    }

    /**
     * @throws UncheckedIOException naming the file
     */
    @Override
    public void write() {
        editions.writeChanged(this::write);
    }

    private void write(VttNames.Track track, String source, Editions.Edition edition) {
        Path file = directory.resolve(names.name(track, source));
        VttFile vtt =
                new VttFile(
                        track.streamId(),
                        track.language(),
                        edition.id(),
                        source,
                        edition.store().rows());
        AtomicFile.write(file, vtt.render());
    }
}
