package io.watchword.fusion.ask;

import io.watchword.contract.Embedding;
import io.watchword.contract.Event;
import io.watchword.contract.TimeSpan;
import io.watchword.fusion.log.EventLog;
import io.watchword.fusion.log.StoredStream;
import io.watchword.fusion.log.UnderstandingLog;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Holds what a test stores, and remembers which spans of embeddings were read. */
final class FakeLog implements UnderstandingLog {
    final List<TimeSpan> reads = new ArrayList<>();
    private final List<Embedding> embeddings;

    FakeLog(List<Embedding> embeddings) {
        this.embeddings = embeddings;
    }

    /** A log of these events. */
    static EventLog of(List<Event> events) {
        return new EventLog() {
            @Override
            public void read(String streamId, TimeSpan span, Consumer<Event> each) {
                events.stream().filter(event -> event.span().overlaps(span)).forEach(each);
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public List<StoredStream> streams() {
        return List.of();
    }

    @Override
    public void read(String streamId, TimeSpan span, Consumer<Embedding> each) {
        throw new IllegalStateException("which bundle was not said");
    }

    @Override
    public void read(
            String streamId, String bundleSha256, TimeSpan span, Consumer<Embedding> each) {
        reads.add(span);
        embeddings.stream()
                .filter(embedding -> embedding.bundleSha256().equals(bundleSha256))
                .filter(embedding -> embedding.span().overlaps(span))
                .forEach(each);
    }

    @Override
    public void close() {}
}
