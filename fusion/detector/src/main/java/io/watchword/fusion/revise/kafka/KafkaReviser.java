package io.watchword.fusion.revise.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import io.watchword.contract.Decoded;
import io.watchword.contract.Event;
import io.watchword.contract.EventCodec;
import io.watchword.contract.Headers;
import io.watchword.contract.Topics;
import io.watchword.fusion.FuseConfig;
import io.watchword.fusion.describe.Describer;
import io.watchword.fusion.revise.Reviser;
import io.watchword.fusion.revise.Revision;
import io.watchword.fusion.revise.RevisionQueue;
import io.watchword.fusion.revise.StoredEmbeddings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads topic {@code events} and writes to it a later revision of every event that was written
 * without the language model, one at a time. The topic is all it remembers by: a new one reads it
 * from the beginning and goes on where the last one stopped. Before it writes it reads on to the
 * end, so that an event that somebody else has revised meanwhile is left alone.
 *
 * <p>Owns a thread, which owns everything else; any thread may ask for {@link #counts}.
 */
public final class KafkaReviser implements AutoCloseable {
    private static final Logger logger = LoggerFactory.getLogger(KafkaReviser.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final int PEEKS_IN_REST = 4;

    /**
     * What there was so far.
     *
     * @param read whether the topic has been read to its end
     * @param degraded records of events written without the model
     * @param described records of events that the model described at once
     * @param waiting events that wait for a revision
     * @param revised events revised by this process
     * @param impossible events that cannot be revised
     */
    public record Counts(
            boolean read,
            long degraded,
            long described,
            long waiting,
            long revised,
            long impossible) {
        static final Counts NONE = new Counts(false, 0, 0, 0, 0, 0);
    }

    private final String bootstrapServers;
    private final FuseConfig config;
    private final RevisionQueue queue;
    private final StoredEmbeddings embeddings;
    private final Describer describer;
    private final Thread thread = new Thread(this::run, "revise");
    private volatile Counts counts = Counts.NONE;
    private volatile Optional<String> failure = Optional.empty();
    private volatile boolean closed;
    private long notBeforeNs;
    private boolean resting;

    private KafkaReviser(
            String bootstrapServers,
            FuseConfig config,
            String bundleSha256,
            StoredEmbeddings embeddings,
            Describer describer) {
        this.bootstrapServers = requireNonNull(bootstrapServers, "bootstrapServers is null");
        this.config = requireNonNull(config, "config is null");
        this.queue = new RevisionQueue(bundleSha256);
        this.embeddings = requireNonNull(embeddings, "embeddings is null");
        this.describer = requireNonNull(describer, "describer is null");
    }

    /**
     * Begins.
     *
     * @param bundleSha256 of the model; events of other bundles are left alone
     * @param embeddings used by the thread alone
     * @param describer closed with this
     */
    public static KafkaReviser start(
            String bootstrapServers,
            FuseConfig config,
            String bundleSha256,
            StoredEmbeddings embeddings,
            Describer describer) {
        KafkaReviser reviser =
                new KafkaReviser(bootstrapServers, config, bundleSha256, embeddings, describer);
        reviser.thread.setDaemon(true);
        reviser.thread.start();
        return reviser;
    }

    public Counts counts() {
        return counts;
    }

    /** Why nothing is revised any more, although it should be. */
    public Optional<String> failure() {
        return failure;
    }

    private void run() {
        try (Consumer<byte[], byte[]> events =
                        Consumers.atBeginning(bootstrapServers, Topics.EVENTS);
                Producer<byte[], byte[]> producer =
                        new KafkaProducer<>(
                                Map.of("bootstrap.servers", bootstrapServers, "acks", "all"),
                                new ByteArraySerializer(),
                                new ByteArraySerializer())) {
            Reviser reviser = new Reviser(embeddings, describer);
            readOn(events);
            while (!closed) {
                step(events, producer, reviser);
            }
        } catch (InterruptedException | InterruptException e) {
            logger.atDebug().log("revising was interrupted"); // by close
        } catch (KafkaException | ExecutionException e) {
            if (!closed) {
                logger.atError().setCause(e).log("captions are not revised any more");
                failure = Optional.of("captions are not revised any more: " + e.getMessage());
            }
        }
    }

    private void step(
            Consumer<byte[], byte[]> events, Producer<byte[], byte[]> producer, Reviser reviser)
            throws InterruptedException, ExecutionException {
        events.poll(POLL).forEach(this::observe);
        if (queue.mustReread()) {
            events.seekToBeginning(events.assignment());
            readOn(events);
        }
        publishCounts(0, 0);
        Optional<Event> due = queue.due(System.nanoTime());
        if (due.isEmpty() || System.nanoTime() - notBeforeNs < 0) {
            return;
        }
        Event event = due.get();
        Revision revision = ask(reviser, event);
        pauseFor(config.outage().revisePause());
        note(revision, event);
        if (revision instanceof Revision.Written written) {
            readOn(events);
            if (queue.isWaiting(event.eventId())) {
                write(producer, event, written.events());
            }
        } else if (revision instanceof Revision.ModelDown) {
            pauseFor(config.outage().rest().dividedBy(PEEKS_IN_REST));
        } else if (revision instanceof Revision.Spoilt) {
            queue.postpone(event.eventId(), System.nanoTime(), config.outage().rest());
        } else {
            queue.giveUp(event.eventId());
            publishCounts(0, 1);
        }
    }

    private Revision ask(Reviser reviser, Event event)
            throws InterruptedException, ExecutionException {
        Duration longest = config.describing().longestWait();
        try {
            return reviser.revise(event).get(longest.toMillis(), MILLISECONDS);
        } catch (TimeoutException e) {
            return new Revision.ModelDown("no answer within " + longest);
        }
    }

    private void pauseFor(Duration pause) {
        notBeforeNs = System.nanoTime() + pause.toNanos();
    }

    /** Reads what is there now. */
    private void readOn(Consumer<byte[], byte[]> events) {
        Map<TopicPartition, Long> ends = events.endOffsets(events.assignment());
        while (!Consumers.reached(events, ends) && !closed) {
            events.poll(POLL).forEach(this::observe);
        }
        counts =
                new Counts(
                        true,
                        counts.degraded(),
                        counts.described(),
                        queue.size(),
                        counts.revised(),
                        counts.impossible());
    }

    private void observe(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null
                || !(EventCodec.decode(record.value()) instanceof Decoded.Valid<Event> valid)) {
            return; // the sinks say so
        }
        Event event = valid.value();
        queue.observe(event, record.timestamp());
        boolean first = event.revision() == 1 && !event.isPart();
        counts =
                new Counts(
                        counts.read(),
                        counts.degraded() + (first && event.degraded() ? 1 : 0),
                        counts.described() + (first && !event.degraded() ? 1 : 0),
                        queue.size(),
                        counts.revised(),
                        counts.impossible());
    }

    private void publishCounts(int revised, int impossible) {
        counts =
                new Counts(
                        counts.read(),
                        counts.degraded(),
                        counts.described(),
                        queue.size(),
                        counts.revised() + revised,
                        counts.impossible() + impossible);
    }

    /** One line when the model is found down and one when it is back; one for each lost event. */
    private void note(Revision revision, Event event) {
        boolean down = revision instanceof Revision.ModelDown;
        if (down != resting) {
            logger.atInfo()
                    .addKeyValue("count", queue.size())
                    .log(down ? "captions wait for the model" : "captions are revised");
            resting = down;
        }
        if (revision instanceof Revision.Spoilt spoilt) {
            refused(event, spoilt.detail()).log("caption was not revised, tried again later");
        } else if (revision instanceof Revision.Impossible impossible) {
            refused(event, impossible.detail()).log("caption cannot be revised");
        }
    }

    private static org.slf4j.spi.LoggingEventBuilder refused(Event event, String detail) {
        return logger.atWarn()
                .addKeyValue("streamId", event.streamId())
                .addKeyValue("eventId", event.eventId())
                .addKeyValue("detail", detail);
    }

    /** What may have been written although Kafka does not say so is read before the next try. */
    private void write(Producer<byte[], byte[]> producer, Event degraded, List<Event> events)
            throws InterruptedException {
        try {
            for (Event event : events) {
                byte[] value = EventCodec.encode(event);
                ProducerRecord<byte[], byte[]> record =
                        new ProducerRecord<>(
                                Topics.EVENTS, event.streamId().getBytes(UTF_8), value);
                Headers.of(event.eventId(), value).forEach(record.headers()::add);
                producer.send(record).get();
            }
            queue.settle(degraded.eventId());
            publishCounts(1, 0);
        } catch (ExecutionException e) {
            refused(degraded, String.valueOf(e.getMessage())).log("revision was not written");
            queue.postpone(degraded.eventId(), System.nanoTime(), config.outage().rest());
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(SECONDS.toMillis(4));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        describer.close();
    }
}
