package io.watchword.sinks.vtt;

import static java.util.Objects.requireNonNull;

import io.watchword.contract.Event;
import io.watchword.sinks.row.EventRow;
import io.watchword.sinks.store.EventStore;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The events of each track, all of one edition: those by another model or under other settings are
 * dropped when the first of a new one comes. Knows which tracks are still to be written.
 */
public final class Editions {
    private final Map<VttNames.Track, Edition> tracks = new HashMap<>();

    /** What is to be written, and the source's name. */
    private final Map<VttNames.Track, String> changed = new LinkedHashMap<>();

    /**
     * What one model under some settings said of a track.
     *
     * @param id which model and settings
     */
    public record Edition(String id, EventStore store) {}

    /** Writes a track whole. */
    @FunctionalInterface
    public interface Writer {
        void write(VttNames.Track track, String source, Edition edition);
    }

    /** Holds what a file has already. */
    public void hold(VttNames.Track track, String id, EventRow row) {
        boolean unused = edition(track, id).store().add(row);
    }

    /**
     * Takes an event, and writes its track the next time if that changes it.
     *
     * @param row what is kept of it
     */
    public void add(Event event, EventRow row) {
        VttNames.Track track = new VttNames.Track(event.streamId(), event.language());
        String id = event.model().sha256() + "/" + event.model().configSha256();
        if (edition(track, id).store().add(row)) {
            changed.putIfAbsent(track, row.source());
        }
    }

    private Edition edition(VttNames.Track track, String id) {
        return tracks.compute(
                track,
                (key, known) ->
                        known != null && known.id().equals(id)
                                ? known
                                : new Edition(id, new EventStore()));
    }

    public int size() {
        return tracks.values().stream().mapToInt(edition -> edition.store().size()).sum();
    }

    /** Writes what changed; what was written before one failed is not written again. */
    public void writeChanged(Writer writer) {
        Iterator<Map.Entry<VttNames.Track, String>> next = changed.entrySet().iterator();
        while (next.hasNext()) {
            Map.Entry<VttNames.Track, String> track = next.next();
            writer.write(
                    track.getKey(),
                    track.getValue(),
                    requireNonNull(tracks.get(track.getKey()), "a track without events changed"));
            next.remove();
        }
    }
}
