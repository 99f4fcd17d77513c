package io.watchword.view.timeline;

import static java.util.Objects.requireNonNull;

import io.watchword.contract.StreamStatus;
import io.watchword.view.access.Rights;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Answers queries from kept timelines, within the caller's rights. Pure but for what it reads. */
public final class TimelineReader {
    /** Entries looked at for one page; what passes may lie further back, then the page says so. */
    static final int MAX_LOOKED_AT = 20_000;

    private final KeptTimelines kept;

    public TimelineReader(KeptTimelines kept) {
        this.kept = requireNonNull(kept, "kept is null");
    }

    /**
     * A stream's place in the merge: where its newest entry stands at best, and once it is opened,
     * where it does.
     */
    private static final class Run {
        private final String streamId;
        private final long bestUnixUs;
        private @Nullable Walk walk;

        Run(String streamId, long bestUnixUs) {
            this.streamId = streamId;
            this.bestUnixUs = bestUnixUs;
        }

        /** Unopened ones first among equals, so that they are opened before others go on. */
        static final Comparator<Run> NEWEST_FIRST =
                Comparator.<Run>comparingLong(run -> run.unixUs())
                        .reversed()
                        .thenComparing(run -> run.walk != null)
                        .thenComparing(run -> run.streamId);

        private long unixUs() {
            return walk == null ? bestUnixUs : walk.head.whenUnixUs();
        }
    }

    /** An opened timeline and the entry at its head. */
    private static final class Walk {
        private final KeptTimelines.Walk entries;
        private TimelineEntry entry;
        private TimelinePlace head;

        Walk(KeptTimelines.Walk entries, TimelineEntry entry) {
            this.entries = entries;
            this.entry = entry;
            this.head = TimelinePlace.of(entry);
        }

        boolean next() {
            if (!entries.hasNext()) {
                return false;
            }
            entry = entries.next();
            head = TimelinePlace.of(entry);
            return true;
        }
    }

    /**
     * @throws IllegalArgumentException if {@code before} is not what a page gave
     */
    public TimelinePage events(TimelineQuery query, Rights rights) {
        Optional<TimelinePlace> after = query.before().map(TimelinePlace::parse);
        long fromUnixUs = query.from().map(UnixTime::us).orElse(Long.MIN_VALUE);
        long toUnixUs = query.to().map(to -> UnixTime.us(to) - 1).orElse(Long.MAX_VALUE);
        if (after.isPresent()) {
            toUnixUs = Math.min(toUnixUs, after.get().whenUnixUs());
        }
        PriorityQueue<Run> runs = new PriorityQueue<>(Run.NEWEST_FIRST);
        for (String streamId : asked(query, rights)) {
            long newest = Math.min(toUnixUs, kept.tally(streamId).newestUnixUs());
            if (newest != Long.MIN_VALUE && newest >= fromUnixUs) {
                runs.add(new Run(streamId, newest));
            }
        }
        List<KeptTimelines.Walk> opened = new ArrayList<>();
        try {
            return page(query, after, fromUnixUs, runs, opened);
        } finally {
            opened.forEach(KeptTimelines.Walk::close);
        }
    }

    private Collection<String> asked(TimelineQuery query, Rights rights) {
        Collection<String> streamIds =
                query.streamIds().isEmpty() ? kept.streamIds() : query.streamIds();
        return streamIds.stream().filter(rights::mayRead).toList();
    }

    private TimelinePage page(
            TimelineQuery query,
            Optional<TimelinePlace> after,
            long fromUnixUs,
            PriorityQueue<Run> runs,
            List<KeptTimelines.Walk> opened) {
        List<TimelineEntry> given = new ArrayList<>();
        TimelinePlace last = null;
        int lookedAt = 0;
        while (!runs.isEmpty()) {
            Run run = runs.remove();
            Walk walk = run.walk;
            if (walk == null) {
                KeptTimelines.Walk entries =
                        kept.newestFirst(run.streamId, fromUnixUs, run.bestUnixUs);
                opened.add(entries);
                if (entries.hasNext()) {
                    run.walk = new Walk(entries, entries.next());
                    runs.add(run);
                }
                continue;
            }
            TimelineEntry entry = walk.entry;
            TimelinePlace place = walk.head;
            boolean wanted =
                    (after.isEmpty() || place.compareTo(after.get()) > 0)
                            && entry.event().labels().containsAll(query.labels());
            if (last != null && (wanted && given.size() == query.limit())) {
                return new TimelinePage(given, Optional.of(last.token()));
            }
            if (++lookedAt > MAX_LOOKED_AT && last != null) {
                return new TimelinePage(given, Optional.of(last.token()));
            }
            if (wanted) {
                given.add(entry);
            }
            last = place;
            if (walk.next()) {
                runs.add(run);
            }
        }
        return new TimelinePage(given, Optional.empty());
    }

    /**
     * @param statuses what ingest last said, by stream id
     */
    public List<StreamState> streams(Map<String, StreamStatus> statuses, Rights rights) {
        Map<String, StreamState> states = new TreeMap<>();
        for (String streamId : kept.streamIds()) {
            if (rights.mayRead(streamId)) {
                StreamTally tally = kept.tally(streamId);
                Optional<StreamStatus> status = Optional.ofNullable(statuses.get(streamId));
                states.put(
                        streamId,
                        new StreamState(
                                streamId,
                                status.map(StreamStatus::source).orElse(tally.source()),
                                status,
                                tally.events(),
                                standing(tally.lastEventId(), rights).entry()));
            }
        }
        statuses.forEach(
                (streamId, status) -> {
                    if (rights.mayRead(streamId)) {
                        states.putIfAbsent(
                                streamId,
                                new StreamState(
                                        streamId,
                                        status.source(),
                                        Optional.of(status),
                                        0,
                                        Optional.empty()));
                    }
                });
        return List.copyOf(states.values());
    }

    public InstanceTimelines.Standing standing(String eventId, Rights rights) {
        return kept.known(eventId)
                .filter(known -> rights.mayRead(known.streamId()))
                .map(
                        known ->
                                new InstanceTimelines.Standing(
                                        known.place(eventId).flatMap(kept::entry),
                                        Math.max(1, known.revision())))
                .orElse(InstanceTimelines.Standing.UNKNOWN);
    }
}
