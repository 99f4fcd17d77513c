package io.watchword.bench;

import io.watchword.contract.Decoded;
import io.watchword.contract.Gap;
import io.watchword.contract.Profile;
import io.watchword.contract.Segment;
import io.watchword.contract.SegmentCodec;
import io.watchword.contract.StreamSpec;
import io.watchword.contract.StreamsCodec;
import io.watchword.contract.Topics;
import io.watchword.deploy.kafka.EmbeddedBroker;
import io.watchword.deploy.kafka.PipelineTopics;
import io.watchword.deploy.source.NetworkFetchers;
import io.watchword.ingest.IngestConfig;
import io.watchword.ingest.IngestMetrics;
import io.watchword.ingest.child.ProcessDecoderLauncher;
import io.watchword.ingest.fetch.HostResolver;
import io.watchword.ingest.kafka.IngestWorker;
import io.watchword.ingest.kafka.StreamsTopic;
import io.watchword.ingest.kafka.WorkerParts;
import io.watchword.ingest.record.DirectoryMediaStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Many live RTSP streams for a while: what is lost, what it costs, and whether memory grows. The
 * cameras run in a process of their own and are not counted.
 *
 * <pre>bench/run LiveSoak STREAMS MINUTES surveillance|live|dashcam RTSP_URL DIRECTORY</pre>
 */
public final class LiveSoak {
    private LiveSoak() {}

    /** What was read of one stream. */
    private static final class Seen {
        private long epoch = -1;
        private long next;
        private long segments;
        private long missing;
        private long reachedUs = -1;
        private long untoldUs;
    }

    private static final Map<String, Seen> SEEN = new HashMap<>();
    private static final List<Double> LATENCY_S = new ArrayList<>();
    private static long gaps;
    private static long gapUs;

    public static void main(String[] args) throws Exception {
        int streams = Integer.parseInt(args[0]);
        double minutes = Double.parseDouble(args[1]);
        Profile profile = Profile.valueOf(args[2].toUpperCase(Locale.ROOT));
        String url = args[3];
        Path directory = Files.createDirectories(Path.of(args[4]));
        IngestConfig config = IngestConfig.DEFAULT;
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("kafka"), 0)) {
            String bootstrap = broker.bootstrapServers();
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
                PipelineTopics.create(admin, 2);
            }
            WorkerParts parts =
                    new WorkerParts(
                            config,
                            ProcessDecoderLauncher.open(
                                    config.decoder(), config.live().terminateGrace()),
                            new NetworkFetchers(config, HostResolver.SYSTEM),
                            name -> Optional.ofNullable(System.getenv(name)),
                            DirectoryMediaStore.open(directory.resolve("media")),
                            IngestMetrics.NONE);
            try (IngestWorker worker = IngestWorker.start(bootstrap, "bench", parts);
                    StreamsTopic topic = StreamsTopic.open(bootstrap)) {
                for (int i = 0; i < streams; i++) {
                    topic.add(
                            new StreamSpec(
                                    "cam-" + i,
                                    url,
                                    profile,
                                    Map.of(),
                                    List.of("127.0.0.0/8"),
                                    Optional.empty(),
                                    ""));
                }
                watch(bootstrap, Duration.ofMillis((long) (minutes * 60_000)));
                System.out.printf("worker: %s%n", worker.failure().orElse("no failure"));
            }
        }
    }

    private static void watch(String bootstrap, Duration length) {
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(
                        Map.of(
                                "bootstrap.servers",
                                bootstrap,
                                "group.id",
                                "soak",
                                "auto.offset.reset",
                                "earliest"),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(Topics.SEGMENTS, Topics.GAPS));
            long startNs = System.nanoTime();
            long reportNs = startNs;
            ProcessTree before = ProcessTree.now();
            List<double[]> memory = new ArrayList<>();
            while (System.nanoTime() - startNs < length.toNanos()) {
                for (ConsumerRecord<byte[], byte[]> record :
                        consumer.poll(Duration.ofMillis(200))) {
                    take(record);
                }
                long nowNs = System.nanoTime();
                if (nowNs - reportNs > 30_000_000_000L) {
                    ProcessTree now = ProcessTree.now();
                    report(now, before, (nowNs - reportNs) / 1e9, (nowNs - startNs) / 1e9);
                    memory.add(new double[] {(nowNs - startNs) / 1e9, now.residentBytes() / 1e6});
                    before = now;
                    reportNs = nowNs;
                }
            }
            summary(memory);
        }
    }

    private static void take(ConsumerRecord<byte[], byte[]> record) {
        if (record.topic().equals(Topics.GAPS)) {
            if (StreamsCodec.decodeGap(record.value()) instanceof Decoded.Valid<Gap> gap) {
                gaps++;
                gapUs += gap.value().span().durationUs();
                System.out.println("gap: " + gap.value());
            }
            return;
        }
        if (!(SegmentCodec.decode(record.value()) instanceof Decoded.Valid<Segment> valid)) {
            throw new IllegalStateException("a segment that cannot be read");
        }
        Segment segment = valid.value();
        Seen seen = SEEN.computeIfAbsent(segment.streamId(), id -> new Seen());
        if (segment.epoch() != seen.epoch) {
            seen.epoch = segment.epoch();
            seen.next = 0;
        }
        seen.missing += segment.sequence() - seen.next;
        seen.next = segment.sequence() + 1;
        seen.segments++;
        if (seen.reachedUs >= 0) {
            seen.untoldUs += Math.abs(segment.span().startUs() - seen.reachedUs);
        }
        seen.reachedUs = segment.span().endUs();
        segment.wallClock()
                .ifPresent(clock -> LATENCY_S.add(record.timestamp() / 1e3 - clock.unixUs() / 1e6));
    }

    private static void report(ProcessTree now, ProcessTree before, double spanS, double elapsedS) {
        System.out.printf(
                Locale.ROOT,
                "%6.0f s  segments %6d  missing %d  gaps %d  worker %5.0f MB  decoders %2d, %5.0f MB  "
                        + "cpu: worker %.2f, decoders %.2f cores%n",
                elapsedS,
                SEEN.values().stream().mapToLong(seen -> seen.segments).sum(),
                SEEN.values().stream().mapToLong(seen -> seen.missing).sum(),
                gaps,
                now.ownBytes() / 1e6,
                now.children(),
                now.childBytes() / 1e6,
                (now.ownCpuS() - before.ownCpuS()) / spanS,
                (now.childCpuS() - before.childCpuS()) / spanS);
    }

    private static void summary(List<double[]> memory) {
        LATENCY_S.sort(Double::compare);
        System.out.printf(
                Locale.ROOT,
                "streams %d, segments %d, missing %d, untold %.3f s, gaps %d (%.3f s)%n",
                SEEN.size(),
                SEEN.values().stream().mapToLong(seen -> seen.segments).sum(),
                SEEN.values().stream().mapToLong(seen -> seen.missing).sum(),
                SEEN.values().stream().mapToLong(seen -> seen.untoldUs).sum() / 1e6,
                gaps,
                gapUs / 1e6);
        if (!LATENCY_S.isEmpty()) {
            System.out.printf(
                    Locale.ROOT,
                    "from a segment's first frame to Kafka: median %.2f s, 95 %% %.2f s, most %.2f s%n",
                    LATENCY_S.get(LATENCY_S.size() / 2),
                    LATENCY_S.get(LATENCY_S.size() * 95 / 100),
                    LATENCY_S.get(LATENCY_S.size() - 1));
        }
        System.out.printf(Locale.ROOT, "memory slope: %.1f MB/h%n", slope(memory) * 3600);
    }

    /** Theil-Sen: the median of the slopes between all pairs. */
    private static double slope(List<double[]> points) {
        List<Double> slopes = new ArrayList<>();
        for (int i = points.size() / 4; i < points.size(); i++) { // after the warm-up
            for (int j = i + 1; j < points.size(); j++) {
                slopes.add(
                        (points.get(j)[1] - points.get(i)[1])
                                / (points.get(j)[0] - points.get(i)[0]));
            }
        }
        slopes.sort(Double::compare);
        return slopes.isEmpty() ? 0 : slopes.get(slopes.size() / 2);
    }
}
