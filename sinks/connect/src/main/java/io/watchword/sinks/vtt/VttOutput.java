package io.watchword.sinks.vtt;

import static java.nio.charset.StandardCharsets.UTF_8;

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
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The captions of every stream in a file of its own. Captions that were there before stay, and so
 * do files that somebody else wrote.
 */
public final class VttOutput implements EventOutput {
    private final Path directory;
    private final EventStore store = new EventStore();
    private final VttNames names;

    /** Streams whose file is out of date, and what their source is called. */
    private final Map<String, String> changed = new LinkedHashMap<>();

    private VttOutput(Path directory) {
        this.directory = directory;
        this.names = new VttNames(name -> fits(directory, name));
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
            names.own(name, vtt.streamId());
            vtt.rows().forEach(store::add);
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
        EventRow row = EventRow.of(json.event(), VttText.oneLine(json.event().caption()));
        if (store.add(row)) {
            changed.putIfAbsent(row.streamId(), row.source());
        }
    }

    @Override
    public int size() {
        return store.size();
    }

    /**
     * @throws UncheckedIOException naming the file
     */
    @Override
    public void write() {
        Iterator<Map.Entry<String, String>> streams = changed.entrySet().iterator();
        while (streams.hasNext()) {
            Map.Entry<String, String> stream = streams.next();
            write(stream.getKey(), stream.getValue());
            streams.remove();
        }
    }

    private void write(String streamId, String source) {
        Path file = directory.resolve(names.name(streamId, source));
        VttFile vtt = new VttFile(streamId, source, store.rows(streamId));
        AtomicFile.write(file, vtt.render());
    }

    /** Whether the file system can spell the name: with a POSIX locale it knows ASCII only. */
    private static boolean fits(Path directory, String name) {
        try {
            return directory.equals(directory.resolve(name).getParent());
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
