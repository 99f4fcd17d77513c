package io.watchword.ingest.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.watchword.contract.Decoded;
import io.watchword.contract.StreamProgress;
import io.watchword.contract.StreamSpec;
import io.watchword.contract.StreamsCodec;
import io.watchword.contract.Topics;
import io.watchword.ingest.source.SourceUri;
import io.watchword.ingest.watch.Pacer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Semaphore;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches its share of the streams on topic {@code streams}. Workers share the topic's partitions
 * through a consumer group; a partition's streams belong to the worker that has it. When a worker
 * dies the others take over, each stream under a new epoch.
 *
 * <p>Owns its consumer, its producers and everything that runs.
 */
public final class IngestWorker implements AutoCloseable {
    private static final Logger logger = LoggerFactory.getLogger(IngestWorker.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration HAND_OVER = Duration.ofSeconds(20);
    private static final Duration BETWEEN_CONNECTIONS = Duration.ofMillis(200);
    private static final Duration SETTLE = Duration.ofSeconds(2);
    private static final Duration CLOSE = Duration.ofSeconds(2);

    private final Consumer<byte[], byte[]> consumer;
    private final List<Producer<byte[], byte[]>> producers;
    private final StreamsTopic streams;
    private final RunTools tools;
    private final StreamSlots slots;
    private final StatusBoard board;
    private final Fence fence = new Fence(WorkerClients.SESSION);
    private final Thread thread;
    private final Map<TopicPartition, Partition> partitions = new HashMap<>(); // thread's own
    private volatile boolean closing;
    private volatile Optional<String> failure = Optional.empty();

    /** What this worker knows of a partition it has. */
    private static final class Partition {
        private final Map<String, StreamSpec> specs = new HashMap<>();
        private final long endOffset;
        private boolean caughtUp;

        Partition(long endOffset) {
            this.endOffset = endOffset;
        }
    }

    private IngestWorker(String bootstrapServers, String workerId, WorkerParts parts) {
        Producer<byte[], byte[]> live = WorkerClients.liveProducer(bootstrapServers);
        Producer<byte[], byte[]> archive = WorkerClients.archiveProducer(bootstrapServers);
        this.producers = List.of(live, archive);
        this.streams = StreamsTopic.open(bootstrapServers);
        this.board = new StatusBoard(live, parts.metrics(), fence);
        this.tools =
                new RunTools(
                        parts,
                        workerId,
                        live,
                        archive,
                        fence,
                        new Pacer(BETWEEN_CONNECTIONS),
                        new Semaphore(parts.config().parallelFiles(), true),
                        board,
                        new ProgressWriter(live, live.partitionsFor(Topics.STREAMS).size(), fence),
                        new Random());
        this.slots = new StreamSlots(this::run, this::forget);
        this.consumer = WorkerClients.consumer(bootstrapServers);
        this.thread = new Thread(this::loop, "ingest " + workerId);
        thread.setDaemon(true);
    }

    /**
     * Joins the group and watches what falls to this worker.
     *
     * @param workerId as status shows it
     * @throws KafkaException if no broker answers
     */
    public static IngestWorker start(String bootstrapServers, String workerId, WorkerParts parts) {
        IngestWorker worker = new IngestWorker(bootstrapServers, workerId, parts);
        worker.thread.start();
        return worker;
    }

    /** Why it stopped although it should run, or empty. */
    public Optional<String> failure() {
        return failure;
    }

    /** Streams that run or are about to. */
    public int streams() {
        return slots.size();
    }

    private void loop() {
        try {
            consumer.subscribe(List.of(Topics.STREAMS), new Shares());
            while (!closing) {
                fence.heard();
                if (!fence.holds()) {
                    rejoin();
                }
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    observe(record);
                }
                partitions.forEach(this::catchUp);
            }
        } catch (WakeupException e) {
            logger.atDebug().log("worker closes");
        } catch (RuntimeException e) { // the boundary of the thread
            failure = Optional.of("the ingest worker ended: " + e.getMessage());
            logger.atError().setCause(e).log("ingest worker ended");
        } finally {
            List<String> mine = streamsOf(partitions.keySet());
            slots.close();
            tools.progressLog().settle(mine, SETTLE); // before others may go on from there
            consumer.close(CloseOptions.timeout(CLOSE));
        }
    }

    /** The process stood still for so long that its streams may belong to another worker. */
    private void rejoin() {
        logger.atWarn().log("this worker was stopped for longer than its session: it joins anew");
        release(List.copyOf(partitions.keySet()));
        consumer.unsubscribe();
        fence.raise();
        consumer.subscribe(List.of(Topics.STREAMS), new Shares());
    }

    private final class Shares implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> added) {
            consumer.seekToBeginning(added);
            consumer.endOffsets(added)
                    .forEach((share, end) -> partitions.put(share, new Partition(end)));
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> gone) {
            release(gone);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> gone) {
            release(gone);
            fence.raise(); // all of them are gone
        }
    }

    private void release(Collection<TopicPartition> gone) {
        List<String> ending = streamsOf(gone);
        slots.dropAndWait(ending, HAND_OVER, fence::heard);
        tools.progressLog().settle(ending, SETTLE); // whoever comes next reads it
        ending.forEach(tools.progressLog()::forget);
        gone.forEach(partitions::remove);
    }

    private List<String> streamsOf(Collection<TopicPartition> some) {
        List<String> streamIds = new ArrayList<>();
        for (TopicPartition share : some) {
            Partition partition = partitions.get(share);
            if (partition != null) {
                streamIds.addAll(partition.specs.keySet());
            }
        }
        return streamIds;
    }

    private void observe(ConsumerRecord<byte[], byte[]> record) {
        Partition partition =
                partitions.get(new TopicPartition(record.topic(), record.partition()));
        if (partition == null || record.key() == null) {
            return;
        }
        String key = new String(record.key(), UTF_8);
        if (key.indexOf('/') >= 0) {
            if (record.value() != null
                    && StreamsCodec.decodeProgress(record.value())
                            instanceof Decoded.Valid<StreamProgress> valid) {
                tools.progressLog().read(valid.value());
            }
        } else if (record.value() == null) {
            partition.specs.remove(key);
            if (partition.caughtUp) {
                slots.drop(key, true);
            }
        } else if (StreamsCodec.decodeSpec(record.value())
                instanceof Decoded.Valid<StreamSpec> valid) {
            partition.specs.put(key, valid.value());
            if (partition.caughtUp) {
                slots.want(valid.value());
            }
        } else {
            logger.atWarn()
                    .addKeyValue("partition", record.partition())
                    .addKeyValue("offset", record.offset())
                    .log("what is to be watched is not understood: it stays as it was");
        }
    }

    /** Streams start when all that is known of them is read. */
    private void catchUp(TopicPartition share, Partition partition) {
        if (!partition.caughtUp && consumer.position(share) >= partition.endOffset) {
            partition.caughtUp = true;
            partition.specs.values().forEach(slots::want);
        }
    }

    private StreamRun run(StreamSpec spec) {
        try {
            return started(spec);
        } catch (RuntimeException e) { // the boundary: one stream must not end the worker
            logger.atError()
                    .addKeyValue("streamId", spec.streamId())
                    .setCause(e)
                    .log("stream does not start");
            return new FailedRun(spec.streamId(), tools, e);
        }
    }

    private StreamRun started(StreamSpec spec) {
        SourceUri source = SourceUri.parse(spec.source());
        if (source.kind() != SourceUri.Kind.PATH) {
            return new LiveRun(spec, tools.progressLog().of(spec.streamId()), tools);
        }
        Path path = source.path().orElseThrow();
        return Files.isDirectory(path)
                ? new FolderRun(spec, tools, streams)
                : new FileRun(spec, tools);
    }

    private void forget(String streamId) {
        board.forget(streamId);
    }

    /** Hands its streams over and ends. */
    @Override
    public void close() {
        closing = true;
        consumer.wakeup();
        StreamThreads.join(thread, HAND_OVER.plusSeconds(5));
        board.close();
        streams.close();
        producers.forEach(producer -> producer.close(CLOSE));
    }
}
