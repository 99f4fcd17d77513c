package io.watchword.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.watchword.contract.Event;
import io.watchword.contract.EventCodec;
import io.watchword.contract.Headers;
import io.watchword.contract.TimeSpan;
import io.watchword.contract.TokenLedger;
import io.watchword.contract.Topics;
import io.watchword.deploy.allinone.CloseStack;
import io.watchword.deploy.kafka.EmbeddedBroker;
import io.watchword.deploy.kafka.PipelineTopics;
import io.watchword.view.ViewConfig;
import io.watchword.view.access.Rights;
import io.watchword.view.ask.Asking;
import io.watchword.view.grpc.CallerRights;
import io.watchword.view.grpc.StreamsService;
import io.watchword.view.grpc.ViewGrpcServer;
import io.watchword.view.health.Health;
import io.watchword.view.http.ViewParts;
import io.watchword.view.http.ViewServer;
import io.watchword.view.kafka.View;
import io.watchword.view.search.QueryEmbedder;
import io.watchword.view.search.SearchPage;
import io.watchword.view.subscribe.Concepts;
import io.watchword.view.subscribe.PlainWords;
import io.watchword.view.subscribe.Subscriptions;
import io.watchword.view.subscribe.lucene.SnowballForms;
import io.watchword.view.timeline.Peers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The view with its servers on a broker of its own; what needs models is not there. */
final class LiveView implements AutoCloseable {
    private static final Duration START_WITHIN = Duration.ofSeconds(60);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(10);

    private final CloseStack open;
    private final KafkaProducer<byte[], byte[]> producer;
    private final View view;
    private final ViewServer http;
    private final ViewGrpcServer grpc;

    private LiveView(
            CloseStack open,
            KafkaProducer<byte[], byte[]> producer,
            View view,
            ViewServer http,
            ViewGrpcServer grpc) {
        this.open = open;
        this.producer = producer;
        this.view = view;
        this.http = http;
        this.grpc = grpc;
    }

    /** Returns when queries can be answered. */
    static LiveView start(Path directory) throws Exception {
        CloseStack open = new CloseStack();
        try {
            EmbeddedBroker broker =
                    open.add(
                            "broker",
                            EmbeddedBroker.start(directory.resolve("kafka"), 0),
                            STOP_WITHIN);
            String bootstrap = broker.bootstrapServers();
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
                PipelineTopics.create(admin, 2);
            }
            KafkaProducer<byte[], byte[]> producer =
                    new KafkaProducer<>(
                            Map.of("bootstrap.servers", bootstrap),
                            new ByteArraySerializer(),
                            new ByteArraySerializer());
            open.add("producer", producer, STOP_WITHIN);
            View view =
                    open.add(
                            "view",
                            View.start(
                                    bootstrap,
                                    directory.resolve("view"),
                                    ViewConfig.DEFAULT,
                                    Duration.ofDays(1),
                                    Peers.NONE,
                                    List.of()),
                            STOP_WITHIN);
            ViewServer http =
                    open.add(
                            "page",
                            ViewServer.start(ViewServer.Settings.local(0, "bench"), new Healthy()),
                            STOP_WITHIN);
            ViewGrpcServer grpc =
                    open.add(
                            "grpc",
                            ViewGrpcServer.start(
                                    ViewConfig.GrpcConfig.DEFAULT,
                                    CallerRights.always(Rights.ALL),
                                    List.of(new StreamsService(view.ownTimelines(), view.feed()))),
                            STOP_WITHIN);
            if (!view.awaitReady(START_WITHIN)) {
                throw new IllegalStateException("the view was not ready in " + START_WITHIN);
            }
            http.serve(parts(view));
            return new LiveView(open, producer, view, http, grpc);
        } catch (Exception e) {
            open.close();
            throw e;
        }
    }

    /** As far as anybody looks. */
    private static final class Healthy implements Health {
        @Override
        public Report report() {
            return new Report(true, List.of(), Optional.empty(), Optional.empty());
        }

        @Override
        public String metrics() {
            return "";
        }
    }

    private static ViewParts parts(View view) {
        NoMedia media = new NoMedia();
        NoSubscriptions none = new NoSubscriptions();
        Subscriptions subscriptions =
                new Subscriptions(
                        none,
                        none,
                        view.timelines(),
                        view.feed(),
                        new PlainWords(new SnowballForms(), Concepts.NONE),
                        QueryEmbedder.NONE,
                        Clock.systemUTC());
        return new ViewParts(
                view.timelines(),
                view.feed(),
                (query, rights) -> new SearchPage(List.of(), Optional.empty()),
                Asking.NONE,
                subscriptions,
                media,
                new ViewParts.Media(media, media, media));
    }

    String page() {
        return "http://127.0.0.1:" + http.port() + "/";
    }

    int httpPort() {
        return http.port();
    }

    int grpcPort() {
        return grpc.port();
    }

    /** How many follow, of all kinds. */
    int followers() {
        return view.followers();
    }

    /** Appends an event to topic {@code events} as the pipeline would. */
    void tell(String streamId, int number, String caption) {
        long startUs = number * 4_000_000L;
        Event event =
                new Event(
                        streamId + "-" + number,
                        1,
                        streamId,
                        "rtsp://" + streamId,
                        new TimeSpan(startUs, startUs + 2_000_000),
                        caption,
                        "en",
                        List.of("motion"),
                        Event.Severity.INFO,
                        0.8f,
                        new Event.Evidence(List.of(), -1, new TokenLedger(1, 2, 3, 4, 5, 6, 7)),
                        new Event.Model("tiny 2", "0".repeat(64), "p", "c"),
                        false,
                        Optional.empty());
        byte[] value = EventCodec.encode(event);
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(Topics.EVENTS, streamId.getBytes(UTF_8), value);
        Headers.of(event.eventId(), value).forEach(record.headers()::add);
        Future<RecordMetadata> unused = producer.send(record); // who reads sees whether it came
    }

    @Override
    public void close() {
        open.close();
    }
}
