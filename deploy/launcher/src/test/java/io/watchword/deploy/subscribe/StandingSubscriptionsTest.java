package io.watchword.deploy.subscribe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.stub.StreamObserver;
import io.watchword.contract.Event;
import io.watchword.contract.Hit;
import io.watchword.contract.StandingSubscription;
import io.watchword.contract.TimeSpan;
import io.watchword.contract.TokenLedger;
import io.watchword.deploy.Main;
import io.watchword.deploy.allinone.DataDirectory;
import io.watchword.deploy.kafka.EmbeddedBroker;
import io.watchword.deploy.kafka.PipelineTopics;
import io.watchword.deploy.terminal.Terminal;
import io.watchword.proto.v1.SubscribeRequest;
import io.watchword.proto.v1.SubscribeResponse;
import io.watchword.proto.v1.SubscriptionsGrpc;
import io.watchword.view.ViewConfig;
import io.watchword.view.access.Rights;
import io.watchword.view.feed.Cursor;
import io.watchword.view.feed.EventFeed;
import io.watchword.view.grpc.CallerRights;
import io.watchword.view.grpc.ViewGrpcServer;
import io.watchword.view.search.QueryEmbedder;
import io.watchword.view.subscribe.Concepts;
import io.watchword.view.subscribe.HitFinder;
import io.watchword.view.subscribe.HitListener;
import io.watchword.view.subscribe.HitPage;
import io.watchword.view.subscribe.OwnerRights;
import io.watchword.view.subscribe.PlainWords;
import io.watchword.view.subscribe.SubscriptionDraft;
import io.watchword.view.subscribe.SubscriptionMetrics;
import io.watchword.view.subscribe.Subscriptions;
import io.watchword.view.subscribe.Verifier;
import io.watchword.view.subscribe.grpc.SubscriptionsService;
import io.watchword.view.subscribe.kafka.StandingSubscriptions;
import io.watchword.view.subscribe.lucene.SnowballForms;
import io.watchword.view.timeline.EvidenceVectors;
import io.watchword.view.timeline.Position;
import io.watchword.view.timeline.StreamState;
import io.watchword.view.timeline.TimelineEntry;
import io.watchword.view.timeline.TimelinePage;
import io.watchword.view.timeline.TimelineQuery;
import io.watchword.view.timeline.Timelines;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class StandingSubscriptionsTest {
    private static final PlainWords WORDS =
            new PlainWords(new SnowballForms(), Concepts.shipped(new SnowballForms()));
    private static final AtomicLong NEXT = new AtomicLong();

    @SuppressWarnings("NullAway.Init") // by JUnit
    private static EmbeddedBroker broker;

    private final MemoryFeed feed = new MemoryFeed();

    @SuppressWarnings("NullAway.Init") // by JUnit
    private StandingSubscriptions standing;

    @SuppressWarnings("NullAway.Init") // by JUnit
    private Subscriptions subscriptions;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        broker = EmbeddedBroker.start(directory, 0);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            PipelineTopics.create(admin, 2);
        }
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @BeforeEach
    void open() {
        standing =
                StandingSubscriptions.open(
                        broker.bootstrapServers(),
                        new HitFinder.Parts(
                                WORDS,
                                QueryEmbedder.NONE,
                                OwnerRights.OF_ONE_PERSON,
                                Verifier.NONE,
                                SubscriptionMetrics.NONE,
                                Clock.systemUTC()));
        standing.follow(feed, () -> Set.of(0, 1));
        subscriptions =
                new Subscriptions(
                        standing.store(),
                        standing.hits(),
                        new OneEvent(event("a person runs")),
                        feed,
                        WORDS,
                        QueryEmbedder.NONE,
                        Clock.systemUTC());
    }

    @AfterEach
    void close() {
        subscriptions.list(Rights.ALL).forEach(one -> subscriptions.remove(one.id(), Rights.ALL));
        standing.close();
    }

    @Test
    void whatIsAddedIsInForceAtOnceAndWhatIsRemovedNoMore() throws InterruptedException {
        StandingSubscription runs =
                subscriptions.add(SubscriptionDraft.of("someone runs"), Rights.ALL);
        Heard heard = new Heard();
        try (EventFeed.Following following = follow(runs.id(), Optional.empty(), heard)) {
            assertThat(following).isNotNull();

            feed.add(event("a person runs"));
            Hit hit = heard.hits.take();
            assertThat(hit.why().words()).containsExactly("person", "runs");

            subscriptions.remove(runs.id(), Rights.ALL);
            feed.add(event("another person runs"));
            StandingSubscription other =
                    subscriptions.add(SubscriptionDraft.of("someone walks"), Rights.ALL);
            assertThat(subscriptions.list(Rights.ALL)).containsExactly(other);
            assertThat(heard.hits).isEmpty();
        }
    }

    @Test
    void goesOnAtACursorWithoutLossOrRepetition() throws InterruptedException {
        StandingSubscription runs =
                subscriptions.add(SubscriptionDraft.of("someone runs"), Rights.ALL);
        Heard first = new Heard();
        Cursor seen;
        try (EventFeed.Following following = follow(runs.id(), Optional.empty(), first)) {
            assertThat(following).isNotNull();
            feed.add(event("a person runs, one"));
            first.hits.take();
            seen = first.next.take();
        }
        feed.add(event("a person runs, two"));
        feed.add(event("a person runs, three"));

        Heard second = new Heard();
        try (EventFeed.Following following = follow(runs.id(), Optional.of(seen), second)) {
            assertThat(following).isNotNull();
            assertThat(second.hits.take().caption()).endsWith("two");
            assertThat(second.hits.take().caption()).endsWith("three");
            feed.add(event("a person runs, four"));
            assertThat(second.hits.take().caption()).endsWith("four");
            assertThat(second.hits).isEmpty();
        }
        HitPage page =
                subscriptions.hits(runs.id(), Optional.of(seen), 2, Rights.ALL).orElseThrow();
        assertThat(page.hits()).hasSize(2);
        assertThat(page.more()).isTrue();
        assertThat(
                        subscriptions
                                .hits(runs.id(), Optional.of(page.next()), 2, Rights.ALL)
                                .orElseThrow()
                                .hits())
                .extracting(Hit::caption)
                .containsExactly("a person runs, four");
    }

    @Test
    void anotherRunGoesOnWhereThisOneStopped() throws InterruptedException {
        StandingSubscription runs =
                subscriptions.add(SubscriptionDraft.of("someone runs"), Rights.ALL);
        TimelineEntry before = event("a person runs, before");
        feed.add(before);
        standing.close();
        feed.add(event("a person runs, meanwhile")); // nobody compares it
        open();
        feed.add(before); // read again
        feed.add(event("a person runs, after"));
        Heard heard = new Heard();

        try (EventFeed.Following following =
                follow(runs.id(), Optional.of(Cursor.parse("0-0.1-0")), heard)) {
            assertThat(following).isNotNull();
            assertThat(heard.hits.take().caption()).endsWith("before");
            assertThat(heard.hits.take().caption()).endsWith("meanwhile");
            assertThat(heard.hits.take().caption()).endsWith("after");
            assertThat(heard.hits).isEmpty();
        }
    }

    @Test
    void nobodySeesTheSubscriptionsOfAnotherOrStreamsThatItMayNotRead() {
        Rights other = new Rights("other", false, Set.of("gate"));
        StandingSubscription runs =
                subscriptions.add(SubscriptionDraft.of("someone runs"), Rights.ALL);

        assertThat(subscriptions.list(other)).isEmpty();
        assertThat(subscriptions.remove(runs.id(), other)).isFalse();
        assertThat(subscriptions.hits(runs.id(), Optional.empty(), 10, other)).isEmpty();
        assertThat(subscriptions.find(runs.id(), Rights.ALL)).isPresent();
    }

    @Test
    void programsFollowOverGrpcByWordsThatNobodyStores() throws Exception {
        try (ViewGrpcServer server = serve()) {
            ManagedChannel channel = channel(server);
            BlockingQueue<SubscribeResponse> hits = new LinkedBlockingQueue<>();
            SubscriptionsGrpc.newStub(channel)
                    .subscribe(
                            SubscribeRequest.newBuilder()
                                    .setAdHoc(
                                            io.watchword.proto.v1.Subscription.newBuilder()
                                                    .setWords("кто-то бежит"))
                                    .build(),
                            new Into(hits));
            feed.awaitFollowers(2);
            feed.add(event("a car passes"));
            feed.add(event("a person runs"));

            assertThat(hits.take().getHit().getWordsList()).containsExactly("person", "runs");
            channel.shutdownNow();
        }
    }

    @Test
    void theCommandKeepsListsPreviewsAndRemoves(@TempDir Path data) throws Exception {
        try (ViewGrpcServer server = serve();
                DataDirectory directory = DataDirectory.open(data)) {
            directory.announceView("127.0.0.1:" + server.port());

            String id = command(data, 0, "someone", "runs", "--keep", "--cooldown", "30s").strip();
            String listed = command(data, 0, "--list");
            String previewed = command(data, 0, "someone runs", "--preview");
            String json = command(data, 0, "someone runs", "--preview", "--json");
            command(data, 0, "--remove", id);

            assertThat(listed).contains(id, "\"someone runs\"", "at most every 30 s");
            assertThat(previewed).contains("a person runs", "words: person, runs");
            assertThat(json).contains("\"verdict\":\"notAsked\"");
            assertThat(command(data, 0, "--list")).isEmpty();
            command(data, 2, "--remove", id);
            command(data, 2, "x", "--webhook", "a");
            directory.withdraw();
            command(data, 2, "--list");
        }
    }

    private static String command(Path data, int code, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal =
                new Terminal(
                        new PrintStream(out, true, UTF_8),
                        new PrintStream(err, true, UTF_8),
                        false,
                        Integer.MAX_VALUE);
        String[] all = new String[args.length + 3];
        all[0] = "subscribe";
        System.arraycopy(args, 0, all, 1, args.length);
        all[args.length + 1] = "--data";
        all[args.length + 2] = data.toString();
        assertThat(Main.run(terminal, Path.of("."), all)).as("%s", err).isEqualTo(code);
        return out.toString(UTF_8);
    }

    private ViewGrpcServer serve() {
        return ViewGrpcServer.start(
                ViewConfig.GrpcConfig.DEFAULT,
                CallerRights.always(Rights.ALL),
                List.of(new SubscriptionsService(subscriptions, Clock.systemUTC())));
    }

    private static ManagedChannel channel(ViewGrpcServer server) {
        return Grpc.newChannelBuilder(
                        "127.0.0.1:" + server.port(), InsecureChannelCredentials.create())
                .build();
    }

    private EventFeed.Following follow(String id, Optional<Cursor> from, HitListener listener) {
        return subscriptions.follow(id, from, Rights.ALL, listener).orElseThrow();
    }

    private static TimelineEntry event(String caption) {
        long n = NEXT.incrementAndGet();
        Event event =
                new Event(
                        "event-" + n,
                        1,
                        "yard",
                        "yard",
                        new TimeSpan(n * 10_000_000, n * 10_000_000 + 5_000_000),
                        caption,
                        "en",
                        List.of("motion"),
                        Event.Severity.INFO,
                        0.9f,
                        new Event.Evidence(List.of(), -1, new TokenLedger(0, 0, 0, 0, 0, 0, 0)),
                        new Event.Model("m", "s", "p", "c"),
                        false,
                        Optional.empty());
        return new TimelineEntry(
                event, Optional.empty(), Instant.now(), EvidenceVectors.NONE, new Position(0, n));
    }

    /** One who listens. */
    private static final class Heard implements HitListener {
        private final BlockingQueue<Hit> hits = new LinkedBlockingQueue<>();
        private final BlockingQueue<Cursor> next = new LinkedBlockingQueue<>();

        @Override
        public void hit(Hit hit, Cursor after) {
            next.add(after);
            hits.add(hit);
        }

        @Override
        public void cutOff(Cursor after) {
            throw new IllegalStateException("cut off at " + after.text());
        }
    }

    private record Into(BlockingQueue<SubscribeResponse> queue)
            implements StreamObserver<SubscribeResponse> {
        @Override
        public void onNext(SubscribeResponse response) {
            queue.add(response);
        }

        @Override
        public void onError(Throwable ended) {}

        @Override
        public void onCompleted() {}
    }

    /** All that ever happened. */
    private record OneEvent(TimelineEntry entry) implements Timelines {
        @Override
        public List<StreamState> streams(Rights rights) {
            return List.of();
        }

        @Override
        public TimelinePage events(TimelineQuery query, Rights rights) {
            return new TimelinePage(List.of(entry), Optional.empty());
        }

        @Override
        public Optional<TimelineEntry> event(String eventId, Rights rights) {
            return Optional.empty();
        }
    }
}
