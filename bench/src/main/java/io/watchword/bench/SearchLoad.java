package io.watchword.bench;

import io.watchword.view.access.Rights;
import io.watchword.view.lucene.LuceneEventSearch;
import io.watchword.view.search.OtherWords;
import io.watchword.view.search.QueryEmbedder;
import io.watchword.view.search.SearchPage;
import io.watchword.view.search.SearchQuery;
import io.watchword.view.subscribe.ConceptWords;
import io.watchword.view.subscribe.Concepts;
import io.watchword.view.subscribe.lucene.SnowballForms;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * How long searches take: {@code SearchLoad EVENTS [DIR [THINK_MS [SECONDS]]]}. Generates events,
 * indexes them in a directory (which is used again when it holds them), and lets 1, 10 and 50 users
 * search, each again when it has its answer, after a pause of THINK_MS. A quarter of the queries is
 * narrowed to ten streams, a quarter to a day, an eighth by label. The text encoder is not part of
 * it.
 */
public final class SearchLoad {
    private static final int QUERIES = 2000;
    private static final long SEED = 11;

    private SearchLoad() {}

    public static void main(String[] args) throws Exception {
        int events = Integer.parseInt(args.length > 0 ? args[0] : "100000");
        boolean own = args.length < 2;
        Path directory = own ? Files.createTempDirectory("search-load-") : Path.of(args[1]);
        long thinkMs = args.length > 2 ? Long.parseLong(args[2]) : 0;
        int seconds = args.length > 3 ? Integer.parseInt(args[3]) : 20;
        GeneratedEvents generated = new GeneratedEvents(SEED);
        Map<String, float[]> vectors = new HashMap<>();
        try (LuceneEventSearch search =
                LuceneEventSearch.open(directory, embedder(vectors), otherWords())) {
            build(search, generated, events, directory);
            GeneratedEvents asked = new GeneratedEvents(SEED);
            List<SearchQuery> queries = queries(asked, vectors);
            load(search, queries, 2, 0, 10, "warm-up");
            for (int users : new int[] {1, 10, 50}) {
                load(search, queries, users, thinkMs, seconds, users + " users");
            }
        }
        if (own) {
            delete(directory);
        }
    }

    private static void build(
            LuceneEventSearch search, GeneratedEvents generated, int events, Path directory)
            throws IOException {
        if (search.size() < events) {
            long beginNs = System.nanoTime();
            long beginCpuNs = cpuNs();
            search.catchUp(
                    (from, to) -> {
                        for (int i = 0; i < events; i++) {
                            to.entry(generated.event(i));
                        }
                    });
            System.out.printf(
                    "indexed %,d events in %.0f s, %.0f s CPU%n",
                    events, (System.nanoTime() - beginNs) / 1e9, (cpuNs() - beginCpuNs) / 1e9);
        }
        // Merging goes on in the background; what a run finds is what was merged before it.
        try (Stream<Path> files = Files.list(directory)) {
            long bytes = files.mapToLong(file -> file.toFile().length()).sum();
            System.out.printf("%,d events, %,d MB on disk%n", search.size(), bytes >> 20);
        }
    }

    private static OtherWords otherWords() {
        return ConceptWords.of(Concepts.shipped(new SnowballForms()));
    }

    private static QueryEmbedder embedder(Map<String, float[]> vectors) {
        return new QueryEmbedder() {
            @Override
            public Optional<float[]> embed(String text) {
                return Optional.ofNullable(vectors.get(text));
            }

            @Override
            public String bundleSha256() {
                return GeneratedEvents.BUNDLE;
            }
        };
    }

    private static List<SearchQuery> queries(GeneratedEvents asked, Map<String, float[]> vectors) {
        Random random = new Random(SEED);
        List<SearchQuery> queries = new ArrayList<>();
        for (int i = 0; i < QUERIES; i++) {
            GeneratedEvents.Said said = asked.query();
            vectors.put(said.text(), said.vector());
            Optional<Instant> from =
                    random.nextInt(4) == 0
                            ? Optional.of(
                                    GeneratedEvents.BEGIN.plus(Duration.ofDays(random.nextInt(29))))
                            : Optional.empty();
            queries.add(
                    new SearchQuery(
                            said.text(),
                            Optional.empty(),
                            random.nextInt(4) == 0 ? streams(random) : Set.of(),
                            from,
                            from.map(begin -> begin.plus(Duration.ofDays(1))),
                            random.nextInt(8) == 0 ? Set.of("calm") : Set.of(),
                            20,
                            Optional.empty()));
        }
        return queries;
    }

    private static Set<String> streams(Random random) {
        int first = random.nextInt(GeneratedEvents.STREAMS - 10);
        List<String> streams = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            streams.add("camera-" + (first + i));
        }
        return Set.copyOf(streams);
    }

    private static void load(
            LuceneEventSearch search,
            List<SearchQuery> queries,
            int users,
            long thinkMs,
            int seconds,
            String name)
            throws InterruptedException {
        AtomicInteger next = new AtomicInteger();
        AtomicInteger empty = new AtomicInteger();
        List<List<Long>> tookNs = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        AtomicLong usedCpuNs = new AtomicLong(); // of the searches alone: no compiler, no merging
        long beginNs = System.nanoTime();
        long endNs = beginNs + seconds * 1_000_000_000L;
        for (int i = 0; i < users; i++) {
            List<Long> own = new ArrayList<>();
            tookNs.add(own);
            Thread user =
                    new Thread(
                            () -> {
                                while (System.nanoTime() - endNs < 0) {
                                    SearchQuery query =
                                            queries.get(next.getAndIncrement() % queries.size());
                                    long askedNs = System.nanoTime();
                                    SearchPage page = search.search(query, Rights.ALL);
                                    own.add(System.nanoTime() - askedNs);
                                    if (page.hits().isEmpty()) {
                                        empty.incrementAndGet();
                                    }
                                    pause(thinkMs);
                                }
                                usedCpuNs.addAndGet(
                                        ManagementFactory.getThreadMXBean()
                                                .getCurrentThreadCpuTime());
                            });
            threads.add(user);
            user.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        double tookS = (System.nanoTime() - beginNs) / 1e9;
        long[] all = tookNs.stream().flatMap(List::stream).mapToLong(Long::longValue).toArray();
        Arrays.sort(all);
        System.out.printf(
                "%s: %,d searches, %.0f/s, p50 %.1f ms, p95 %.1f ms, p99 %.1f ms, CPU %.2f ms each, %d without a hit%n",
                name,
                all.length,
                all.length / tookS,
                at(all, 0.5),
                at(all, 0.95),
                at(all, 0.99),
                usedCpuNs.get() / 1e6 / Math.max(1, all.length),
                empty.get());
    }

    private static double at(long[] sortedNs, double share) {
        return sortedNs.length == 0
                ? 0
                : sortedNs[(int) Math.min(sortedNs.length - 1, share * sortedNs.length)] / 1e6;
    }

    private static void pause(long ms) {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static long cpuNs() {
        return ((com.sun.management.OperatingSystemMXBean)
                        ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }
}
