package io.watchword.sinks.jsonl;

import io.watchword.sinks.file.AtomicFile;
import io.watchword.sinks.row.EventJson;
import io.watchword.sinks.row.EventRow;
import io.watchword.sinks.store.EventOutput;
import io.watchword.sinks.store.EventStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * All events of all streams in one file, {@code events.jsonl}. Events that were there before stay.
 */
public final class JsonLinesOutput implements EventOutput {
    /** Name of the file in its directory. */
    public static final String FILE = "events.jsonl";

    private final Path file;
    private final EventStore store;
    private boolean changed;

    private JsonLinesOutput(Path file, EventStore store) {
        this.file = file;
        this.store = store;
    }

    /**
     * Opens the file in {@code directory}; a missing or empty one holds no events.
     *
     * @throws IllegalArgumentException naming file and line if the file holds anything else
     */
    public static JsonLinesOutput open(Path directory) {
        AtomicFile.removeLeftovers(directory, FILE);
        Path file = directory.resolve(FILE);
        EventStore store = new EventStore();
        try {
            if (Files.exists(file)) {
                JsonLinesFile.parse(Files.readAllBytes(file)).forEach(store::add);
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
        return new JsonLinesOutput(file, store);
    }

    @Override
    public void add(EventJson event) {
        EventRow row = JsonLinesFile.row(event);
        changed |= store.add(row);
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
        if (changed) {
            AtomicFile.write(file, JsonLinesFile.render(store.rows()));
            changed = false;
        }
    }
}
