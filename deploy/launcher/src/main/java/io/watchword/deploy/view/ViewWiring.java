package io.watchword.deploy.view;

import static java.util.Objects.requireNonNull;

import io.grpc.BindableService;
import io.grpc.ServerInterceptor;
import io.watchword.contract.bundle.ModelBundle;
import io.watchword.deploy.access.ServedAccess;
import io.watchword.deploy.allinone.CloseStack;
import io.watchword.deploy.allinone.Companion;
import io.watchword.deploy.allinone.DataDirectory;
import io.watchword.deploy.ask.AskedModel;
import io.watchword.deploy.ask.ServedAsk;
import io.watchword.deploy.config.PipelineConfig;
import io.watchword.deploy.ingest.IngestWiring;
import io.watchword.deploy.metrics.Meters;
import io.watchword.deploy.metrics.SubscriptionMeters;
import io.watchword.deploy.search.BundleEmbedder;
import io.watchword.deploy.secret.SecretStore;
import io.watchword.deploy.streams.ControlPlane;
import io.watchword.deploy.subscribe.StoredVerifier;
import io.watchword.view.ViewConfig;
import io.watchword.view.ask.Asking;
import io.watchword.view.feed.Cursor;
import io.watchword.view.grpc.GrpcPeers;
import io.watchword.view.grpc.PeersService;
import io.watchword.view.grpc.SearchService;
import io.watchword.view.grpc.StreamsService;
import io.watchword.view.grpc.ViewGrpcServer;
import io.watchword.view.http.ViewParts;
import io.watchword.view.kafka.View;
import io.watchword.view.lucene.LuceneEventSearch;
import io.watchword.view.search.EntryReplay;
import io.watchword.view.search.QueryEmbedder;
import io.watchword.view.subscribe.ConceptWords;
import io.watchword.view.subscribe.Concepts;
import io.watchword.view.subscribe.HitFinder;
import io.watchword.view.subscribe.PlainWords;
import io.watchword.view.subscribe.Subscriptions;
import io.watchword.view.subscribe.grpc.SubscriptionsService;
import io.watchword.view.subscribe.kafka.StandingSubscriptions;
import io.watchword.view.subscribe.lucene.SnowballForms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the view together: timelines, search, subscriptions, media and their servers, at a broker.
 * It starts as the companion of a pipeline, or alone. Closed in the reverse order of its start.
 */
public final class ViewWiring implements Companion {
    private static final Logger logger = LoggerFactory.getLogger(ViewWiring.class);
    private static final Duration OTHER_LIMIT = Duration.ofSeconds(1);
    private static final Duration VIEW_LIMIT = Duration.ofSeconds(4);

    private final Settings settings;
    private final AtomicReference<Optional<Started>> started =
            new AtomicReference<>(Optional.empty());

    /**
     * What the view is of.
     *
     * @param data where it keeps its state
     * @param media where ingest keeps recordings
     * @param meters takes what subscriptions count
     * @param grpcPort empty for the configured one
     * @param access who may come in
     */
    public record Settings(
            PipelineConfig config,
            ModelBundle bundle,
            Path data,
            Path media,
            SecretStore secrets,
            Meters meters,
            Optional<Integer> grpcPort,
            ServedAccess access) {}

    /** What runs. */
    private record Started(
            String bootstrapServers,
            CloseStack open,
            BundleEmbedder embedder,
            View view,
            LuceneEventSearch search,
            Subscriptions subscriptions,
            LateVerifier verifier,
            ServedStreams streams,
            ViewParts.Media media,
            ViewGrpcServer grpc) {}

    public ViewWiring(Settings settings) {
        this.settings = settings;
    }

    @Override
    public boolean keeps(String group) {
        // The view's own, and that of subscriptions: their state lies elsewhere on disk.
        return group.equals(settings.config().view().applicationId())
                || group.equals("watchword-subscriptions");
    }

    @Override
    public AutoCloseable start(String bootstrapServers) throws Exception {
        CloseStack open = new CloseStack();
        try {
            started.set(Optional.of(start(bootstrapServers, open)));
            return open;
        } catch (Exception e) {
            open.close();
            throw e;
        }
    }

    private Started start(String bootstrap, CloseStack open) throws Exception {
        Path home = Files.createDirectories(settings.data().resolve("view"));
        open.add("access records", settings.access().remember(bootstrap), OTHER_LIMIT);
        BundleEmbedder embedder =
                open.add("text encoder", BundleEmbedder.open(settings.bundle()), OTHER_LIMIT);
        ServedStreams streams =
                open.add(
                        "streams of the view",
                        new ServedStreams(ControlPlane.at(bootstrap, settings.secrets())),
                        OTHER_LIMIT);
        ViewParts.Media media = media(bootstrap, home, streams, open);
        LuceneEventSearch search = search(home, embedder, open);
        View view = view(bootstrap, home, search, open);
        catchUp(search, view);
        LateVerifier verifier = new LateVerifier();
        Subscriptions subscriptions = subscriptions(bootstrap, view, embedder, verifier, open);
        ServerInterceptor access = settings.access().interceptor();
        if (access instanceof AutoCloseable owned) {
            open.add("access", owned, OTHER_LIMIT);
        }
        ViewGrpcServer grpc =
                open.add("view grpc", grpc(access, view, search, subscriptions), VIEW_LIMIT);
        return new Started(
                bootstrap,
                open,
                embedder,
                view,
                search,
                subscriptions,
                verifier,
                streams,
                media,
                grpc);
    }

    private ViewParts.Media media(
            String bootstrap, Path home, ServedStreams streams, CloseStack open)
            throws IOException {
        StoredSegments segments = open.add("segments", StoredSegments.open(bootstrap), OTHER_LIMIT);
        RecordedClips clips =
                open.add(
                        "clips",
                        RecordedClips.open(
                                IngestWiring.recorded(
                                        settings.config().ingest().recording(),
                                        settings.media(),
                                        settings.secrets(),
                                        home.resolve("recordings")),
                                home.resolve("clips"),
                                streams::original),
                        OTHER_LIMIT);
        return new ViewParts.Media(segments, clips, segments);
    }

    private LuceneEventSearch search(Path home, QueryEmbedder embedder, CloseStack open)
            throws IOException {
        LuceneEventSearch search =
                open.add(
                        "search",
                        LuceneEventSearch.open(
                                home.resolve("index"), embedder, ConceptWords.of(concepts())),
                        VIEW_LIMIT);
        search.keep(eventsKept(), Clock.systemUTC());
        return search;
    }

    private View view(String bootstrap, Path home, LuceneEventSearch search, CloseStack open) {
        GrpcPeers peers = open.add("peers", settings.access().peers(), OTHER_LIMIT);
        return open.add(
                "view",
                View.start(
                        bootstrap,
                        home.resolve("state"),
                        settings.config().view(),
                        eventsKept(),
                        peers,
                        List.of(search)),
                VIEW_LIMIT);
    }

    private Duration eventsKept() {
        return settings.config().log().events().maxAge();
    }

    private Subscriptions subscriptions(
            String bootstrap,
            View view,
            QueryEmbedder embedder,
            LateVerifier verifier,
            CloseStack open) {
        PlainWords words = words();
        StandingSubscriptions standing =
                open.add(
                        "subscriptions",
                        StandingSubscriptions.open(
                                bootstrap,
                                new HitFinder.Parts(
                                        words,
                                        embedder,
                                        settings.access().ownerRights(),
                                        verifier,
                                        new SubscriptionMeters(settings.meters().registry()),
                                        Clock.systemUTC())),
                        VIEW_LIMIT);
        standing.follow(view.feed(), view::partitions);
        return new Subscriptions(
                standing.store(),
                standing.hits(),
                view.timelines(),
                view.feed(),
                words,
                embedder,
                Clock.systemUTC());
    }

    private static PlainWords words() {
        return new PlainWords(new SnowballForms(), concepts());
    }

    private static Concepts concepts() {
        return Concepts.shipped(new SnowballForms());
    }

    /** What the log holds behind the index; in a thread of its own, it may be much. */
    private static void catchUp(LuceneEventSearch search, View view) {
        Thread thread =
                new Thread(
                        () -> {
                            try {
                                search.catchUp(replay(view));
                            } catch (RuntimeException e) { // searches find what is there
                                logger.atWarn().setCause(e).log("search could not catch up");
                            }
                        },
                        "search-catch-up");
        thread.setDaemon(true);
        thread.start();
    }

    private static EntryReplay replay(View view) {
        return (from, to) -> {
            try {
                Cursor unused = view.replay(to, from);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while the log was read", e);
            }
        };
    }

    private ViewGrpcServer grpc(
            ServerInterceptor access,
            View view,
            LuceneEventSearch search,
            Subscriptions subscriptions) {
        SearchService.Rebuilding rebuilding =
                () -> {
                    search.rebuild(replay(view));
                    return search.size();
                };
        List<BindableService> services =
                List.of(
                        new StreamsService(view.timelines(), view.feed()),
                        new PeersService(view.ownTimelines()),
                        new SearchService(search, rebuilding),
                        new SubscriptionsService(subscriptions, Clock.systemUTC()));
        ViewConfig.GrpcConfig configured = settings.config().view().grpc();
        return ViewGrpcServer.start(
                settings.grpcPort().map(configured::onPort).orElse(configured),
                settings.access().grpcTls(),
                access,
                services);
    }

    /**
     * What the page asks, once {@link #start} has returned.
     *
     * @param languageModel gRPC target; empty where nobody answers questions
     */
    public ViewParts parts(Optional<String> languageModel) {
        Started all = running();
        return new ViewParts(
                all.view().timelines(),
                all.view().feed(),
                all.search(),
                languageModel.map(target -> asking(target, all)).orElse(Asking.NONE),
                all.subscriptions(),
                all.streams(),
                all.media());
    }

    /** From now on hits are checked by the model too, if it was taught to answer. */
    private Asking asking(String languageModel, Started all) {
        if (new AskedModel(settings.config(), settings.bundle()).answersQuestions()) {
            all.verifier()
                    .found(
                            all.open()
                                    .add(
                                            "verifier",
                                            StoredVerifier.open(
                                                    all.bootstrapServers(),
                                                    languageModel,
                                                    settings.bundle(),
                                                    settings.config().fuse()),
                                            OTHER_LIMIT));
        }
        return all.open()
                .add(
                        "ask",
                        ServedAsk.open(
                                all.bootstrapServers(),
                                languageModel,
                                settings.config(),
                                settings.bundle(),
                                all.embedder()),
                        OTHER_LIMIT);
    }

    /** Says to other processes of this user where the view is, and how they come in. */
    public static void announce(DataDirectory data, ServedAccess access, int grpcPort)
            throws IOException {
        if (access.key().isPresent()) {
            access.key().get().write(data.root());
        }
        data.announceView(access.grpcTarget(grpcPort));
    }

    public int grpcPort() {
        return running().grpc().port();
    }

    /** Why the view stopped for good; empty also while it starts or recovers. */
    public Optional<String> failure() {
        Started all = running();
        return all.view().failure().or(all.search()::problem);
    }

    /** Why queries cannot be answered now, if they cannot. */
    public Optional<String> unready() {
        return failure()
                .or(
                        () ->
                                running().view().ready()
                                        ? Optional.empty()
                                        : Optional.of("starting, or sharing streams anew"));
    }

    private Started running() {
        return requireNonNull(started.get(), "never null")
                .orElseThrow(() -> new IllegalStateException("the view runs not yet"));
    }
}
