package io.watchword.deploy.describe;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.watchword.contract.Headers;
import io.watchword.contract.Segment;
import io.watchword.contract.SegmentCodec;
import io.watchword.contract.StreamStatus;
import io.watchword.contract.StreamStatusCodec;
import io.watchword.contract.Topics;
import io.watchword.ingest.IngestConfig;
import io.watchword.ingest.decode.MediaInfo;
import io.watchword.ingest.decode.ReadResult;
import io.watchword.ingest.decode.SegmentSink;
import io.watchword.ingest.ffmpeg.FileSegmentReader;
import io.watchword.ingest.segment.SegmentOrigin;
import io.watchword.ingest.source.FileIdentity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

final class Intake implements AutoCloseable {
    record Source(Path file, String name, String streamId) {}

    private final List<Source> sources = new ArrayList<>();
    private final Map<String, CompletableFuture<ReadResult>> results = new HashMap<>();
    private final ExecutorService pool = Executors.newSingleThreadExecutor();

    static Intake start(List<Path> files, String bootstrapServers, CompletionTracker tracker) {
        Intake intake = new Intake();
        for (Path file : files) {
            FileIdentity id = FileSegmentReader.identify(file);
            Source s = new Source(file, file.getFileName().toString(), id.streamId());
            intake.sources.add(s);
            if (!tracker.described(s.streamId())) {
                intake.results.put(
                        s.streamId(),
                        CompletableFuture.supplyAsync(
                                () -> read(s, id, bootstrapServers), intake.pool));
            }
        }
        return intake;
    }

    private static ReadResult read(Source s, FileIdentity id, String bootstrap) {
        try (KafkaProducer<byte[], byte[]> p =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", bootstrap, "max.request.size", 8 << 20),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            long[] dur = {-1, 0};
            SegmentSink sink =
                    new SegmentSink() {
                        @Override
                        public void accept(Segment segment) {
                            byte[] v = SegmentCodec.encode(segment);
                            ProducerRecord<byte[], byte[]> r =
                                    new ProducerRecord<>(
                                            Topics.SEGMENTS, segment.streamId().getBytes(UTF_8), v);
                            Headers.of(segment.segmentId(), v)
                                    .forEach((k, x) -> r.headers().add(k, x));
                            p.send(r);
                            if (segment.last()) {
                                status(p, s, true, segment.span().endUs(), dur[0], dur[1]);
                            } else {
                                status(p, s, false, segment.span().endUs(), dur[0], ++dur[1]);
                            }
                        }

                        @Override
                        public void opened(MediaInfo info) {
                            dur[0] = info.durationUs();
                        }
                    };
            return FileSegmentReader.read(
                    s.file(),
                    new SegmentOrigin(s.streamId(), id.sha256(), s.name()),
                    IngestConfig.DEFAULT,
                    sink);
        }
    }

    private static void status(
            KafkaProducer<byte[], byte[]> p, Source s, boolean done, long at, long dur, long n) {
        StreamStatus st =
                new StreamStatus(
                        s.streamId(),
                        StreamStatus.Stage.INGEST,
                        s.name(),
                        done,
                        at,
                        dur,
                        n,
                        Optional.empty());
        byte[] v = StreamStatusCodec.encode(st);
        ProducerRecord<byte[], byte[]> r =
                new ProducerRecord<>(Topics.STREAM_STATUS, st.key().getBytes(UTF_8), v);
        Headers.of(st.key(), v).forEach((k, x) -> r.headers().add(k, x));
        p.send(r);
    }

    List<Source> sources() {
        return sources;
    }

    List<String> expected() {
        return sources.stream()
                .filter(s -> failed(s).isEmpty())
                .map(Source::streamId)
                .distinct()
                .toList();
    }

    boolean isDone() {
        return results.values().stream().allMatch(CompletableFuture::isDone);
    }

    int finished() {
        return (int) results.values().stream().filter(CompletableFuture::isDone).count();
    }

    Optional<String> failure() {
        return results.values().stream()
                .filter(CompletableFuture::isCompletedExceptionally)
                .map(f -> "ingest failed: " + f.handle((r, e) -> e).join())
                .findFirst();
    }

    Optional<ReadResult.Failed> failed(Source source) {
        CompletableFuture<ReadResult> r = results.get(source.streamId());
        return r != null
                        && r.isDone()
                        && !r.isCompletedExceptionally()
                        && r.join() instanceof ReadResult.Failed f
                ? Optional.of(f)
                : Optional.empty();
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }
}
