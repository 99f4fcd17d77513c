package io.watchword.view.http;

import io.watchword.contract.Event;
import io.watchword.view.timeline.TimelineEntry;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Which events a follower wants. Pure.
 *
 * @param streamIds of these streams; empty for all
 * @param labels having all of these
 * @param words in lower case; each begins a word of the caption or a label
 */
record FeedFilter(Set<String> streamIds, Set<String> labels, List<String> words)
        implements Predicate<TimelineEntry> {
    private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{N}]+");

    FeedFilter {
        streamIds = Set.copyOf(streamIds);
        labels = Set.copyOf(labels);
        words = List.copyOf(words);
    }

    static List<String> words(String text) {
        return BETWEEN.splitAsStream(text.toLowerCase(Locale.ROOT))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    @Override
    public boolean test(TimelineEntry entry) {
        Event event = entry.event();
        return wantsStream(event.streamId())
                && event.labels().containsAll(labels)
                && (words.isEmpty() || holdsWords(event));
    }

    boolean wantsStream(String streamId) {
        return streamIds.isEmpty() || streamIds.contains(streamId);
    }

    private boolean holdsWords(Event event) {
        List<String> told = words(event.caption() + " " + String.join(" ", event.labels()));
        return words.stream().allMatch(word -> told.stream().anyMatch(one -> one.startsWith(word)));
    }
}
