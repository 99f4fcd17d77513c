package io.watchword.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.contract.Event;
import io.watchword.contract.EventCodec;
import io.watchword.contract.Headers;
import io.watchword.contract.TimeSpan;
import io.watchword.contract.TokenLedger;
import io.watchword.contract.Topics;
import io.watchword.deploy.kafka.EmbeddedBroker;
import io.watchword.deploy.kafka.PipelineTopics;
import io.watchword.view.ViewConfig;
import io.watchword.view.access.Rights;
import io.watchword.view.timeline.TimelinePage;
import io.watchword.view.timeline.TimelineQuery;
import io.watchword.view.timeline.Timelines;
import io.watchword.view.timeline.TimelinesUnavailable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A broker with the pipeline's topics, and who tells events there. */
final class ToldEvents implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private final EmbeddedBroker broker;
    private final KafkaProducer<byte[], byte[]> producer;

    ToldEvents(Path directory) throws Exception {
        broker = EmbeddedBroker.start(directory, 0);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap()))) {
            PipelineTopics.create(admin, 2);
        }
        producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", bootstrap()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
    }

    String bootstrap() {
        return broker.bootstrapServers();
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(2));
        broker.close();
    }

    static Event event(String stream, int number, int revision) {
        long startUs = number * 4_000_000L;
        return new Event(
                stream + "-e" + number,
                revision,
                stream,
                stream,
                new TimeSpan(startUs, startUs + 2_000_000),
                "A person runs.",
                "en",
                List.of("motion"),
                Event.Severity.INFO,
                0.5f,
                new Event.Evidence(List.of(), -1, new TokenLedger(0, 0, 0, 0, 0, 0, 0)),
                new Event.Model("m", "s", "p", "c"),
                false,
                Optional.empty());
    }

    Future<RecordMetadata> send(String key, byte[] value) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(Topics.EVENTS, key.getBytes(UTF_8), value);
        Headers.of("id", value).forEach(record.headers()::add);
        return producer.send(record);
    }

    /** Tells events of several streams, each event's id once. */
    Set<String> tell(String name, int streams, int from, int to) throws Exception {
        Set<String> ids = new TreeSet<>();
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (int number = from; number < to; number++) {
            for (int stream = 0; stream < streams; stream++) {
                Event event = event(name + stream, number, 1);
                ids.add(event.eventId());
                sent.add(send(event.streamId(), EventCodec.encode(event)));
            }
        }
        for (Future<RecordMetadata> one : sent) {
            one.get();
        }
        return ids;
    }

    static void until(String what, BooleanSupplier holds) throws InterruptedException {
        long endNs = System.nanoTime() + PATIENCE.toNanos();
        while (!holds.getAsBoolean()) {
            assertThat(System.nanoTime() - endNs).as("%s in %s", what, PATIENCE).isNegative();
            Thread.sleep(20);
        }
    }

    /** All events by pages, in their order; empty while the view cannot be read. */
    static List<String> pages(Timelines timelines, String name) {
        List<String> ids = new ArrayList<>();
        Optional<String> before = Optional.empty();
        try {
            do {
                TimelinePage page =
                        timelines.events(
                                new TimelineQuery(
                                        Set.of(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Set.of(),
                                        17,
                                        before),
                                Rights.ALL);
                page.entries().forEach(entry -> ids.add(entry.event().eventId()));
                before = page.next();
            } while (before.isPresent());
        } catch (TimelinesUnavailable e) {
            return List.of();
        }
        ids.removeIf(id -> !id.startsWith(name));
        return ids;
    }

    static Set<String> set(Iterable<String> ids) {
        Set<String> set = new TreeSet<>();
        ids.forEach(set::add);
        return set;
    }

    static ViewConfig named(String applicationId) {
        ViewConfig d = ViewConfig.DEFAULT;
        return new ViewConfig(
                applicationId,
                d.advertisedAddress(),
                d.threads(),
                d.evidenceKept(),
                d.feed(),
                d.grpc());
    }
}
