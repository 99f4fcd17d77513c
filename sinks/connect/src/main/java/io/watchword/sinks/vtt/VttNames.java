package io.watchword.sinks.vtt;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which file holds what of which stream, here captions: {@code car.mp4.vtt} for the first stream
 * whose source is called {@code car.mp4}, {@code car.mp4.<language>.vtt} for its captions in
 * another language, {@code car.mp4.<last eight characters of the stream id>.vtt} for another
 * stream. What has a file keeps it. Not thread-safe.
 */
public final class VttNames {
    static final String ENDING = ".vtt";

    /** File systems take 255 bytes; the rest is for what is put before and behind. */
    private static final int MAX_STEM_BYTES = 200;

    private static final int ID_CHARACTERS = 8;

    /** One stream in one language. */
    public record Track(String streamId, String language) {}

    /** File name to track; empty for a file that is not ours. */
    private final Map<String, Optional<Track>> owners = new HashMap<>();

    private final Map<Track, String> names = new HashMap<>();
    private final String ending;
    private final Predicate<String> spellable;

    /**
     * @param spellable whether the file system can have a file of this name
     */
    VttNames(String ending, Predicate<String> spellable) {
        this.ending = ending;
        this.spellable = spellable;
    }

    /** Names for files in {@code directory} that end in {@code ending}. */
    public static VttNames in(Path directory, String ending) {
        return new VttNames(ending, name -> fits(directory, name));
    }

    /** Whether the file system can spell the name: with a POSIX locale it knows ASCII only. */
    private static boolean fits(Path directory, String name) {
        try {
            return directory.equals(directory.resolve(name).getParent());
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /** Notes a file that is there and holds a track. */
    public void own(String name, Track track) {
        owners.put(name, Optional.of(track));
        names.putIfAbsent(track, name);
    }

    /** Notes a file that somebody else wrote, which is never written to. */
    public void avoid(String name) {
        owners.put(name, Optional.empty());
    }

    /** The track's file; the same one each time. */
    public String name(Track track, String source) {
        String known = names.get(track);
        if (known != null) {
            return known;
        }
        String name = freeName(stem(source, track.streamId()), track);
        own(name, track);
        return name;
    }

    private String freeName(String stem, Track track) {
        String id = safe(track.streamId());
        String longer = stem + "." + id.substring(Math.max(0, id.length() - ID_CHARACTERS));
        String candidate = stem;
        for (int number = 1; ; number++) {
            String inLanguage = candidate + "." + safe(track.language());
            if (!owners.containsKey(candidate + ending)) {
                return candidate + ending;
            }
            if (holdsStream(candidate, track) && !owners.containsKey(inLanguage + ending)) {
                return inLanguage + ending;
            }
            candidate = number == 1 ? longer : longer + "-" + number;
        }
    }

    private boolean holdsStream(String stem, Track track) {
        return owners.getOrDefault(stem + ending, Optional.empty())
                .map(owner -> owner.streamId().equals(track.streamId()))
                .orElse(false);
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
