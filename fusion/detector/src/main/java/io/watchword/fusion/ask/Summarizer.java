package io.watchword.fusion.ask;

import static java.util.Objects.requireNonNull;

import io.watchword.contract.Event;
import io.watchword.contract.TimeSpan;
import io.watchword.contract.WallClock;
import io.watchword.fusion.ask.BucketSize.Range;
import io.watchword.fusion.ask.Summary.Counts;
import io.watchword.fusion.ask.Summary.Headline;
import io.watchword.fusion.ask.Summary.Part;
import io.watchword.fusion.detect.Labels;
import io.watchword.fusion.log.StoredStream;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Counts the events of a span part by part. An event counts once, in the part in which it begins;
 * one that began before the span, in the first. An event that another supersedes does not count,
 * nor one in another language. Pure.
 */
public final class Summarizer {
    private static final Comparator<Event> TELLING =
            Comparator.comparing((Event event) -> !calm(event))
                    .thenComparing((Event event) -> !event.degraded())
                    .thenComparingDouble(Event::confidence)
                    .thenComparingLong(event -> -event.span().startUs());

    private final BucketSize size;
    private final ZoneId zone;
    private final BucketTeller teller;

    /**
     * @param zone whose midnight parts are counted from, where the wall clock is known
     */
    public Summarizer(BucketSize size, ZoneId zone, BucketTeller teller) {
        this.size = requireNonNull(size, "size is null");
        this.zone = requireNonNull(zone, "zone is null");
        this.teller = requireNonNull(teller, "teller is null");
    }

    /** Puts several events into one sentence; empty where nobody can. */
    @FunctionalInterface
    public interface BucketTeller {
        BucketTeller NONE = events -> Optional.empty();

        /**
         * @param events of one part and language, by start; at least two
         */
        Optional<Headline> tell(List<Event> events);
    }

    /**
     * The language in which most events are told; empty of none.
     *
     * @param events of a span
     */
    public static Optional<String> mainLanguage(List<Event> events) {
        Map<String, Integer> counts = new TreeMap<>();
        events.forEach(event -> counts.merge(event.language(), 1, Integer::sum));
        return counts.entrySet().stream()
                .max(Map.Entry.<String, Integer>comparingByValue())
                .map(Map.Entry::getKey);
    }

    /**
     * Whether the wall clock of a stream is known, so that people mean it: it was watched live.
     * What a file says of its own time is often wrong.
     */
    public static boolean isClocked(StoredStream stream) {
        return stream.clock().stream().anyMatch(of -> of.start().origin() != WallClock.Origin.FILE);
    }

    /**
     * @param events that overlap the span, each once
     * @throws IllegalArgumentException if there are too many parts
     */
    public Summary of(StoredStream stream, TimeSpan span, String language, List<Event> events) {
        boolean clocked = isClocked(stream);
        Function<Long, Long> scale = us -> clocked ? stream.unixUs(us).orElseThrow() : us;
        List<Range> ranges =
                clocked
                        ? size.ofClock(scale.apply(span.startUs()), scale.apply(span.endUs()), zone)
                        : size.ofMedia(span.startUs(), span.endUs());
        Map<Range, List<Event>> byRange = new HashMap<>();
        for (Event event : standing(events, language)) {
            long startUs = Math.max(span.startUs(), event.span().startUs());
            Range range = range(ranges, scale.apply(startUs));
            byRange.computeIfAbsent(range, key -> new ArrayList<>()).add(event);
        }
        List<Part> parts = new ArrayList<>();
        Counts total = Counts.NONE;
        for (Range range : ranges) {
            List<Event> here = byRange.getOrDefault(range, List.of());
            Counts counts = counts(here);
            total = total.plus(counts);
            parts.add(new Part(range, counts, headline(here)));
        }
        return new Summary(stream.streamId(), span, language, clocked, total, parts);
    }

    private static List<Event> standing(List<Event> events, String language) {
        Set<String> superseded =
                events.stream()
                        .flatMap(event -> event.supersedes().stream())
                        .collect(Collectors.toSet());
        return events.stream()
                .filter(event -> event.language().equals(language))
                .filter(event -> !superseded.contains(event.eventId()))
                .sorted(Comparator.comparingLong(event -> event.span().startUs()))
                .toList();
    }

    /** A clock that jumps may put an event beside all parts: the nearest counts it. */
    private static Range range(List<Range> ranges, long timeUs) {
        return ranges.stream()
                .filter(range -> range.holds(timeUs))
                .findFirst()
                .orElseGet(
                        () ->
                                ranges.stream()
                                        .min(
                                                Comparator.comparingLong(
                                                        range ->
                                                                Math.min(
                                                                        Math.abs(
                                                                                range.startUs()
                                                                                        - timeUs),
                                                                        Math.abs(
                                                                                range.endUs()
                                                                                        - timeUs))))
                                        .orElseThrow());
    }

    private static Counts counts(List<Event> events) {
        int parts = 0;
        int calm = 0;
        SortedMap<String, Integer> labels = new TreeMap<>();
        for (Event event : events) {
            if (event.isPart()) {
                parts++;
                continue;
            }
            calm += calm(event) ? 1 : 0;
            event.labels().stream()
                    .distinct()
                    .forEach(label -> labels.merge(label, 1, Integer::sum));
        }
        return new Counts(events.size() - parts, calm, parts, labels);
    }

    private Optional<Headline> headline(List<Event> events) {
        List<Event> whole = events.stream().filter(event -> !event.isPart()).toList();
        Optional<Headline> told = whole.size() > 1 ? teller.tell(whole) : Optional.empty();
        return told.or(
                () ->
                        whole.stream()
                                .max(TELLING)
                                .map(
                                        event ->
                                                new Headline(
                                                        event.caption(),
                                                        event.confidence(),
                                                        event.span(),
                                                        false)));
    }

    private static boolean calm(Event event) {
        return event.labels().contains(Labels.CALM);
    }
}
