package io.watchword.it;

import static io.watchword.it.ToldEvents.named;
import static io.watchword.it.ToldEvents.pages;
import static io.watchword.it.ToldEvents.set;
import static io.watchword.it.ToldEvents.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.contract.Hit;
import io.watchword.contract.StandingSubscription;
import io.watchword.deploy.kafka.EmbeddedBroker;
import io.watchword.view.ViewConfig;
import io.watchword.view.access.Rights;
import io.watchword.view.feed.Cursor;
import io.watchword.view.grpc.CallerRights;
import io.watchword.view.grpc.GrpcPeers;
import io.watchword.view.grpc.PeersService;
import io.watchword.view.grpc.ViewGrpcServer;
import io.watchword.view.kafka.View;
import io.watchword.view.search.QueryEmbedder;
import io.watchword.view.subscribe.Concepts;
import io.watchword.view.subscribe.HitFinder;
import io.watchword.view.subscribe.OwnerRights;
import io.watchword.view.subscribe.PlainWords;
import io.watchword.view.subscribe.SubscriptionMetrics;
import io.watchword.view.subscribe.Verifier;
import io.watchword.view.subscribe.kafka.StandingSubscriptions;
import io.watchword.view.subscribe.lucene.SnowballForms;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several instances of the view share the streams of one broker, and answer as one. */
class ViewInstancesIT {
    private static final PlainWords WORDS =
            new PlainWords(new SnowballForms(), Concepts.shipped(new SnowballForms()));

    @SuppressWarnings("NullAway.Init") // by JUnit
    private static ToldEvents told;

    @SuppressWarnings("NullAway.Init") // by JUnit
    @TempDir
    private static Path directory;

    @BeforeAll
    static void start() throws Exception {
        told = new ToldEvents(directory.resolve("kafka"));
    }

    @AfterAll
    static void stop() {
        told.close();
    }

    /** An instance with the server by which others ask it, and what it tells its index. */
    private static final class Instance implements AutoCloseable {
        private final GrpcPeers peers = new GrpcPeers();
        private final Queue<String> indexed = new ConcurrentLinkedQueue<>();
        private final View view;
        private final ViewGrpcServer server;
        private final StandingSubscriptions standing;

        Instance(String name, int port) {
            ViewConfig config = named("shared").withAdvertisedAddress("127.0.0.1:" + port);
            view =
                    View.start(
                            told.bootstrap(),
                            directory.resolve(name),
                            config,
                            Duration.ofDays(365),
                            peers,
                            List.of(entry -> indexed.add(entry.event().eventId())));
            server =
                    ViewGrpcServer.start(
                            config.grpc().onPort(port),
                            CallerRights.always(Rights.ALL),
                            List.of(new PeersService(view.ownTimelines())));
            standing =
                    StandingSubscriptions.open(
                            told.bootstrap(),
                            new HitFinder.Parts(
                                    WORDS,
                                    QueryEmbedder.NONE,
                                    OwnerRights.OF_ONE_PERSON,
                                    Verifier.NONE,
                                    SubscriptionMetrics.NONE,
                                    Clock.systemUTC()));
            standing.follow(view.feed(), view::partitions);
        }

        Set<String> own() {
            return set(pages(view.ownTimelines(), "shared"));
        }

        Set<String> replayed() throws InterruptedException {
            Set<String> ids = new TreeSet<>();
            Cursor end = view.replay(entry -> ids.add(entry.event().eventId()), Cursor.none());
            assertThat(end.nextOffsets()).isNotEmpty();
            return ids;
        }

        List<String> hits() {
            return standing.hits().read("runs", Optional.empty(), 1000, hit -> true).hits().stream()
                    .map(Hit::eventId)
                    .sorted()
                    .toList();
        }

        @Override
        public void close() {
            standing.close();
            view.close();
            server.close();
            peers.close();
        }
    }

    private static StandingSubscription runs() {
        return new StandingSubscription(
                "runs",
                1,
                "",
                "local",
                "someone runs",
                List.of(),
                List.of(),
                new StandingSubscription.Rule(
                        StandingSubscription.By.WORDS, 0.5f, Optional.empty(), Duration.ZERO),
                "en",
                StandingSubscription.Verify.NONE,
                Optional.empty(),
                Instant.EPOCH);
    }

    @Test
    void instancesShareTheStreamsAndAnswerAsOne() throws Exception {
        Set<String> expected = told.tell("shared", 12, 0, 10);
        try (Instance one = new Instance("one", EmbeddedBroker.freePort(0))) {
            one.standing.store().put(runs());
            until("the first instance", () -> one.own().equals(expected));
            Set<String> later = new TreeSet<>();
            try (Instance other = new Instance("other", EmbeddedBroker.freePort(0))) {
                until(
                        "both hold streams",
                        () ->
                                !one.own().isEmpty()
                                        && !other.own().isEmpty()
                                        && one.own().size() + other.own().size()
                                                == expected.size());
                bothTellOfAll(one, other, expected);
                later.addAll(bothHearOfAll(one, other));
                expected.addAll(later);
                until("hits, each once", () -> one.hits().equals(List.copyOf(later)));
                assertThat(other.hits()).isEqualTo(one.hits());
            }
            until("the one that stays", () -> one.own().equals(expected));
            later.addAll(told.tell("shared", 12, 12, 14));
            until("its hits, each once", () -> one.hits().equals(List.copyOf(later)));
            expected.addAll(later);
            until(
                    "its timelines",
                    () -> set(pages(one.view.timelines(), "shared")).equals(expected));
        }
    }

    private static void bothTellOfAll(Instance one, Instance other, Set<String> expected)
            throws InterruptedException {
        until("one", () -> set(pages(one.view.timelines(), "shared")).equals(expected));
        assertThat(pages(one.view.timelines(), "shared"))
                .doesNotHaveDuplicates()
                .isEqualTo(pages(other.view.timelines(), "shared"));
        assertThat(one.view.timelines().streams(Rights.ALL))
                .hasSize(12)
                .allMatch(stream -> stream.events() == 10);
        for (Instance instance : List.of(one, other)) {
            assertThat(instance.view.timelines().event("shared7-e3", Rights.ALL)).isPresent();
            assertThat(instance.replayed()).isEqualTo(expected);
        }
        assertThat(one.view.partitions())
                .hasSize(1)
                .doesNotContainAnyElementsOf(other.view.partitions());
    }

    private static Set<String> bothHearOfAll(Instance one, Instance other) throws Exception {
        HeardEvents atOne = new HeardEvents();
        HeardEvents atOther = new HeardEvents();
        one.view.feed().follow(Optional.empty(), Rights.ALL, entry -> true, atOne);
        other.view.feed().follow(Optional.empty(), Rights.ALL, entry -> true, atOther);
        one.indexed.clear();
        other.indexed.clear();
        Set<String> more = told.tell("shared", 12, 10, 12);
        until("live at one", () -> set(atOne.ids).equals(more));
        until("live at the other", () -> set(atOther.ids).equals(more));
        until("for the index of one", () -> set(one.indexed).equals(more));
        until("for the index of the other", () -> set(other.indexed).equals(more));
        return more;
    }
}
