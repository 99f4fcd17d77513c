package io.watchword.view.lucene;

import static io.watchword.view.lucene.Entries.BUNDLE;
import static io.watchword.view.lucene.Entries.NOON;
import static io.watchword.view.lucene.Entries.entry;
import static io.watchword.view.lucene.Entries.like;
import static io.watchword.view.lucene.Entries.motion;
import static io.watchword.view.lucene.Entries.query;
import static io.watchword.view.lucene.Entries.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchword.view.access.Rights;
import io.watchword.view.search.OtherWords;
import io.watchword.view.search.QueryEmbedder;
import io.watchword.view.search.SearchHit;
import io.watchword.view.search.SearchHit.Piece;
import io.watchword.view.search.SearchPage;
import io.watchword.view.search.SearchQuery;
import io.watchword.view.timeline.EvidenceVectors;
import io.watchword.view.timeline.TimelineEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LuceneEventSearchTest {
    private LuceneEventSearch search =
            LuceneEventSearch.inMemory(QueryEmbedder.NONE, OtherWords.NONE);

    @AfterEach
    void close() {
        search.close();
    }

    @Test
    void findsWordsInAnotherForm() {
        take(entry(1, "yard", "A white van stops at the gate."), entry(2, "yard", "Rain."));

        assertThat(ids("vans stopping")).containsExactly("e1");
    }

    @Test
    void findsRussianWordsInAnotherForm() {
        take(
                entry(1, "yard", "Днём проезжает жёлтая машина, слышен двигатель."),
                entry(2, "yard", "Никого нет."));

        assertThat(ids("желтую машину")).containsExactly("e1");
    }

    @Test
    void findsByTheNameOfTheStreamAndByLabels() {
        take(
                entry(1, "car-park.mp4-0a1b2c3d", "Nothing moves."),
                entry(2, "yard", "Nothing moves.", "calm"));

        assertThat(ids("park")).containsExactly("e1");
        assertThat(ids("calm")).containsExactly("e2");
    }

    @Test
    void ranksTheEventFirstThatHoldsMoreOfTheWords() {
        take(
                entry(1, "yard", "A van passes."),
                entry(2, "yard", "A white van stops."),
                entry(3, "yard", "A dog."));

        assertThat(ids("white van")).containsExactly("e2", "e1");
    }

    @Test
    void saysWhichWordsMatched() {
        take(entry(1, "yard", "A white van stops at the gate.", "motion"));

        SearchHit hit = search.search(query("vans, stopped motion"), Rights.ALL).hits().get(0);

        assertThat(hit.words()).containsExactly("vans", "stopped", "motion");
        assertThat(hit.snippet())
                .containsExactly(
                        new Piece("A white ", false),
                        new Piece("van", true),
                        new Piece(" ", false),
                        new Piece("stops", true),
                        new Piece(" at the gate.", false));
        assertThat(hit.likeness()).isEmpty();
    }

    @Test
    void givesTheEntryBackAsItWas() {
        TimelineEntry entry = entry(7, "yard", "A van.", "motion", "vehicle");
        take(entry);

        TimelineEntry found = search.search(query("van"), Rights.ALL).hits().get(0).entry();

        assertThat(found).isEqualTo(entry);
    }

    @Test
    void wantsPhrasesWordAfterWordAndNothingThatIsExcluded() {
        take(
                entry(1, "yard", "A van at the gate, white."),
                entry(2, "yard", "A white van."),
                entry(3, "yard", "A white van, a dog."));

        assertThat(ids("\"white van\"")).containsExactlyInAnyOrder("e2", "e3");
        assertThat(ids("van -dog")).containsExactlyInAnyOrder("e1", "e2");
        assertThat(ids("-van")).isEmpty();
        assertThat(ids("-dog")).containsExactly("e2", "e1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"", "-", "--", "a AND (b", "*:*", "caption:van~2^4", "\"a \"b\" -\"", "[1 TO",
                "\\", "the", "\u0000\ud800", "-\"", "\"the\"", "🚐", "/.*/", "%s"
            })
    void takesAnyTextForAQuery(String text) {
        take(entry(1, "yard", "A van."));

        assertThat(search.search(query(text), Rights.ALL).next()).isEmpty();
    }

    @Test
    void showsTheNewestWhereNothingIsAskedFor() {
        take(entry(1, "yard", "One."), entry(3, "yard", "Three."), entry(2, "yard", "Two."));

        assertThat(ids("")).containsExactly("e3", "e2", "e1");
    }

    @Test
    void narrowsByStreamTimeAndLabel() {
        take(
                entry(1, "yard", "A van.", "vehicle"),
                entry(2, "yard", "A van.", "vehicle", "calm"),
                entry(3, "gate", "A van.", "vehicle"));

        assertThat(ids(narrowed(Set.of("yard"), Optional.empty(), Set.of())))
                .containsExactlyInAnyOrder("e1", "e2");
        assertThat(ids(narrowed(Set.of(), Optional.of(2), Set.of())))
                .containsExactlyInAnyOrder("e2", "e3");
        assertThat(ids(narrowed(Set.of(), Optional.empty(), Set.of("calm", "vehicle"))))
                .containsExactly("e2");
    }

    private static SearchQuery narrowed(
            Set<String> streams, Optional<Integer> fromMinute, Set<String> labels) {
        return new SearchQuery(
                "van",
                Optional.empty(),
                streams,
                fromMinute.map(minute -> NOON.plusSeconds(60L * minute)),
                Optional.of(NOON.plusSeconds(181)),
                labels,
                20,
                Optional.empty());
    }

    @Test
    void keepsTheNewestRevisionAndDropsWhatIsSuperseded() {
        take(entry(1, "yard", "A car."), entry(2, "yard", "A dog."));
        take(entry(1, "yard", "A lorry."));
        take(entry(3, "yard", "A cat.", EvidenceVectors.NONE, Optional.of("e2")));

        assertThat(ids("")).containsExactly("e3", "e1");
        assertThat(ids("car dog")).isEmpty();
        assertThat(ids("lorry")).containsExactly("e1");
    }

    @Test
    void findsByMeaningWhatHasNoneOfTheWords() {
        searchWith("automobile", 1, 0.1f);
        take(
                entry(1, "yard", "A dog.", text(-0.1f, 1)),
                entry(2, "yard", "A car.", text(1, 0)),
                entry(3, "yard", "Unknown.", text(-1, 0)));

        List<SearchHit> hits = search.search(query("automobile"), Rights.ALL).hits();

        assertThat(hits).extracting(hit -> hit.entry().event().eventId()).containsExactly("e2");
        assertThat(hits.get(0).likeness())
                .hasValueSatisfying(of -> assertThat(of).isGreaterThan(0.99f));
    }

    @Test
    void putsFirstWhatBothWordsAndMeaningFind() {
        searchWith("red car", 1, 0.3f);
        take(
                entry(1, "yard", "A car.", text(0.2f, 1)),
                entry(2, "yard", "A vehicle.", text(1, 0.35f)),
                entry(3, "yard", "A red car.", text(1, 0.2f)));

        assertThat(ids("red car").get(0)).isEqualTo("e3");
    }

    @Test
    void comparesOnlyVectorsOfOneBundle() {
        searchWith("automobile", 1, 0);
        take(
                entry(
                        1,
                        "yard",
                        "A car.",
                        new EvidenceVectors(
                                "cd".repeat(32),
                                new float[] {1, 0},
                                new float[0],
                                new float[0],
                                new float[0])));

        assertThat(ids("automobile")).isEmpty();
    }

    @Test
    void findsMoreThatMovesLikeThis() {
        take(
                entry(1, "yard", "One.", motion(1, 0, 0)),
                entry(2, "yard", "Two.", motion(0, 1, 0)),
                entry(3, "gate", "Three.", motion(1, 0.2f, 0)));

        SearchPage page = search.search(like("e1", SearchQuery.By.MOTION), Rights.ALL);

        assertThat(page.hits())
                .extracting(hit -> hit.entry().event().eventId())
                .containsExactly("e3", "e2");
    }

    @Test
    void saysThatTheEventToBeLikeIsUnknownAlsoWhereItMayNotBeSeen() {
        take(entry(1, "yard", "One.", motion(1, 0)), entry(2, "gate", "Two.", motion(1, 0)));

        assertThatThrownBy(() -> search.search(like("e9", SearchQuery.By.MOTION), Rights.ALL))
                .hasMessage("event e9 is not known");
        assertThatThrownBy(
                        () ->
                                search.search(
                                        like("e1", SearchQuery.By.MOTION),
                                        new Rights("ann", false, Set.of("gate"))))
                .hasMessage("event e1 is not known");
        assertThatThrownBy(() -> search.search(like("e1", SearchQuery.By.SOUND), Rights.ALL))
                .hasMessage("of event e1 no sound is stored to compare by");
    }

    @Test
    void showsNoForeignEventInTwoHundredQueriesOfTwoTenants() {
        Random random = new Random(17);
        search.close();
        search =
                LuceneEventSearch.inMemory(
                        embedder(said -> vector(new Random(said.hashCode()))), OtherWords.NONE);
        List<String> words = List.of("van", "dog", "gate", "passes", "white", "nobody", "night");
        for (int i = 0; i < 300; i++) {
            search.entry(
                    entry(
                            i,
                            (i % 2 == 0 ? "a" : "b") + i % 7,
                            pick(words, random) + " " + pick(words, random),
                            text(vector(random))));
        }
        search.awaitIndexed();

        for (int i = 0; i < 200; i++) {
            String tenant = i % 2 == 0 ? "a" : "b";
            Set<String> own = Set.of(tenant + 0, tenant + 1, tenant + 2, tenant + 3, tenant + 5);
            Rights rights = new Rights(tenant, false, own);
            SearchQuery query =
                    new SearchQuery(
                            i % 5 == 0 ? "" : pick(words, random) + " -" + pick(words, random),
                            Optional.empty(),
                            i % 3 == 0 ? Set.of("a1", "b1", "a2") : Set.of(),
                            Optional.empty(),
                            Optional.empty(),
                            Set.of(),
                            1 + random.nextInt(50),
                            Optional.empty());
            List<SearchHit> all = allPages(query, rights);

            assertThat(all)
                    .as("query %d, %s", i, query)
                    .allSatisfy(hit -> assertThat(hit.entry().event().streamId()).isIn(own));
        }
        assertThat(search.search(query("van"), new Rights("nobody", false, Set.of())).hits())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "van", "\"van passes\"", "dog"})
    void showsEveryHitOnceOverPagesWhileNewEventsLand(String text) {
        Random random = new Random(5);
        for (int i = 0; i < 250; i++) {
            search.entry(
                    entry(
                            i,
                            "yard",
                            i % 3 == 0 ? "A dog." : "A van passes.",
                            text(vector(random))));
        }
        search.awaitIndexed();
        List<String> before = ids(allPages(query(text, 200, Optional.empty()), Rights.ALL));

        List<String> paged = new ArrayList<>();
        Optional<String> next = Optional.empty();
        int news = 1000;
        do {
            SearchPage page = search.search(query(text, 17, next), Rights.ALL);
            paged.addAll(ids(page.hits()));
            next = page.next();
            take(entry(news++, "yard", "A van passes, a dog.", text(1, 0)));
        } while (next.isPresent());

        assertThat(paged).doesNotHaveDuplicates().containsExactlyElementsOf(before);
    }

    @Test
    void refusesAPageOfAnotherQuery() {
        take(entry(1, "yard", "A van."), entry(2, "yard", "A van."));
        Optional<String> next = search.search(query("van", 1, Optional.empty()), Rights.ALL).next();

        assertThatThrownBy(() -> search.search(query("dog", 1, next), Rights.ALL))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("another query");
        assertThatThrownBy(() -> search.search(query("van", 1, Optional.of("?")), Rights.ALL))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not what a search gave");
    }

    @Test
    void forgetsWhatTheLogForgot() {
        take(entry(1, "yard", "A van."), entry(2, "yard", "A van."));

        search.forgetBefore(NOON.plusSeconds(125));
        search.awaitIndexed();

        assertThat(ids("van")).containsExactly("e2");
    }

    @Test
    void keepsEventsForAsLongAsTheLogDoes() {
        take(entry(1, "yard", "A van."), entry(2, "yard", "A van."));

        search.keep(Duration.ofDays(30), () -> NOON.plusSeconds(125).plus(Duration.ofDays(30)));
        search.awaitIndexed();
        search.awaitIndexed();

        assertThat(ids("van")).containsExactly("e2");
    }

    private void searchWith(String said, float... vector) {
        search.close();
        search =
                LuceneEventSearch.inMemory(
                        embedder(text -> text.equals(said) ? vector : new float[] {0, 1}),
                        OtherWords.NONE);
    }

    private static QueryEmbedder embedder(java.util.function.Function<String, float[]> vector) {
        return new QueryEmbedder() {
            @Override
            public Optional<float[]> embed(String text) {
                return Optional.of(vector.apply(text.toLowerCase(Locale.ROOT)));
            }

            @Override
            public String bundleSha256() {
                return BUNDLE;
            }
        };
    }

    private static float[] vector(Random random) {
        return new float[] {random.nextFloat() - 0.3f, random.nextFloat() - 0.3f};
    }

    private static String pick(List<String> of, Random random) {
        return of.get(random.nextInt(of.size()));
    }

    private void take(TimelineEntry... entries) {
        for (TimelineEntry entry : entries) {
            search.entry(entry);
            search.awaitIndexed();
        }
    }

    private List<SearchHit> allPages(SearchQuery query, Rights rights) {
        List<SearchHit> all = new ArrayList<>();
        SearchQuery of = query;
        while (true) {
            SearchPage page = search.search(of, rights);
            all.addAll(page.hits());
            if (page.next().isEmpty()) {
                return all;
            }
            of =
                    new SearchQuery(
                            query.text(),
                            query.like(),
                            query.streamIds(),
                            query.from(),
                            query.to(),
                            query.labels(),
                            query.limit(),
                            page.next());
        }
    }

    private List<String> ids(String text) {
        return ids(query(text));
    }

    private List<String> ids(SearchQuery query) {
        return ids(search.search(query, Rights.ALL).hits());
    }

    private static List<String> ids(List<SearchHit> hits) {
        return hits.stream().map(hit -> hit.entry().event().eventId()).toList();
    }
}
