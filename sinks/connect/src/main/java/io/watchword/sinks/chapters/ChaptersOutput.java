package io.watchword.sinks.chapters;

import static java.util.Objects.requireNonNull;

import io.watchword.contract.Decoded;
import io.watchword.contract.Event;
import io.watchword.sinks.file.AtomicFile;
import io.watchword.sinks.row.EventJson;
import io.watchword.sinks.row.EventRow;
import io.watchword.sinks.store.EventOutput;
import io.watchword.sinks.store.EventStore;
import io.watchword.sinks.vtt.VttNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Chapters and tags of every file, each language in files of its own: {@code car.mp4.chapters.vtt}
 * and {@code car.mp4.tags.json}. What was there before stays, and so do files that somebody else
 * wrote. Events by another model or under other settings take the place of those before.
 */
public final class ChaptersOutput implements EventOutput {
    private static final String TAGS = ".tags.json";
    private static final String CHAPTERS = ".chapters.vtt";

    private final Path directory;
    private final Map<VttNames.Track, Edition> tracks = new HashMap<>();
    private final VttNames names;

    /** What is to be written, and the source's name. */
    private final Map<VttNames.Track, String> changed = new LinkedHashMap<>();

    private record Edition(String id, EventStore store) {}

    private ChaptersOutput(Path directory) {
        this.directory = directory;
        this.names = VttNames.in(directory, TAGS);
    }

    /**
     * Opens the files in {@code directory}.
     *
     * @throws IllegalArgumentException naming the file if one of ours was damaged
     */
    public static ChaptersOutput open(Path directory) {
        AtomicFile.removeLeftovers(directory, TAGS);
        AtomicFile.removeLeftovers(directory, CHAPTERS);
        ChaptersOutput output = new ChaptersOutput(directory);
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(directory, "*{" + TAGS + "," + CHAPTERS + "}")) {
            for (Path file : files) {
                output.load(file, file.getFileName().toString());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(directory + ": " + e.getMessage(), e);
        }
        return output;
    }

    private void load(Path file, String name) {
        try {
            String text = Files.readString(file);
            if (name.endsWith(CHAPTERS)) {
                if (!text.startsWith(ChaptersVtt.SIGNATURE) && !text.isEmpty()) {
                    names.avoid(name.substring(0, name.length() - CHAPTERS.length()) + TAGS);
                }
                return;
            }
            if (!TagsFile.isOurs(text)) {
                names.avoid(name);
                return;
            }
            TagsFile tags = TagsFile.parse(text);
            VttNames.Track track = new VttNames.Track(tags.streamId(), tags.language());
            names.own(name, track);
            EventStore store = edition(track, tags.edition()).store();
            tags.events().forEach(event -> store.add(row(event)));
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    private static EventRow row(EventJson json) {
        return EventRow.of(json.event(), json.line());
    }

    @Override
    public void add(EventJson json) {
        Event event = json.event();
        VttNames.Track track = new VttNames.Track(event.streamId(), event.language());
        String id = event.model().sha256() + "/" + event.model().configSha256();
        if (edition(track, id).store().add(row(json))) {
            changed.putIfAbsent(track, event.source());
        }
    }

    /** The track's events in this edition; those of another one are dropped. */
    private Edition edition(VttNames.Track track, String id) {
        return tracks.compute(
                track,
                (key, known) ->
                        known != null && known.id().equals(id)
                                ? known
                                : new Edition(id, new EventStore()));
    }

    @Override
    public int size() {
        return tracks.values().stream().mapToInt(edition -> edition.store().size()).sum();
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

    /** The tags last: they are what a later run goes by. */
    private void write(VttNames.Track track, String source) {
        Edition edition = requireNonNull(tracks.get(track), "a track without events changed");
        List<EventJson> events =
                edition.store().rows().stream().map(ChaptersOutput::event).toList();
        String tags = names.name(track, source);
        String chapters = tags.substring(0, tags.length() - TAGS.length()) + CHAPTERS;
        AtomicFile.write(
                directory.resolve(chapters),
                ChaptersVtt.render(Chapter.of(events.stream().map(EventJson::event).toList())));
        AtomicFile.write(
                directory.resolve(tags),
                new TagsFile(track.streamId(), track.language(), edition.id(), source, events)
                        .render());
    }

    private static EventJson event(EventRow row) {
        Decoded<EventJson> decoded =
                EventJson.decode(row.text().getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return ((Decoded.Valid<EventJson>) decoded).value(); // it was read from this very line
    }
}
