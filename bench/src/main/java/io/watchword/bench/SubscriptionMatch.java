package io.watchword.bench;

import io.watchword.contract.Event;
import io.watchword.contract.StandingSubscription;
import io.watchword.contract.StandingSubscription.By;
import io.watchword.contract.TimeSpan;
import io.watchword.contract.TokenLedger;
import io.watchword.deploy.kafka.EmbeddedBroker;
import io.watchword.deploy.kafka.PipelineTopics;
import io.watchword.view.subscribe.Concepts;
import io.watchword.view.subscribe.PlainWords;
import io.watchword.view.subscribe.SubscriptionMatcher;
import io.watchword.view.subscribe.kafka.SubscriptionsTopic;
import io.watchword.view.subscribe.lucene.SnowballForms;
import io.watchword.view.timeline.EvidenceVectors;
import io.watchword.view.timeline.Position;
import io.watchword.view.timeline.TimelineEntry;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.clients.admin.Admin;

/**
 * What it costs to compare an event with all subscriptions, in one thread, and how long it takes
 * until one that is added or removed counts. Subscriptions and events are generated of the words
 * that the shipped bundle says, vectors at random.
 *
 * <pre>bench/run SubscriptionMatch [SUBSCRIPTIONS [EVENTS [CHANGES]]]</pre>
 */
public final class SubscriptionMatch {
    private static final int DIM = 128;
    private static final String BUNDLE = "b";
    private static final List<String> ACTORS =
            List.of(
                    "person", "car", "lorry", "bus", "bicycle", "animal", "bird", "group", "box",
                    "ball", "door", "train", "someone", "truck", "vehicle", "человек", "машина");
    private static final List<String> ACTIONS =
            List.of(
                    "runs",
                    "stops",
                    "enters",
                    "leaves",
                    "passes",
                    "approaches",
                    "falls",
                    "opens",
                    "starts moving",
                    "turns back",
                    "останавливается",
                    "входит",
                    "падает");
    private static final List<String> REST =
            List.of("", "at night", "from the left", "to the right", "upwards", "with a siren");

    private final Random random = new Random(5);
    private final PlainWords words;

    private SubscriptionMatch() {
        SnowballForms forms = new SnowballForms();
        this.words = new PlainWords(forms, Concepts.shipped(forms));
    }

    public static void main(String[] args) throws Exception {
        int subscriptions = Integer.parseInt(args.length > 0 ? args[0] : "10000");
        int events = Integer.parseInt(args.length > 1 ? args[1] : "5000");
        int changes = Integer.parseInt(args.length > 2 ? args[2] : "200");
        SubscriptionMatch bench = new SubscriptionMatch();
        for (By by : List.of(By.WORDS, By.EITHER)) {
            bench.match(subscriptions, events, by);
        }
        bench.change(subscriptions, changes);
    }

    private void match(int subscriptions, int events, By by) {
        SubscriptionMatcher matcher = new SubscriptionMatcher(words);
        for (int n = 0; n < subscriptions; n++) {
            matcher.put(subscription("s" + n, by), BUNDLE, vector());
        }
        List<TimelineEntry> entries = new ArrayList<>();
        for (int n = 0; n < events; n++) {
            entries.add(event(n));
        }
        for (TimelineEntry entry : entries) { // warm
            matcher.match(entry, List.of());
        }
        long matches = 0;
        long[] eachNs = new long[events];
        long cpuNs = cpuNs();
        for (int n = 0; n < events; n++) {
            long startNs = System.nanoTime();
            matches += matcher.match(entries.get(n), List.of()).size();
            eachNs[n] = System.nanoTime() - startNs;
        }
        cpuNs = cpuNs() - cpuNs;
        Arrays.sort(eachNs);
        System.out.printf(
                Locale.ROOT,
                "%d subscriptions by %s: %.0f events/s of processor time, p50 %.3f ms, p99 %.3f ms,"
                        + " %.1f matches an event%n",
                subscriptions,
                by.name().toLowerCase(Locale.ROOT),
                events / (cpuNs / 1e9),
                eachNs[events / 2] / 1e6,
                eachNs[events * 99 / 100] / 1e6,
                matches / (double) events);
    }

    private static long cpuNs() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private void change(int stored, int changes) throws Exception {
        SubscriptionMatcher matcher = new SubscriptionMatcher(words);
        try (EmbeddedBroker broker =
                EmbeddedBroker.start(Files.createTempDirectory("subscription-match-"), 0)) {
            try (Admin admin =
                    Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
                PipelineTopics.create(admin, 1);
            }
            float[] vector = vector();
            try (SubscriptionsTopic topic =
                    SubscriptionsTopic.open(
                            broker.bootstrapServers(),
                            one -> matcher.put(one, BUNDLE, vector),
                            matcher::remove)) {
                long startNs = System.nanoTime();
                for (int n = 0; n < stored; n++) {
                    topic.put(subscription("s" + n, By.WORDS));
                }
                System.out.printf(
                        Locale.ROOT,
                        "%d stored one after another in %.1f s%n",
                        stored,
                        (System.nanoTime() - startNs) / 1e9);
                long[] addNs = new long[changes];
                long[] removeNs = new long[changes];
                for (int n = 0; n < changes; n++) {
                    long beganNs = System.nanoTime();
                    topic.put(subscription("x" + n, By.WORDS));
                    addNs[n] = System.nanoTime() - beganNs;
                    beganNs = System.nanoTime();
                    topic.remove("x" + n);
                    removeNs[n] = System.nanoTime() - beganNs;
                }
                print("added", addNs);
                print("removed", removeNs);
            }
            long beganNs = System.nanoTime();
            try (SubscriptionsTopic again =
                    SubscriptionsTopic.open(
                            broker.bootstrapServers(),
                            one -> matcher.put(one, BUNDLE, vector),
                            matcher::remove)) {
                System.out.printf(
                        Locale.ROOT,
                        "opened with %d stored in %.2f s%n",
                        again.all().size(),
                        (System.nanoTime() - beganNs) / 1e9);
            }
        }
    }

    private static void print(String what, long[] eachNs) {
        Arrays.sort(eachNs);
        System.out.printf(
                Locale.ROOT,
                "%s and in force: p50 %.1f ms, p99 %.1f ms, most %.1f ms%n",
                what,
                eachNs[eachNs.length / 2] / 1e6,
                eachNs[eachNs.length * 99 / 100] / 1e6,
                eachNs[eachNs.length - 1] / 1e6);
    }

    private StandingSubscription subscription(String id, By by) {
        return new StandingSubscription(
                id,
                1,
                "",
                "bench",
                pick(ACTORS) + " " + pick(ACTIONS) + " " + pick(REST),
                random.nextInt(3) == 0 ? List.of() : List.of("stream-" + random.nextInt(200)),
                List.of(),
                // Random vectors of this length are seldom as alike as this.
                new StandingSubscription.Rule(by, 0.3f, Optional.empty(), Duration.ZERO),
                "en",
                StandingSubscription.Verify.NONE,
                Optional.empty(),
                Instant.EPOCH);
    }

    private TimelineEntry event(int n) {
        String caption =
                "By day, camera still: a %s %s %s, also a %s. Sound of an engine and a siren."
                        .formatted(pick(ACTORS), pick(ACTIONS), pick(REST), pick(ACTORS));
        Event event =
                new Event(
                        "e" + n,
                        1,
                        "stream-" + random.nextInt(200),
                        "",
                        new TimeSpan(n, n + 1L),
                        caption,
                        "en",
                        List.of("motion"),
                        Event.Severity.INFO,
                        1,
                        new Event.Evidence(List.of(), -1, new TokenLedger(0, 0, 0, 0, 0, 0, 0)),
                        new Event.Model("", "", "", ""),
                        false,
                        Optional.empty());
        return new TimelineEntry(
                event,
                Optional.empty(),
                Instant.EPOCH,
                new EvidenceVectors(BUNDLE, vector(), new float[0], new float[0], new float[0]),
                new Position(0, n));
    }

    private float[] vector() {
        float[] vector = new float[DIM];
        double squares = 0;
        for (int d = 0; d < DIM; d++) {
            vector[d] = (float) random.nextGaussian();
            squares += (double) vector[d] * vector[d];
        }
        for (int d = 0; d < DIM; d++) {
            vector[d] = (float) (vector[d] / Math.sqrt(squares));
        }
        return vector;
    }

    private String pick(List<String> of) {
        return of.get(random.nextInt(of.size()));
    }
}
