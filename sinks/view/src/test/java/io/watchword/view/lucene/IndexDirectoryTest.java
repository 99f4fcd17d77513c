package io.watchword.view.lucene;

import static io.watchword.view.lucene.Entries.entry;
import static io.watchword.view.lucene.Entries.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchword.view.access.Rights;
import io.watchword.view.feed.Cursor;
import io.watchword.view.search.OtherWords;
import io.watchword.view.search.QueryEmbedder;
import io.watchword.view.timeline.TimelineEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IndexDirectoryTest {
    @TempDir private Path directory;

    private final List<TimelineEntry> log = new ArrayList<>();

    @Test
    void goesOnAfterARestartWhereItStopped() throws IOException {
        log.add(entry(1, "yard", "A van."));
        try (LuceneEventSearch search = open()) {
            search.catchUp(this::replay);
        }
        log.add(entry(2, "yard", "A van."));
        List<TimelineEntry> replayed = new ArrayList<>();

        try (LuceneEventSearch search = open()) {
            assertThat(search.cursor().text()).isEqualTo("0-2");
            search.catchUp(
                    (from, to) ->
                            replay(
                                    from,
                                    entry -> {
                                        replayed.add(entry);
                                        to.entry(entry);
                                    }));

            assertThat(ids(search)).containsExactlyInAnyOrder("e1", "e2");
        }
        assertThat(replayed).hasSize(1);
    }

    @Test
    void leavesOutWhatItTookBefore() throws IOException {
        log.add(entry(5, "yard", "A van."));
        try (LuceneEventSearch search = open()) {
            search.catchUp(this::replay);
            search.entry(entry(4, "yard", "A van."));
            search.awaitIndexed();

            assertThat(ids(search)).containsExactly("e5");
        }
    }

    @Test
    void missesNothingWhereItDiesWhileNewEventsLandAndOldOnesAreCaughtUpWith() throws IOException {
        log.add(entry(1, "yard", "A van."));
        log.add(entry(2, "yard", "A van."));
        log.add(entry(3, "yard", "A van."));
        try (LuceneEventSearch search = open()) {
            search.entry(log.get(2));
            search.awaitIndexed();
            assertThat(ids(search)).containsExactly("e3");
            assertThatThrownBy(
                            () ->
                                    search.catchUp(
                                            (from, to) -> {
                                                to.entry(log.get(0));
                                                throw new IllegalStateException("dies");
                                            }))
                    .hasMessage("dies");
        }

        try (LuceneEventSearch search = open()) {
            assertThat(search.cursor().text()).isEqualTo("0-2");
            search.catchUp(this::replay);

            assertThat(ids(search)).containsExactlyInAnyOrder("e1", "e2", "e3");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"segments_", ".cfs", ".si"})
    void beginsAnewWhereAFileIsDamaged(String file) throws IOException {
        log.add(entry(1, "yard", "A van."));
        try (LuceneEventSearch search = open()) {
            search.catchUp(this::replay);
        }
        try (Stream<Path> files = Files.list(directory)) {
            for (Path found : files.filter(one -> one.toString().contains(file)).toList()) {
                byte[] bytes = Files.readAllBytes(found);
                Files.write(found, java.util.Arrays.copyOf(bytes, bytes.length / 2));
            }
        }

        try (LuceneEventSearch search = open()) {
            assertThat(search.cursor()).isEqualTo(Cursor.none());
            search.catchUp(this::replay);

            assertThat(ids(search)).containsExactly("e1");
        }
    }

    @Test
    void beginsAnewWhereAnotherVersionWrote() throws IOException {
        try (FSDirectory foreign = FSDirectory.open(directory);
                IndexWriter writer = new IndexWriter(foreign, new IndexWriterConfig())) {
            writer.addDocument(new org.apache.lucene.document.Document());
            writer.commit();
        }

        try (LuceneEventSearch search = open()) {
            assertThat(search.cursor()).isEqualTo(Cursor.none());
            assertThat(search.size()).isZero();
        }
    }

    @Test
    void isBuiltAnewFromTheLogWithWhatLandsMeanwhile() throws IOException {
        try (LuceneEventSearch search = open()) {
            search.entry(entry(1, "yard", "A van, which the log does not hold."));
            search.awaitIndexed();
            log.add(entry(2, "yard", "A van."));

            search.rebuild(
                    (from, to) -> {
                        assertThat(ids(search)).containsExactly("e1");
                        replay(from, to);
                        if (log.size() < 2) {
                            log.add(entry(3, "yard", "A van that came meanwhile."));
                            search.entry(log.get(1));
                        }
                    });

            assertThat(ids(search)).containsExactlyInAnyOrder("e2", "e3");
        }
    }

    private void replay(Cursor from, io.watchword.view.timeline.EntryListener to) {
        log.stream().filter(entry -> !from.isPast(entry.position())).toList().forEach(to::entry);
    }

    private LuceneEventSearch open() throws IOException {
        return LuceneEventSearch.open(directory, QueryEmbedder.NONE, OtherWords.NONE);
    }

    private static List<String> ids(LuceneEventSearch search) {
        return search.search(query("van"), Rights.ALL).hits().stream()
                .map(hit -> hit.entry().event().eventId())
                .toList();
    }
}
