package io.watchword.fusion.log;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingInt;
import static java.util.Comparator.comparingLong;

import io.watchword.contract.EmbeddingRun;
import io.watchword.contract.TimeSpan;
import io.watchword.contract.WallClock;
import io.watchword.fusion.log.StoredStream.ClockStretch;
import io.watchword.fusion.log.StoredStream.StoredBundle;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What is stored where. Pure; holds some 300 bytes for each run. */
public final class LogIndex {
    private static final long IN_STEP_US = 1_000_000;
    private static final Comparator<EmbeddingRun> BY_AGE =
            comparingLong(EmbeddingRun::appendedUnixMs)
                    .thenComparingInt(EmbeddingRun::partition)
                    .thenComparingLong(EmbeddingRun::firstOffset);

    private final Map<String, List<EmbeddingRun>> runs = new TreeMap<>();

    /**
     * @param runs in any order, each once
     */
    public LogIndex(Collection<EmbeddingRun> runs) {
        for (EmbeddingRun run : runs) {
            this.runs.computeIfAbsent(run.streamId(), id -> new ArrayList<>()).add(run);
        }
        this.runs.values().forEach(of -> of.sort(BY_AGE));
    }

    /** By id. */
    public List<StoredStream> streams() {
        return runs.values().stream().map(LogIndex::stored).toList();
    }

    private static StoredStream stored(List<EmbeddingRun> runs) {
        EmbeddingRun newest = runs.get(runs.size() - 1);
        Map<String, StoredBundle> bundles = new LinkedHashMap<>();
        for (int i = runs.size() - 1; i >= 0; i--) {
            EmbeddingRun run = runs.get(i);
            bundles.merge(
                    run.bundleSha256(),
                    new StoredBundle(run.bundle(), run.bundleSha256(), run.span()),
                    (one, other) ->
                            new StoredBundle(
                                    one.name(), one.sha256(), hull(one.span(), other.span())));
        }
        TimeSpan span =
                bundles.values().stream()
                        .map(StoredBundle::span)
                        .reduce(LogIndex::hull)
                        .orElseThrow();
        return new StoredStream(
                newest.streamId(),
                newest.source(),
                List.copyOf(bundles.values()),
                span,
                clock(runs));
    }

    private static TimeSpan hull(TimeSpan one, TimeSpan other) {
        return new TimeSpan(
                Math.min(one.startUs(), other.startUs()), Math.max(one.endUs(), other.endUs()));
    }

    /** One stretch for all runs that follow each other in step. */
    private static List<ClockStretch> clock(List<EmbeddingRun> runs) {
        List<EmbeddingRun> inTime =
                runs.stream()
                        .filter(run -> run.wallClock().isPresent())
                        .sorted(comparingLong(run -> run.span().startUs()))
                        .toList();
        List<ClockStretch> clock = new ArrayList<>();
        for (EmbeddingRun run : inTime) {
            WallClock start = run.wallClock().orElseThrow();
            ClockStretch before = clock.isEmpty() ? null : clock.get(clock.size() - 1);
            if (before != null && inStep(before, run.span(), start)) {
                clock.set(
                        clock.size() - 1,
                        new ClockStretch(hull(before.span(), run.span()), before.start()));
            } else {
                clock.add(new ClockStretch(run.span(), start));
            }
        }
        return clock;
    }

    private static boolean inStep(ClockStretch before, TimeSpan span, WallClock start) {
        long expectedUnixUs = before.start().unixUs() + span.startUs() - before.span().startUs();
        boolean near = span.startUs() - before.span().endUs() <= IN_STEP_US;
        return near
                && before.start().origin() == start.origin()
                && Math.abs(start.unixUs() - expectedUnixUs) <= IN_STEP_US;
    }

    /** The newest bundle that stored anything of a span. */
    public Optional<String> newestBundle(String streamId, TimeSpan span) {
        return overlapping(streamId, span)
                .reduce((before, after) -> after)
                .map(EmbeddingRun::bundleSha256);
    }

    /** When Kafka took the first record of a span, Unix time in milliseconds. */
    public OptionalLong firstAppendedUnixMs(String streamId, TimeSpan span) {
        return overlapping(streamId, span).mapToLong(EmbeddingRun::appendedUnixMs).min();
    }

    /**
     * The runs of one bundle that overlap a span, in groups: those of one group begin in one
     * stretch of media time, and the groups are in order of time.
     */
    public List<List<EmbeddingRun>> read(String streamId, String bundleSha256, TimeSpan span) {
        Map<Long, List<EmbeddingRun>> buckets = new TreeMap<>();
        overlapping(streamId, span)
                .filter(run -> run.bundleSha256().equals(bundleSha256))
                .sorted(
                        comparingInt(EmbeddingRun::partition)
                                .thenComparing(comparing(EmbeddingRun::firstOffset)))
                .forEach(
                        run ->
                                buckets.computeIfAbsent(run.bucket(), id -> new ArrayList<>())
                                        .add(run));
        return List.copyOf(buckets.values());
    }

    /** From the oldest to the newest. */
    private Stream<EmbeddingRun> overlapping(String streamId, TimeSpan span) {
        return runs.getOrDefault(streamId, List.of()).stream()
                .filter(run -> run.span().overlaps(span));
    }
}
