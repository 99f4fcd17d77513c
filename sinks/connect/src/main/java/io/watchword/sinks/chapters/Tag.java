package io.watchword.sinks.chapters;

import static java.util.Objects.requireNonNull;

import io.watchword.contract.Event;
import io.watchword.contract.TimeSpan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A label and where in a file it holds.
 *
 * @param events how many events carry it
 * @param spans in order, without overlaps
 */
public record Tag(String label, int events, List<TimeSpan> spans) {
    public Tag {
        requireNonNull(label, "label is null");
        spans = List.copyOf(spans);
    }

    long totalUs() {
        return spans.stream().mapToLong(TimeSpan::durationUs).sum();
    }

    /** The tags of one stream's events, by label. Pure. */
    public static List<Tag> of(List<Event> events) {
        Map<String, List<TimeSpan>> byLabel = new TreeMap<>();
        for (Event event : events) {
            for (String label : event.labels().stream().distinct().toList()) {
                byLabel.computeIfAbsent(label, unused -> new ArrayList<>()).add(event.span());
            }
        }
        List<Tag> tags = new ArrayList<>();
        byLabel.forEach((label, spans) -> tags.add(new Tag(label, spans.size(), joined(spans))));
        return tags;
    }

    private static List<TimeSpan> joined(List<TimeSpan> spans) {
        List<TimeSpan> joined = new ArrayList<>();
        for (TimeSpan span :
                spans.stream().sorted(Comparator.comparingLong(TimeSpan::startUs)).toList()) {
            TimeSpan last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
            if (last != null && span.startUs() <= last.endUs()) {
                TimeSpan both = new TimeSpan(last.startUs(), Math.max(last.endUs(), span.endUs()));
                joined.set(joined.size() - 1, both);
            } else {
                joined.add(span);
            }
        }
        return joined;
    }
}
