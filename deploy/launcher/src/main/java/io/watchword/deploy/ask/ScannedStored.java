package io.watchword.deploy.ask;

import static java.util.Comparator.comparingLong;

import io.watchword.contract.Decoded;
import io.watchword.contract.Embedding;
import io.watchword.contract.EmbeddingCodec;
import io.watchword.contract.Event;
import io.watchword.contract.EventCodec;
import io.watchword.contract.TimeSpan;
import io.watchword.contract.Topics;
import io.watchword.deploy.UserMistake;
import io.watchword.deploy.allinone.AllInOne;
import io.watchword.deploy.allinone.CloseStack;
import io.watchword.deploy.allinone.DataDirectory;
import io.watchword.deploy.kafka.EmbeddedBroker;
import io.watchword.deploy.kafka.PipelineTopics;
import io.watchword.deploy.kafka.TopicScan;
import io.watchword.deploy.log.LogFile;
import io.watchword.fusion.log.EventLog;
import io.watchword.fusion.log.StoredStream;
import io.watchword.fusion.log.StoredStream.StoredBundle;
import io.watchword.fusion.log.UnderstandingLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;

/** Reads both topics whole, from a broker that runs or one that this starts. */
final class ScannedStored implements Stored {
    private final CloseStack open;
    private final Map<String, List<Embedding>> embeddings;
    private final Map<String, Event> events;

    private ScannedStored(
            CloseStack open, Map<String, List<Embedding>> embeddings, Map<String, Event> events) {
        this.open = open;
        this.embeddings = embeddings;
        this.events = events;
    }

    static Stored open(Path data) throws Exception {
        CloseStack open = new CloseStack();
        try {
            String servers = servers(data, open);
            Map<String, List<Embedding>> embeddings = new TreeMap<>();
            Map<String, Event> events = new LinkedHashMap<>();
            TopicScan.all(
                    servers,
                    Topics.EMBEDDINGS,
                    record -> {
                        Decoded<Embedding> decoded = EmbeddingCodec.decode(record.value());
                        if (decoded instanceof Decoded.Valid<Embedding> valid
                                && !valid.value().blocks().isEmpty()) {
                            embeddings
                                    .computeIfAbsent(
                                            valid.value().streamId(), id -> new ArrayList<>())
                                    .add(valid.value());
                        }
                    });
            TopicScan.all(
                    servers,
                    Topics.EVENTS,
                    record -> {
                        Decoded<Event> decoded = EventCodec.decode(record.value());
                        if (decoded instanceof Decoded.Valid<Event> valid) {
                            events.merge(
                                    valid.value().eventId(),
                                    valid.value(),
                                    (one, other) ->
                                            other.revision() >= one.revision() ? other : one);
                        }
                    });
            embeddings.values().forEach(list -> list.sort(comparingLong(e -> e.span().startUs())));
            return new ScannedStored(open, embeddings, events);
        } catch (Exception e) {
            open.close();
            throw e;
        }
    }

    private static String servers(Path data, CloseStack open) throws Exception {
        DataDirectory held;
        try {
            held = open.add("data directory", DataDirectory.open(data));
        } catch (UserMistake e) {
            return announced(data).orElseThrow(() -> e);
        }
        open.add("log", LogFile.open(held.logs()));
        EmbeddedBroker broker = open.add("broker", EmbeddedBroker.start(held.broker(), 0));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            PipelineTopics.create(admin, AllInOne.PARTITIONS);
        }
        return broker.bootstrapServers();
    }

    private static Optional<String> announced(Path data) throws IOException {
        return DataDirectory.announced(data);
    }

    @Override
    public UnderstandingLog understanding() {
        return new UnderstandingLog() {
            @Override
            public List<StoredStream> streams() {
                return embeddings.entrySet().stream()
                        .map(entry -> stored(entry.getKey(), entry.getValue()))
                        .toList();
            }

            @Override
            public void read(String streamId, TimeSpan span, Consumer<Embedding> each) {
                embeddings.getOrDefault(streamId, List.of()).stream()
                        .filter(embedding -> embedding.span().overlaps(span))
                        .forEach(each);
            }

            @Override
            public void read(
                    String streamId, String bundleSha256, TimeSpan span, Consumer<Embedding> each) {
                read(
                        streamId,
                        span,
                        embedding -> {
                            if (embedding.bundleSha256().equals(bundleSha256)) {
                                each.accept(embedding);
                            }
                        });
            }

            @Override
            public void close() {}
        };
    }

    private static StoredStream stored(String id, List<Embedding> segments) {
        Embedding first = segments.get(0);
        Embedding last = segments.get(segments.size() - 1);
        TimeSpan span = new TimeSpan(first.span().startUs(), last.span().endUs());
        return new StoredStream(
                id,
                first.source(),
                List.of(new StoredBundle(last.bundle(), last.bundleSha256(), span)),
                span,
                List.of());
    }

    @Override
    public EventLog events() {
        return new EventLog() {
            @Override
            public void read(String streamId, TimeSpan span, Consumer<Event> each) {
                events.values().stream()
                        .filter(event -> event.streamId().equals(streamId))
                        .filter(event -> event.span().overlaps(span))
                        .sorted(comparingLong(event -> event.span().startUs()))
                        .forEach(each);
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public Optional<String> languageModel() {
        return Optional.empty();
    }

    @Override
    public void close() {
        open.close();
    }
}
