package io.watchword.fusion.log;

import static java.util.Comparator.comparingLong;

import io.watchword.contract.Embedding;
import io.watchword.contract.Event;
import io.watchword.contract.TimeSpan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Both logs in memory, for tests. Embeddings count in the order in which they are put. */
public final class InMemoryLog implements UnderstandingLog {
    private final List<Embedding> embeddings = new ArrayList<>();
    private final List<Event> events = new ArrayList<>();

    public InMemoryLog put(Embedding embedding) {
        embeddings.add(embedding);
        return this;
    }

    public InMemoryLog put(Event event) {
        events.add(event);
        return this;
    }

    @Override
    public List<StoredStream> streams() {
        return embeddings.stream()
                .filter(embedding -> !embedding.last())
                .map(Embedding::streamId)
                .distinct()
                .sorted()
                .map(this::stored)
                .toList();
    }

    private StoredStream stored(String streamId) {
        List<Embedding> all = of(streamId);
        Map<String, StoredStream.StoredBundle> bundles = new LinkedHashMap<>();
        for (int i = all.size() - 1; i >= 0; i--) {
            String sha256 = all.get(i).bundleSha256();
            List<Embedding> own =
                    all.stream().filter(e -> e.bundleSha256().equals(sha256)).toList();
            bundles.putIfAbsent(
                    sha256, new StoredStream.StoredBundle(all.get(i).bundle(), sha256, hull(own)));
        }
        List<StoredStream.ClockStretch> clock = new ArrayList<>();
        for (Embedding embedding : all) {
            embedding
                    .wallClock()
                    .ifPresent(
                            start ->
                                    clock.add(
                                            new StoredStream.ClockStretch(
                                                    embedding.span(), start)));
        }
        clock.sort(comparingLong(stretch -> stretch.span().startUs()));
        return new StoredStream(
                streamId, all.get(0).source(), List.copyOf(bundles.values()), hull(all), clock);
    }

    private static TimeSpan hull(List<Embedding> embeddings) {
        return new TimeSpan(
                embeddings.stream().mapToLong(e -> e.span().startUs()).min().orElseThrow(),
                embeddings.stream().mapToLong(e -> e.span().endUs()).max().orElseThrow());
    }

    private List<Embedding> of(String streamId) {
        return embeddings.stream().filter(e -> e.streamId().equals(streamId) && !e.last()).toList();
    }

    @Override
    public void read(String streamId, TimeSpan span, Consumer<Embedding> each) {
        of(streamId).stream()
                .filter(embedding -> embedding.span().overlaps(span))
                .reduce((before, after) -> after)
                .ifPresent(newest -> read(streamId, newest.bundleSha256(), span, each));
    }

    @Override
    public void read(
            String streamId, String bundleSha256, TimeSpan span, Consumer<Embedding> each) {
        Map<String, Embedding> once = new LinkedHashMap<>();
        for (Embedding embedding : of(streamId)) {
            if (embedding.bundleSha256().equals(bundleSha256) && embedding.span().overlaps(span)) {
                once.put(embedding.segmentId(), embedding);
            }
        }
        once.values().stream()
                .sorted(comparingLong(embedding -> embedding.span().startUs()))
                .forEach(each);
    }

    /** The events. */
    public EventLog events() {
        return new EventLog() {
            @Override
            public void read(String streamId, TimeSpan span, Consumer<Event> each) {
                EventsThatHold holding = new EventsThatHold();
                events.stream()
                        .filter(event -> event.streamId().equals(streamId))
                        .forEach(holding::take);
                holding.in(span).forEach(each);
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public void close() {}
}
