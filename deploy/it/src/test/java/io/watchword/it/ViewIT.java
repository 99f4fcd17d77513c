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
import io.watchword.deploy.kafka.TopicScan;
import io.watchword.view.ViewConfig;
import io.watchword.view.access.AccessControl;
import io.watchword.view.access.Deed;
import io.watchword.view.access.Rights;
import io.watchword.view.access.Sessions;
import io.watchword.view.access.SharedAccess;
import io.watchword.view.access.Tenants;
import io.watchword.view.access.kafka.AccessTopic;
import io.watchword.view.feed.Cursor;
import io.watchword.view.feed.FeedListener;
import io.watchword.view.grpc.CallerRights;
import io.watchword.view.grpc.GrpcPeers;
import io.watchword.view.grpc.PeersService;
import io.watchword.view.grpc.ViewGrpcServer;
import io.watchword.view.kafka.View;
import io.watchword.view.timeline.EntryListener;
import io.watchword.view.timeline.Peers;
import io.watchword.view.timeline.TimelineEntry;
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
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The view on a real broker: several instances, restarts, what it tells and to whom. */
class ViewIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @SuppressWarnings("NullAway.Init") // by JUnit
    private static EmbeddedBroker broker;

    @SuppressWarnings("NullAway.Init") // by JUnit
    private static KafkaProducer<byte[], byte[]> producer;

    @SuppressWarnings("NullAway.Init") // by JUnit
    @TempDir
    private static Path directory;

    @BeforeAll
    static void start() throws Exception {
        broker = EmbeddedBroker.start(directory.resolve("kafka"), 0);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            PipelineTopics.create(admin, 2);
        }
        producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", broker.bootstrapServers()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
    }

    @AfterAll
    static void stop() {
        producer.close(Duration.ofSeconds(2));
        broker.close();
    }

    private static Event event(String stream, int number, int revision) {
        long startUs = number * 4_000_000L;
        return new Event(
                stream + "-e" + number,
                revision,
                stream,
                stream,
                new TimeSpan(startUs, startUs + 2_000_000),
                "Something moves.",
                "en",
                List.of("motion"),
                Event.Severity.INFO,
                0.5f,
                new Event.Evidence(List.of(), -1, new TokenLedger(0, 0, 0, 0, 0, 0, 0)),
                new Event.Model("m", "s", "p", "c"),
                false,
                Optional.empty());
    }

    private static Future<RecordMetadata> send(String key, byte[] value) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(Topics.EVENTS, key.getBytes(UTF_8), value);
        Headers.of("id", value).forEach(record.headers()::add);
        return producer.send(record);
    }

    /** Tells events of several streams, each event's id once. */
    private static Set<String> tell(String name, int streams, int from, int to) throws Exception {
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

    private static void until(String what, BooleanSupplier holds) throws InterruptedException {
        long endNs = System.nanoTime() + PATIENCE.toNanos();
        while (!holds.getAsBoolean()) {
            assertThat(System.nanoTime() - endNs).as("%s in %s", what, PATIENCE).isNegative();
            Thread.sleep(20);
        }
    }

    /** All events by pages, in their order; empty while the view cannot be read. */
    private static List<String> pages(Timelines timelines, String name) {
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

    private static Set<String> set(Iterable<String> ids) {
        Set<String> set = new TreeSet<>();
        ids.forEach(set::add);
        return set;
    }

    /** Remembers what it is told. */
    private static final class Told implements FeedListener {
        private final ConcurrentLinkedQueue<String> ids = new ConcurrentLinkedQueue<>();
        private volatile Cursor cursor = Cursor.none();
        private volatile boolean cut;

        @Override
        public void entry(TimelineEntry entry, Cursor next) {
            ids.add(entry.event().eventId());
            cursor = next;
        }

        @Override
        public void cutOff(Cursor next) {
            cursor = next;
            cut = true;
        }
    }

    private static View view(ViewConfig config, String state, EntryListener... listeners) {
        return View.start(
                broker.bootstrapServers(),
                directory.resolve(state),
                config,
                Duration.ofDays(365),
                Peers.NONE,
                List.of(listeners));
    }

    private static ViewConfig named(String applicationId) {
        ViewConfig d = ViewConfig.DEFAULT;
        return new ViewConfig(
                applicationId,
                d.advertisedAddress(),
                d.threads(),
                d.evidenceKept(),
                d.feed(),
                d.grpc());
    }

    @Test
    void whoSignsOutAtOneInstanceIsOutAtAllAndAfterARestart() throws Exception {
        Tenants one = new Tenants();
        SharedAccess elsewhere = new SharedAccess(Duration.ofDays(30), one.clock);
        Deed deed = new Deed("sign out", "", "", true);
        AccessControl other = one.instance(elsewhere);
        try (AccessTopic here = AccessTopic.open(broker.bootstrapServers(), one.shared);
                AccessTopic there = AccessTopic.open(broker.bootstrapServers(), elsewhere)) {
            Sessions.Session begun = one.control.signIn(one.jwt(claims -> {}), deed);
            String cookie = other.cookie(begun);
            assertThat(other.session(cookie)).isPresent();
            one.control.signOut(begun, deed);
            assertThat(one.control.session(cookie)).isEmpty();
            until("signed out elsewhere", () -> other.session(cookie).isEmpty());
            until("seen elsewhere", () -> other.rightsOf("oidc:alice").everyStream());

            SharedAccess next = new SharedAccess(Duration.ofDays(30), one.clock);
            try (AccessTopic again = AccessTopic.open(broker.bootstrapServers(), next)) {
                assertThat(one.instance(next).session(cookie)).isEmpty();
                assertThat(one.instance(next).rightsOf("oidc:alice").everyStream()).isTrue();
            }
        }
    }

    @Test
    void goesOnAfterARestartWithWhatItKnewAndWhatWasToldMeanwhile() throws Exception {
        Set<String> expected = tell("again", 3, 0, 20);
        Told first = new Told();
        try (View view = view(named("again"), "again")) {
            assertThat(view.awaitReady(PATIENCE)).isTrue();
            until("timelines", () -> set(pages(view.timelines(), "again")).equals(expected));
            view.feed()
                    .follow(
                            Optional.empty(),
                            Rights.ALL,
                            entry -> entry.event().streamId().startsWith("again"),
                            first);
            expected.addAll(tell("again", 3, 20, 22));
            until("live events", () -> first.ids.size() == 6);
        }
        assertThat(first.cut).isTrue(); // told to come again
        Set<String> meanwhile = tell("again", 3, 22, 40);
        expected.addAll(meanwhile);
        send("again0", EventCodec.encode(event("again0", 1, 2))).get();
        byte[] bad = "no event".getBytes(UTF_8);
        send("again0", bad).get();

        Told again = new Told();
        List<String> heard = new ArrayList<>();
        try (View view = view(named("again"), "again", e -> heard.add(e.event().eventId()))) {
            assertThat(view.awaitReady(PATIENCE)).isTrue();
            view.feed()
                    .follow(
                            Optional.of(first.cursor),
                            Rights.ALL,
                            entry -> entry.event().streamId().startsWith("again"),
                            again);
            until("what was missed", () -> again.ids.size() > meanwhile.size());
            until("timelines", () -> set(pages(view.timelines(), "again")).equals(expected));
            List<String> replayed = new ArrayList<>();
            view.replay(entry -> replayed.add(entry.event().eventId()), Cursor.none());

            assertThat(view.timelines().event("again0-e1", Rights.ALL))
                    .map(entry -> entry.event().revision())
                    .contains(2);
            assertThat(again.ids).hasSize(meanwhile.size() + 1).contains("again0-e1");
            assertThat(set(again.ids)).containsAll(meanwhile);
            assertThat(heard).doesNotHaveDuplicates().hasSize(meanwhile.size() + 1);
            replayed.removeIf(id -> !id.startsWith("again"));
            assertThat(replayed).doesNotHaveDuplicates().hasSize(expected.size());
            assertThat(view.failure()).isEmpty();
        }
        List<String> dead = new ArrayList<>();
        TopicScan.all(
                broker.bootstrapServers(),
                Topics.deadLetter(Topics.EVENTS),
                record -> dead.add(new String(record.value(), UTF_8)));
        assertThat(dead).contains("no event");
    }

    /** An instance with the server by which others ask it. */
    private static final class Instance implements AutoCloseable {
        private final GrpcPeers peers = new GrpcPeers();
        private final View view;
        private final ViewGrpcServer server;

        Instance(String name, int port) {
            ViewConfig config = named("shared").withAdvertisedAddress("127.0.0.1:" + port);
            view =
                    View.start(
                            broker.bootstrapServers(),
                            directory.resolve(name),
                            config,
                            Duration.ofDays(365),
                            peers,
                            List.of());
            server =
                    ViewGrpcServer.start(
                            config.grpc().onPort(port),
                            CallerRights.always(Rights.ALL),
                            List.of(new PeersService(view.ownTimelines())));
        }

        Set<String> own() {
            return set(pages(view.ownTimelines(), "shared"));
        }

        @Override
        public void close() {
            view.close();
            server.close();
            peers.close();
        }
    }

    @Test
    void instancesShareTheStreamsAndAnswerAsOne() throws Exception {
        Set<String> expected = tell("shared", 12, 0, 10);
        Told atOne = new Told();
        Told atOther = new Told();
        try (Instance one = new Instance("one", EmbeddedBroker.freePort(0))) {
            until("the first instance", () -> one.own().equals(expected));
            try (Instance other = new Instance("other", EmbeddedBroker.freePort(0))) {
                until(
                        "both hold streams",
                        () ->
                                !one.own().isEmpty()
                                        && !other.own().isEmpty()
                                        && one.own().size() + other.own().size()
                                                == expected.size());
                until("one", () -> set(pages(one.view.timelines(), "shared")).equals(expected));
                assertThat(pages(one.view.timelines(), "shared"))
                        .doesNotHaveDuplicates()
                        .isEqualTo(pages(other.view.timelines(), "shared"));
                assertThat(one.view.timelines().streams(Rights.ALL))
                        .filteredOn(stream -> stream.streamId().startsWith("shared"))
                        .hasSize(12)
                        .allMatch(stream -> stream.events() == 10);
                for (Instance instance : List.of(one, other)) {
                    assertThat(instance.view.timelines().event("shared7-e3", Rights.ALL))
                            .isPresent();
                }

                one.view.feed().follow(Optional.empty(), Rights.ALL, entry -> true, atOne);
                other.view.feed().follow(Optional.empty(), Rights.ALL, entry -> true, atOther);
                Set<String> more = tell("shared", 12, 10, 12);
                expected.addAll(more);
                until("live at one", () -> set(atOne.ids).equals(more));
                until("live at the other", () -> set(atOther.ids).equals(more));
            }
            until("the one that stays", () -> one.own().equals(expected));
            assertThat(set(pages(one.view.timelines(), "shared"))).isEqualTo(expected);
        }
    }
}
