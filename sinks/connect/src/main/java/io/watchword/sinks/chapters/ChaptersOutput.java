package io.watchword.sinks.chapters;

import io.watchword.contract.Decoded;
import io.watchword.sinks.file.AtomicFile;
import io.watchword.sinks.row.EventJson;
import io.watchword.sinks.row.EventRow;
import io.watchword.sinks.store.EventOutput;
import io.watchword.sinks.vtt.Editions;
import io.watchword.sinks.vtt.VttNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Chapters and tags of every file, each language in files of its own: {@code car.mp4.chapters.vtt}
 * and {@code car.mp4.tags.json}. What was there before stays, and so do files that somebody else
 * wrote. Events by another model or under other settings take the place of those before.
 */
public final class ChaptersOutput implements EventOutput {
    private static final String TAGS = ".tags.json";
    private static final String CHAPTERS = ".chapters.vtt";

    private final Path directory;
    private final Editions editions = new Editions();
    private final VttNames names;

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
            tags.events().forEach(event -> editions.hold(track, tags.edition(), row(event)));
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    private static EventRow row(EventJson json) {
        return EventRow.of(json.event(), json.line());
    }

    @Override
    public void add(EventJson json) {
        editions.add(json.event(), row(json));
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

    /** The tags last: they are what a later run goes by. */
    private void write(VttNames.Track track, String source, Editions.Edition edition) {
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
