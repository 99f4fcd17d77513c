package io.watchword.deploy.eval.set;

import static java.util.Objects.requireNonNull;

import io.watchword.contract.TimeSpan;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What is true of one source.
 *
 * @param file the video or sound
 * @param activity spans in which anything happens that has a name
 * @param events one thing each, in order of time
 * @param windows what a sentence about each span must say
 * @param sounds what is heard, and when
 * @param split {@code test}, or {@code heldout} for combinations that training never showed
 */
public record SourceTruth(
        Path file,
        List<TimeSpan> activity,
        List<Described> events,
        List<Described> windows,
        List<Sound> sounds,
        String split,
        List<Asked> questions) {
    public static final String HELD_OUT = "heldout";

    /** A sound of one class. */
    public record Sound(String label, TimeSpan span) {}

    /**
     * A question about a span and its answer.
     *
     * @param kind what it asks for, such as presence
     */
    public record Asked(
            TimeSpan span, String language, String question, String answer, String kind) {}

    public SourceTruth {
        requireNonNull(file, "file is null");
        requireNonNull(split, "split is null");
        activity = List.copyOf(activity);
        events = List.copyOf(events);
        windows = List.copyOf(windows);
        sounds = List.copyOf(sounds);
        questions = List.copyOf(questions);
    }

    /** The file's own name: what events call their source. */
    public String name() {
        return requireNonNull(file.getFileName(), "file has no name").toString();
    }

    public boolean heldOut() {
        return split.equals(HELD_OUT);
    }

    /** The window whose ends are nearest, if they are near. */
    public Optional<Described> window(TimeSpan span, long withinUs) {
        return windows.stream()
                .min(Comparator.comparingLong(window -> window.distanceUs(span)))
                .filter(window -> window.distanceUs(span) <= withinUs);
    }
}
