package io.watchword.fusion.context;

import static java.util.Objects.requireNonNull;

import io.watchword.contract.Embedding;
import io.watchword.contract.TimeSpan;
import io.watchword.fusion.FuseConfig;
import io.watchword.fusion.detect.EventCandidate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Chooses which segments a language model sees of an event candidate. Pure.
 *
 * <p>Keeps at most {@code 3 * maxSegments} segments of a stream: the newest in full, and of a long
 * quiet stretch every second, fourth, eighth and so on, so that a calm of hours costs what a calm
 * of seconds does.
 */
public final class ContextWindow {
    private static final long LEAST_OVERLAP_US = 400_000;

    private final int maxSegments;
    private final int maxTokens;

    public ContextWindow(FuseConfig.Describing config) {
        requireNonNull(config, "config is null");
        this.maxSegments = config.maxSegments();
        this.maxTokens = config.maxContextTokens();
    }

    /** Adds the newest segment; thins the older ones when there are too many. */
    public RecentSegments add(RecentSegments recent, Embedding embedding) {
        if (embedding.blocks().isEmpty()) {
            return recent;
        }
        List<ContextSegment> segments = new ArrayList<>(recent.segments());
        segments.add(ContextSegment.from(embedding));
        long stride = recent.stride();
        if (segments.size() > 3 * maxSegments) {
            thin(segments, stride);
        }
        while (segments.size() > 3 * maxSegments) {
            stride *= 2;
            thin(segments, stride);
        }
        return new RecentSegments(segments, stride);
    }

    private void thin(List<ContextSegment> segments, long stride) {
        long newestWhole = segments.size() - 2L * maxSegments;
        int index = 0;
        for (int i = 0; i < newestWhole; i++) {
            if (segments.get(index).sequence() % stride == 0) {
                index++;
            } else {
                segments.remove(index);
            }
        }
    }

    /** Forgets what ends before {@code keepFromUs}, and all of other epochs. */
    public RecentSegments trim(RecentSegments recent, long epoch, long keepFromUs) {
        List<ContextSegment> kept =
                recent.segments().stream()
                        .filter(s -> s.epoch() == epoch && s.span().endUs() > keepFromUs)
                        .toList();
        boolean whole = kept.size() <= 2 * maxSegments;
        return new RecentSegments(kept, whole ? 1 : recent.stride());
    }

    /**
     * What the model sees of a candidate, oldest first: the segments it overlaps; of more than fit,
     * first those at its ends go, then an even selection stays. A calm event shows no segment in
     * which something else begins or ends, if it has any other.
     */
    public List<ContextSegment> choose(RecentSegments recent, EventCandidate candidate) {
        TimeSpan span = candidate.span();
        List<ContextSegment> overlapping = new ArrayList<>();
        for (ContextSegment segment : recent.segments()) {
            if (segment.epoch() == candidate.epoch() && segment.span().overlaps(span)) {
                overlapping.add(segment);
            }
        }
        if (overlapping.size() <= 1) {
            return overlapping;
        }
        long leastUs =
                candidate.calm() ? Long.MAX_VALUE : Math.min(LEAST_OVERLAP_US, span.durationUs());
        List<ContextSegment> telling =
                overlapping.stream()
                        .filter(s -> s.overlapUs(span) >= Math.min(leastUs, s.span().durationUs()))
                        .toList();
        if (telling.isEmpty()) {
            Comparator<ContextSegment> byOverlap = Comparator.comparingLong(s -> s.overlapUs(span));
            return List.of(overlapping.stream().max(byOverlap).orElseThrow());
        }
        return even(withoutEnds(telling, span, limit(telling)), span, limit(telling));
    }

    private int limit(List<ContextSegment> segments) {
        int largest = segments.stream().mapToInt(ContextSegment::tokens).max().orElse(1);
        return Math.max(1, Math.min(maxSegments, maxTokens / Math.max(1, largest)));
    }

    private static List<ContextSegment> withoutEnds(
            List<ContextSegment> segments, TimeSpan span, int limit) {
        int from = 0;
        int to = segments.size();
        while (to - from > limit) {
            long missingFirstUs = missingUs(segments.get(from), span);
            long missingLastUs = missingUs(segments.get(to - 1), span);
            if (missingFirstUs == 0 && missingLastUs == 0) {
                break;
            }
            if (missingFirstUs > missingLastUs) {
                from++;
            } else {
                to--;
            }
        }
        return segments.subList(from, to);
    }

    private static long missingUs(ContextSegment segment, TimeSpan span) {
        return segment.span().durationUs() - segment.overlapUs(span);
    }

    /** The segments nearest to evenly spread times: older ones may be kept more sparsely. */
    private static List<ContextSegment> even(
            List<ContextSegment> segments, TimeSpan span, int limit) {
        if (segments.size() <= limit) {
            return List.copyOf(segments);
        }
        List<ContextSegment> chosen = new ArrayList<>(limit);
        int from = 0;
        for (int i = 0; i < limit; i++) {
            long targetUs = span.startUs() + span.durationUs() * (2L * i + 1) / (2L * limit);
            int lastAllowed = segments.size() - (limit - i);
            int nearest = from;
            for (int j = from + 1; j <= lastAllowed; j++) {
                if (awayUs(segments.get(j), targetUs) < awayUs(segments.get(nearest), targetUs)) {
                    nearest = j;
                }
            }
            chosen.add(segments.get(nearest));
            from = nearest + 1;
        }
        return chosen;
    }

    private static long awayUs(ContextSegment segment, long targetUs) {
        return Math.abs(segment.span().startUs() + segment.span().durationUs() / 2 - targetUs);
    }
}
