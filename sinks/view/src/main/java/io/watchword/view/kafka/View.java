package io.watchword.view.kafka;

import static io.watchword.contract.Checks.checkArgument;
import static java.util.stream.Collectors.toUnmodifiableSet;

import io.watchword.contract.Topics;
import io.watchword.view.ViewConfig;
import io.watchword.view.feed.Cursor;
import io.watchword.view.feed.EntryLog;
import io.watchword.view.feed.EventFeed;
import io.watchword.view.feed.FanOutFeed;
import io.watchword.view.timeline.EntryListener;
import io.watchword.view.timeline.InstanceTimelines;
import io.watchword.view.timeline.Peers;
import io.watchword.view.timeline.Timelines;
import io.watchword.view.timeline.TimelinesUnavailable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running view: reads the topics, keeps the timelines, hands events on. Owns its threads, its
 * consumers and its stores. Thread-safe.
 */
public final class View implements AutoCloseable {
    private static final Logger logger = LoggerFactory.getLogger(View.class);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(5);
    private static final Duration START_WITHIN = Duration.ofSeconds(60);
    private static final int STRETCH = 500;
    private static final long AGAIN_MS = 50;

    private final KafkaStreams streams;
    private final ThreadReplacements replacements;
    private final OwnTimelines own;
    private final InstanceTimelines timelines;
    private final KafkaEntryLog log;
    private final FanOutFeed feed;
    private final Optional<EntryTail> tail;
    private final Set<Integer> partitions;
    private final Object stateChange = new Object();
    private volatile boolean closed;

    private View(
            KafkaStreams streams,
            ThreadReplacements replacements,
            OwnTimelines own,
            InstanceTimelines timelines,
            KafkaEntryLog log,
            FanOutFeed feed,
            Optional<EntryTail> tail,
            int partitions) {
        this.streams = streams;
        this.replacements = replacements;
        this.own = own;
        this.timelines = timelines;
        this.log = log;
        this.feed = feed;
        this.tail = tail;
        this.partitions = IntStream.range(0, partitions).boxed().collect(toUnmodifiableSet());
    }

    /**
     * Starts reading and returns at once; queries answer within seconds, and throw {@link
     * TimelinesUnavailable} until then.
     *
     * @param stateDirectory kept between runs; one for each instance
     * @param eventsKept how long topic {@code events} keeps them; older ones leave the timelines
     * @param peers {@link Peers#NONE} for the only instance
     * @param listeners hear every upsert, of the streams that other instances hold too
     * @throws IllegalArgumentException if the topics cannot be joined
     * @throws TimelinesUnavailable if Kafka does not answer
     */
    public static View start(
            String bootstrapServers,
            Path stateDirectory,
            ViewConfig config,
            Duration eventsKept,
            Peers peers,
            List<EntryListener> listeners) {
        boolean alone = config.advertisedAddress().isEmpty();
        TellAll told = new TellAll(listeners);
        KafkaConsumer<byte[], byte[]> consumer = KafkaEntryLog.consumer(bootstrapServers);
        int partitions;
        try {
            partitions = joinable(consumer);
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
        KafkaStreams streams =
                new KafkaStreams(
                        ViewTopology.of(
                                config.evidenceKept(), eventsKept, alone ? told : entry -> {}),
                        ViewSettings.of(bootstrapServers, stateDirectory, config));
        ThreadReplacements replacements = new ThreadReplacements(System::nanoTime);
        OwnTimelines own = new OwnTimelines(streams);
        InstanceTimelines timelines =
                alone
                        ? own
                        : new KafkaTimelines(
                                own, () -> others(streams, config.advertisedAddress()), peers);
        KafkaEntryLog log = new KafkaEntryLog(consumer, timelines);
        FanOutFeed feed = new FanOutFeed(config.feed(), log);
        told.first(feed);
        Optional<EntryTail> tail =
                alone
                        ? Optional.empty()
                        : Optional.of(
                                EntryTail.start(
                                        KafkaEntryLog.consumer(bootstrapServers),
                                        log.ends(),
                                        timelines,
                                        told));
        View view = new View(streams, replacements, own, timelines, log, feed, tail, partitions);
        streams.setUncaughtExceptionHandler(replacements);
        streams.setStateListener((now, before) -> view.state(now));
        streams.start();
        return view;
    }

    /** What is keyed alike must lie in partitions of one number to be joined. */
    private static int joinable(KafkaConsumer<byte[], byte[]> consumer) {
        int embeddings = partitions(consumer, Topics.EMBEDDINGS);
        int events = partitions(consumer, Topics.EVENTS);
        checkArgument(
                embeddings == events,
                "topics %s and %s have %d and %d partitions, required the same number",
                Topics.EMBEDDINGS,
                Topics.EVENTS,
                embeddings,
                events);
        return events;
    }

    private static int partitions(KafkaConsumer<byte[], byte[]> consumer, String topic) {
        try {
            int found = consumer.partitionsFor(topic).size();
            checkArgument(found > 0, "topic %s does not exist", topic);
            return found;
        } catch (KafkaException e) {
            throw new TimelinesUnavailable("topic " + topic + " cannot be asked for", e);
        }
    }

    private static Set<String> others(KafkaStreams streams, String ownAddress) {
        return streams.streamsMetadataForStore(ViewStores.ENTRIES).stream()
                .map(View::address)
                .filter(address -> !address.equals(ownAddress))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String address(StreamsMetadata instance) {
        return instance.host() + ":" + instance.port();
    }

    private void state(KafkaStreams.State now) {
        logger.atInfo().addKeyValue("state", now).log("view");
        if (now == KafkaStreams.State.ERROR) {
            replacements.fail("Kafka Streams stopped, its log says why");
        }
        synchronized (stateChange) {
            stateChange.notifyAll();
        }
    }

    /** Of all instances. */
    public Timelines timelines() {
        return timelines;
    }

    /** Of this instance alone: what peers ask for. */
    public InstanceTimelines ownTimelines() {
        return own;
    }

    /** Of all instances. */
    public EventFeed feed() {
        return feed;
    }

    /** How many follow the feed now. */
    public int followers() {
        return feed.followers();
    }

    /** Whether queries can be answered now. */
    public boolean ready() {
        return streams.state() == KafkaStreams.State.RUNNING;
    }

    /**
     * Waits until queries can be answered.
     *
     * @return whether they can
     */
    public boolean awaitReady(Duration limit) throws InterruptedException {
        long untilNs = System.nanoTime() + limit.toNanos();
        synchronized (stateChange) {
            while (!ready() && !closed && failure().isEmpty()) {
                long leftMs = (untilNs - System.nanoTime()) / 1_000_000;
                if (leftMs <= 0) {
                    return false;
                }
                stateChange.wait(leftMs);
            }
        }
        return ready();
    }

    /** Why it stopped for good; empty while it runs, also while it recovers. */
    public Optional<String> failure() {
        return replacements.failure();
    }

    /** The partitions of topic {@code events} whose streams this instance holds now. */
    public Set<Integer> partitions() {
        if (tail.isEmpty()) {
            return partitions;
        }
        if (!streams.state().isRunningOrRebalancing()) {
            return Set.of();
        }
        return streams.metadataForLocalThreads().stream()
                .flatMap(thread -> thread.activeTasks().stream())
                .flatMap(task -> task.topicPartitions().stream())
                .filter(partition -> partition.topic().equals(Topics.EVENTS))
                .map(TopicPartition::partition)
                .collect(toUnmodifiableSet());
    }

    /**
     * Tells a listener what lies on the topic from a cursor on, up to now, in the calling thread: a
     * partition that the cursor does not name from its beginning. Events that were revised or
     * replaced since are left out, their newest revision comes in its own place. May tell what the
     * listener hears live at the same time. Waits while instances hand streams to each other.
     *
     * @return where it ended: whatever follows is told live
     * @throws TimelinesUnavailable if the view cannot be read within a minute
     */
    public Cursor replay(EntryListener listener, Cursor from) throws InterruptedException {
        if (!awaitReady(START_WITHIN)) {
            throw new TimelinesUnavailable("the view is " + streams.state().name());
        }
        Cursor beginnings = log.beginnings();
        SortedMap<Integer, Long> named = new TreeMap<>(from.nextOffsets());
        named.keySet().retainAll(beginnings.nextOffsets().keySet());
        Cursor at = beginnings.merge(new Cursor(named));
        Cursor toldLive = tail.map(EntryTail::from).orElse(Cursor.none());
        long untilNs = System.nanoTime() + START_WITHIN.toNanos();
        while (true) {
            Cursor before = at;
            boolean more = false;
            try {
                EntryLog.Stretch stretch = log.read(at, feed.settled(), STRETCH);
                stretch.entries().forEach(listener::entry);
                at = stretch.next();
                more = stretch.more();
                if (!more && at.merge(toldLive).equals(at)) {
                    return at;
                }
            } catch (TimelinesUnavailable e) {
                if (closed || System.nanoTime() - untilNs > 0) {
                    throw e;
                }
            }
            if (!at.equals(before)) {
                untilNs = System.nanoTime() + START_WITHIN.toNanos();
            }
            if (!more) { // some instance has yet to take in what lies here
                Thread.sleep(AGAIN_MS);
            }
        }
    }

    /** Ends followers with their cursors, and stops within seconds. */
    @Override
    public void close() {
        closed = true;
        synchronized (stateChange) {
            stateChange.notifyAll();
        }
        feed.close();
        tail.ifPresent(EntryTail::close);
        boolean stopped =
                streams.close(
                        CloseOptions.timeout(STOP_WITHIN)
                                .withGroupMembershipOperation(
                                        CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
        if (!stopped) {
            logger.atWarn().log("the view did not stop in time");
        }
        log.close();
    }
}
