package io.watchword.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.CodedOutputStream;
import com.sun.management.OperatingSystemMXBean;
import io.watchword.contract.Embedding;
import io.watchword.contract.EmbeddingCodec;
import io.watchword.contract.Headers;
import io.watchword.contract.TimeSpan;
import io.watchword.contract.Topics;
import io.watchword.deploy.kafka.EmbeddedBroker;
import io.watchword.deploy.kafka.PipelineTopics;
import io.watchword.deploy.kafka.TopicScan;
import io.watchword.deploy.log.StoredLog;
import io.watchword.deploy.log.StreamChoice;
import io.watchword.fusion.log.StoredStream;
import io.watchword.fusion.log.kafka.IndexFollower;
import io.watchword.fusion.log.kafka.KafkaUnderstandingLog;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * What an hour of a stream takes in the log of understanding, and what reading it costs by the
 * index against looking through the topic. The records are those of a stream that was described;
 * several of them, for hours, are made by repeating it.
 *
 * <pre>bench/run StoredSpan DATA_DIRECTORY STREAM HOURS STREAMS</pre>
 */
public final class StoredSpan {
    private static final long HOUR_US = 3_600_000_000L;

    private StoredSpan() {}

    public static void main(String[] args) throws Exception {
        List<Embedding> real = real(Path.of(args[0]), args[1]);
        report(real);
        int hours = Integer.parseInt(args[2]);
        int streams = Integer.parseInt(args[3]);
        Path directory = Files.createTempDirectory("stored-span-");
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory, 0)) {
            String bootstrap = broker.bootstrapServers();
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
                PipelineTopics.create(admin, 1);
            }
            write(bootstrap, real, hours, streams);
            cost("open, nothing indexed", () -> open(bootstrap));
            try (IndexFollower follower = IndexFollower.start(bootstrap)) {
                awaitIndex(bootstrap, hours, streams);
            }
            for (int round = 0; round < 3; round++) {
                double indexed = cost("an hour by the index", () -> hour(bootstrap, hours / 2));
                double scanned = cost("an hour by looking", () -> scan(bootstrap, hours / 2));
                System.out.printf("ratio %.1f%n", scanned / indexed);
            }
        }
    }

    private static List<Embedding> real(Path data, String name) throws Exception {
        try (StoredLog log = StoredLog.open(data)) {
            StoredStream stream = StreamChoice.of(name, log.understanding().streams());
            List<Embedding> all = new ArrayList<>();
            log.understanding().read(stream.streamId(), stream.span(), all::add);
            return all;
        }
    }

    private static void report(List<Embedding> all) {
        long spanUs = 0;
        long ids = 0;
        long idBytes = 0;
        long bytes = 0;
        for (Embedding embedding : all) {
            spanUs += embedding.span().durationUs();
            ids += embedding.motionIds().length;
            for (int id : embedding.motionIds()) {
                idBytes += CodedOutputStream.computeInt32SizeNoTag(id);
            }
            bytes += EmbeddingCodec.encode(embedding).length;
        }
        double hours = (double) spanUs / HOUR_US;
        System.out.printf(
                "%d segments, %.0f s; in an hour: %.0f motion ids in %.3f MB, all %.2f MB%n",
                all.size(), spanUs / 1e6, ids / hours, idBytes / hours / 1e6, bytes / hours / 1e6);
    }

    private static void write(String bootstrap, List<Embedding> real, int hours, int streams) {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", bootstrap),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            long startUs = 0;
            for (long sequence = 0; startUs < hours * HOUR_US; sequence++) {
                Embedding of = real.get((int) (sequence % real.size()));
                for (int stream = 0; stream < streams; stream++) {
                    send(producer, "stream-" + stream, of, sequence, startUs);
                }
                startUs += of.span().durationUs();
            }
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // who reads the index counts what arrived
    private static void send(
            KafkaProducer<byte[], byte[]> producer,
            String stream,
            Embedding of,
            long sequence,
            long startUs) {
        byte[] value =
                EmbeddingCodec.encode(
                        new Embedding(
                                stream,
                                stream + "/1/" + sequence,
                                of.source(),
                                1,
                                sequence,
                                new TimeSpan(startUs, startUs + of.span().durationUs()),
                                of.bundle(),
                                of.bundleSha256(),
                                of.motionIds(),
                                of.blocks(),
                                of.searchVector(),
                                of.facts(),
                                of.texts(),
                                of.decodeErrorRatio(),
                                of.discontinuity(),
                                false));
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(Topics.EMBEDDINGS, stream.getBytes(UTF_8), value);
        Headers.of(stream + sequence, value).forEach(record.headers()::add);
        producer.send(record);
    }

    private static void awaitIndex(String bootstrap, int hours, int streams) throws Exception {
        long wanted = streams * (hours * 12L - 1);
        long runs = 0;
        while (runs < wanted) {
            Thread.sleep(1000);
            AtomicLong count = new AtomicLong();
            TopicScan.all(bootstrap, Topics.EMBEDDING_INDEX, record -> count.incrementAndGet());
            runs = count.get();
        }
        System.out.printf("%d entries in the index%n", runs);
    }

    private static long open(String bootstrap) {
        try (KafkaUnderstandingLog log = KafkaUnderstandingLog.open(bootstrap)) {
            return log.streams().size();
        }
    }

    private static long hour(String bootstrap, int hour) {
        AtomicLong count = new AtomicLong();
        try (KafkaUnderstandingLog log = KafkaUnderstandingLog.open(bootstrap)) {
            log.read("stream-0", span(hour), embedding -> count.incrementAndGet());
        }
        return count.get();
    }

    private static TimeSpan span(int hour) {
        return new TimeSpan(hour * HOUR_US, (hour + 1) * HOUR_US);
    }

    /** As one would without an index: every record of the stream is read to know its time. */
    private static long scan(String bootstrap, int hour) {
        AtomicLong count = new AtomicLong();
        TopicScan.all(
                bootstrap,
                Topics.EMBEDDINGS,
                record -> {
                    boolean ours = new String(record.key(), UTF_8).equals("stream-0");
                    if (ours
                            && EmbeddingCodec.decode(record.value())
                                    instanceof io.watchword.contract.Decoded.Valid<Embedding> valid
                            && valid.value().span().overlaps(span(hour))) {
                        count.incrementAndGet();
                    }
                });
        return count.get();
    }

    private interface Work {
        long run();
    }

    /** CPU of the whole process, the broker in. */
    private static double cost(String what, Work work) {
        OperatingSystemMXBean system =
                (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long cpuNs = system.getProcessCpuTime();
        long beginNs = System.nanoTime();
        long found = work.run();
        double seconds = (system.getProcessCpuTime() - cpuNs) / 1e9;
        System.out.printf(
                "%s: %d, %.2f s of CPU, %.2f s%n",
                what, found, seconds, (System.nanoTime() - beginNs) / 1e9);
        return seconds;
    }
}
