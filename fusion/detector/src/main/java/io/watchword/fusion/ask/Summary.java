package io.watchword.fusion.ask;

import static java.util.Objects.requireNonNull;

import io.watchword.contract.TimeSpan;
import io.watchword.fusion.ask.BucketSize.Range;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What happened in a span, part by part.
 *
 * @param span of media time
 * @param language whose events are counted
 * @param clocked whether ranges are Unix time; else media time
 * @param total of all parts: exactly the events of the span
 */
public record Summary(
        String streamId,
        TimeSpan span,
        String language,
        boolean clocked,
        Counts total,
        List<Part> parts) {
    /**
     * How many events there are.
     *
     * @param events all, but for parts of events
     * @param calm of those, the ones in which nothing happens
     * @param parts events that tell of a part of another; not among {@code events}
     * @param labels how many of {@code events} have each label; one event may have several
     */
    public record Counts(int events, int calm, int parts, SortedMap<String, Integer> labels) {
        public static final Counts NONE = new Counts(0, 0, 0, new TreeMap<>());

        public Counts {
            labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
        }

        Counts plus(Counts other) {
            SortedMap<String, Integer> sum = new TreeMap<>(labels);
            for (Map.Entry<String, Integer> label : other.labels.entrySet()) {
                sum.merge(label.getKey(), label.getValue(), Integer::sum);
            }
            return new Counts(events + other.events, calm + other.calm, parts + other.parts, sum);
        }
    }

    /**
     * One sentence for a part.
     *
     * @param span of the event it is the caption of, or of all that it sums up
     * @param byModel whether the language model wrote it of several captions; else it is the most
     *     confident caption
     */
    public record Headline(String text, float confidence, TimeSpan span, boolean byModel) {
        public Headline {
            requireNonNull(text, "text is null");
            requireNonNull(span, "span is null");
        }
    }

    /** One part; empty ones have no headline. */
    public record Part(Range range, Counts counts, Optional<Headline> headline) {}

    public Summary {
        parts = List.copyOf(parts);
    }
}
