package io.watchword.sinks.chapters;

import static io.watchword.contract.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import io.watchword.contract.Event;
import io.watchword.contract.TimeSpan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A stretch of a file with a title for people who look for a place in it.
 *
 * @param title caption of the event that stands out most; on one line
 */
public record Chapter(TimeSpan span, String title) {
    /** Chapters shorter than this help nobody: what follows joins them. */
    static final long MIN_US = 20_000_000;

    private static final String CALM = "calm";

    /** What stands out: by severity, then whether something happens, then confidence. */
    private static final Comparator<Event> STANDING_OUT =
            Comparator.comparing(Event::severity)
                    .thenComparing(event -> !event.labels().contains(CALM))
                    .thenComparing(Event::confidence)
                    .thenComparing(Event::eventId);

    public Chapter {
        requireNonNull(span, "span is null");
        requireNonNull(title, "title is null");
        checkArgument(title.indexOf('\n') < 0, "a title takes two lines");
    }

    /**
     * The chapters of one stream: each begins where the one before it ends, the last one ends with
     * the last event. Pure.
     *
     * @param events of one stream and language; events that are part of another are left out
     */
    public static List<Chapter> of(List<Event> events) {
        List<Event> ordered =
                events.stream()
                        .filter(event -> !event.isPart())
                        .sorted(
                                Comparator.<Event>comparingLong(event -> event.span().startUs())
                                        .thenComparing(Event::eventId))
                        .toList();
        List<Chapter> chapters = new ArrayList<>();
        List<Event> open = new ArrayList<>();
        for (Event event : ordered) {
            if (!open.isEmpty() && event.span().startUs() - startUs(open) >= MIN_US) {
                chapters.add(chapter(open, event.span().startUs()));
                open.clear();
            }
            open.add(event);
        }
        if (!open.isEmpty()) {
            long endUs = open.stream().mapToLong(event -> event.span().endUs()).max().orElse(0);
            chapters.add(chapter(open, endUs));
        }
        return chapters;
    }

    private static long startUs(List<Event> open) {
        return open.get(0).span().startUs();
    }

    private static Chapter chapter(List<Event> events, long endUs) {
        Event titled = events.stream().max(STANDING_OUT).orElseThrow();
        String title = io.watchword.sinks.vtt.VttText.oneLine(titled.caption());
        return new Chapter(new TimeSpan(startUs(events), endUs), title);
    }
}
