package io.watchword.view.lucene;

import static io.watchword.view.lucene.Entries.NOON;
import static io.watchword.view.lucene.Entries.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.view.access.Rights;
import io.watchword.view.search.SearchQuery;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AllowedTest {
    private final ByteBuffersDirectory directory = new ByteBuffersDirectory();
    private EventIndex index;
    private DirectoryReader reader;

    @BeforeEach
    void fill() throws IOException {
        index = EventIndex.open(directory);
        index.put(entry(1, "yard", "A van.", "calm"));
        index.put(entry(2, "gate", "A van."));
        index.commit(); // a part of its own
        index.put(entry(3, "yard", "A dog."));
        index.put(entry(4, "yard", "A cat.", "calm"));
        index.put(entry(2, "gate", "A lorry.", "calm")); // the other one is deleted
        index.commit();
        reader = DirectoryReader.open(directory);
    }

    @AfterEach
    void close() throws IOException {
        reader.close();
        index.close();
    }

    @Test
    void isEmptyWhereEverythingMayBeLookedAt() throws IOException {
        assertThat(Allowed.by(Filters.of(asked(), Rights.ALL), searcher())).isEmpty();
    }

    @Test
    void holdsTheStreamsThatTheCallerMaySee() throws IOException {
        assertThat(ids(asked(), rights("yard"))).containsExactly("e1", "e3", "e4");
        assertThat(ids(asked(), rights())).isEmpty();
        assertThat(ids(asked("gate"), rights("yard"))).isEmpty();
        assertThat(ids(asked("gate", "yard"), rights("yard"))).containsExactly("e1", "e3", "e4");
    }

    @Test
    void leavesOutWhatIsDeleted() throws IOException {
        assertThat(ids(asked("gate"), Rights.ALL)).containsExactly("e2");
    }

    @Test
    void holdsWhatMeetsAllDemands() throws IOException {
        assertThat(ids(asked(2, Set.of("calm"), "gate", "yard"), Rights.ALL))
                .containsExactlyInAnyOrder("e2", "e4");
        assertThat(ids(asked(0, Set.of("calm", "loud")), Rights.ALL)).isEmpty();
    }

    @Test
    void findsJustThemAsAQuery() throws IOException {
        Allowed allowed = Allowed.by(Filters.of(asked(), rights("yard")), searcher()).orElseThrow();

        ScoreDoc[] found = searcher().search(allowed, 10).scoreDocs;

        assertThat(found).hasSize(3);
    }

    private IndexSearcher searcher() {
        return new IndexSearcher(reader);
    }

    private static Rights rights(String... streams) {
        return new Rights("ann", false, Set.of(streams));
    }

    private static SearchQuery asked(String... streams) {
        return asked(0, Set.of(), streams);
    }

    private static SearchQuery asked(int fromMinute, Set<String> labels, String... streams) {
        return new SearchQuery(
                "",
                Optional.empty(),
                Set.of(streams),
                fromMinute == 0
                        ? Optional.empty()
                        : Optional.of(NOON.plusSeconds(60L * fromMinute)),
                Optional.empty(),
                labels,
                20,
                Optional.empty());
    }

    private List<String> ids(SearchQuery query, Rights rights) throws IOException {
        Allowed allowed = Allowed.by(Filters.of(query, rights), searcher()).orElseThrow();
        IndexedValues values = new IndexedValues(reader);
        List<String> ids = new ArrayList<>();
        for (LeafReaderContext leaf : reader.leaves()) {
            Allowed.Of of = allowed.in(leaf);
            assertThat(of.docs().cardinality()).isEqualTo(of.count());
            for (int doc = 0; doc < leaf.reader().maxDoc(); doc++) {
                if (of.docs().length() > doc && of.docs().get(doc)) {
                    ids.add(values.entry(leaf.docBase + doc).event().eventId());
                }
            }
        }
        return ids;
    }
}
