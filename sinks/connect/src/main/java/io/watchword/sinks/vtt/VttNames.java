package io.watchword.sinks.vtt;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which file holds which stream: {@code car.mp4.vtt} for the first stream whose source is called
 * {@code car.mp4}, {@code car.mp4.<last eight characters of the stream id>.vtt} for the next. A
 * stream keeps its file. Not thread-safe.
 */
final class VttNames {
    static final String ENDING = ".vtt";

    /** File systems take 255 bytes; the rest is for what is put before and behind. */
    private static final int MAX_STEM_BYTES = 200;

    private static final int ID_CHARACTERS = 8;

    /** File name to stream id; empty for a file that is not ours. */
    private final Map<String, Optional<String>> owners = new HashMap<>();

    private final Map<String, String> names = new HashMap<>();
    private final Predicate<String> spellable;

    /**
     * @param spellable whether the file system can have a file of this name
     */
    VttNames(Predicate<String> spellable) {
        this.spellable = spellable;
    }

    /** Notes a file that is there and holds {@code streamId}. */
    void own(String name, String streamId) {
        owners.put(name, Optional.of(streamId));
        names.putIfAbsent(streamId, name);
    }

    /** Notes a file that somebody else wrote, which is never written to. */
    void avoid(String name) {
        owners.put(name, Optional.empty());
    }

    String name(String streamId, String source) {
        String known = names.get(streamId);
        if (known != null) {
            return known;
        }
        String stem = stem(source, streamId);
        String name = stem + ENDING;
        String id = safe(streamId);
        String end = id.substring(Math.max(0, id.length() - ID_CHARACTERS));
        for (int number = 1; owners.containsKey(name); number++) {
            name = stem + "." + end + (number == 1 ? "" : "-" + number) + ENDING;
        }
        own(name, streamId);
        return name;
    }

    /** The last part of the source's path or address, fit to be a file name. */
    private String stem(String source, String streamId) {
        String base = safe(source.substring(source.lastIndexOf('/') + 1));
        if (base.isBlank()) {
            base = safe(streamId);
        }
        while (base.getBytes(UTF_8).length > MAX_STEM_BYTES) {
            base = base.substring(0, base.offsetByCodePoints(base.length(), -1));
        }
        return base;
    }

    private String safe(String name) {
        String safe = name.replaceAll("[\\p{Cc}/]", "_");
        return spellable.test(safe) ? safe : safe.replaceAll("[^A-Za-z0-9._ -]", "_");
    }
}
