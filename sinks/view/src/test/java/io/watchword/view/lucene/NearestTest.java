package io.watchword.view.lucene;

import static io.watchword.view.lucene.Entries.BUNDLE;
import static io.watchword.view.lucene.Entries.entry;
import static io.watchword.view.lucene.Entries.query;
import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.view.access.Rights;
import io.watchword.view.timeline.EvidenceVectors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is nearest within filters, compared with every vector that may be looked at. */
class NearestTest {
    private static final int EVENTS = 3000;
    private static final int DIMENSIONS = 72; // fills no word of a sketch
    private static final int SCENES = 60;
    private static final int MOST = 20;
    private static final String FIELD =
            VectorFields.name(VectorFields.TEXT, BUNDLE, new float[DIMENSIONS]).orElseThrow();

    private static final float[][] VECTORS = new float[EVENTS][];
    private static final Random RANDOM = new Random(23);
    private static final ByteBuffersDirectory DIRECTORY = new ByteBuffersDirectory();
    private static EventIndex index;
    private static DirectoryReader reader;

    @BeforeAll
    static void fill() throws IOException {
        index = EventIndex.open(DIRECTORY);
        float[] common = gaussian(1); // as vectors of one encoder often have
        float[][] scenes = new float[SCENES][];
        Arrays.setAll(scenes, i -> sum(common, gaussian(1)));
        for (int i = 0; i < EVENTS; i++) {
            float[] vector = sum(scenes[RANDOM.nextInt(SCENES)], gaussian(0.6f));
            VECTORS[i] = VectorFields.unit(vector).orElseThrow();
            index.put(entry(i, stream(i), "", Entries.text(VECTORS[i])));
            if (i == EVENTS / 2) {
                index.commit(); // two parts at least
            }
        }
        index.put(entry(EVENTS, "stream-0", "", EvidenceVectors.NONE));
        for (int gone = 0; gone < EVENTS; gone += 10) {
            index.put(entry(gone, stream(gone), "", EvidenceVectors.NONE));
        }
        index.commit();
        reader = DirectoryReader.open(DIRECTORY);
    }

    @AfterAll
    static void close() throws IOException {
        reader.close();
        index.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 8, 15, 16})
    void findsWhatComparingEachWouldFind(int streams) throws IOException {
        IndexSearcher searcher = new IndexSearcher(reader);
        Sketches sketches = new Sketches();
        Optional<Allowed> allowed = allowed(searcher, streams);
        double found = 0;
        int rounds = 12; // from the third on, by sketches

        for (int round = 0; round < rounds; round++) {
            float[] wanted = VectorFields.unit(near(RANDOM.nextInt(EVENTS))).orElseThrow();
            List<Integer> best = best(wanted, streams).subList(0, MOST);
            ScoreDoc[] near = new Nearest(searcher, allowed, sketches).to(wanted, FIELD, MOST);
            assertThat(near).hasSize(MOST).isSortedAccordingTo(byScore());
            found += Arrays.stream(near).filter(one -> best.contains(number(one))).count();
        }

        assertThat(found / rounds / MOST).as("share of the nearest found").isGreaterThan(0.95);
    }

    @Test
    void scoresByTheCosine() throws IOException {
        IndexSearcher searcher = new IndexSearcher(reader);
        Optional<Allowed> allowed = allowed(searcher, 4);
        Sketches sketches = new Sketches();

        for (int round = 0; round < 3; round++) {
            ScoreDoc best = new Nearest(searcher, allowed, sketches).to(VECTORS[17], FIELD, 1)[0];

            assertThat(number(best)).isEqualTo(17);
            assertThat(best.score).isGreaterThan(0.99f);
        }
    }

    @Test
    void findsNothingWhereNothingMayBeLookedAt() throws IOException {
        IndexSearcher searcher = new IndexSearcher(reader);
        Optional<Allowed> none =
                Allowed.by(
                        Filters.of(query(""), new Rights("ann", false, Set.of("elsewhere"))),
                        searcher);

        assertThat(new Nearest(searcher, none, new Sketches()).to(VECTORS[1], FIELD, MOST))
                .isEmpty();
    }

    @Test
    void findsNothingInAFieldThatNobodyHas() throws IOException {
        IndexSearcher searcher = new IndexSearcher(reader);

        assertThat(
                        new Nearest(searcher, allowed(searcher, 4), new Sketches())
                                .to(VECTORS[1], "vector_text_00000000_72", MOST))
                .isEmpty();
    }

    @Test
    void dropsSketchesWithTheirPart() throws IOException {
        Sketches sketches = new Sketches();
        try (ByteBuffersDirectory directory = new ByteBuffersDirectory();
                EventIndex own = EventIndex.open(directory)) {
            own.put(entry(1, "yard", "", Entries.text(VECTORS[1])));
            own.commit();
            DirectoryReader held = DirectoryReader.open(directory);
            LeafReaderContext part = held.leaves().get(0);

            for (int asked = 0; asked < 2; asked++) {
                assertThat(sketches.in(part.reader(), FIELD)).as("a single search").isEmpty();
            }
            assertThat(sketches.in(part.reader(), FIELD)).isPresent();
            assertThat(sketches.size()).isEqualTo(1);
            held.close();
            assertThat(sketches.size()).isZero();
        }
    }

    private static Comparator<ScoreDoc> byScore() {
        return Comparator.comparingDouble(one -> -one.score);
    }

    private static String stream(int n) {
        return "stream-" + n % 16;
    }

    private static Optional<Allowed> allowed(IndexSearcher searcher, int streams)
            throws IOException {
        return Allowed.by(
                Filters.of(query(""), new Rights("ann", false, names(streams))), searcher);
    }

    private static Set<String> names(int streams) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < streams; i++) {
            names.add("stream-" + i);
        }
        return Set.copyOf(names);
    }

    /** Those that still have a vector, the nearest first. */
    private static List<Integer> best(float[] wanted, int streams) {
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            if (i % 10 != 0 && i % 16 < streams) {
                all.add(i);
            }
        }
        all.sort(Comparator.comparingDouble(i -> -VectorFields.cosine(VECTORS[i], wanted)));
        return all;
    }

    private static int number(ScoreDoc found) {
        try {
            return Integer.parseInt(
                    new IndexedValues(reader).entry(found.doc).event().eventId().substring(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static float[] near(int event) {
        float[] vector = VECTORS[event].clone();
        for (int i = 0; i < vector.length; i++) {
            vector[i] += 0.05f * (float) RANDOM.nextGaussian();
        }
        return vector;
    }

    private static float[] sum(float[] one, float[] other) {
        float[] sum = one.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += other[i];
        }
        return sum;
    }

    private static float[] gaussian(float size) {
        float[] vector = new float[DIMENSIONS];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = size * (float) RANDOM.nextGaussian();
        }
        return vector;
    }
}
