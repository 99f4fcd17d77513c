package io.watchword.view.lucene;

import static io.watchword.view.lucene.Entries.entry;
import static io.watchword.view.lucene.Entries.query;
import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.view.access.Rights;
import io.watchword.view.search.QueryEmbedder;
import io.watchword.view.search.SearchHit;
import io.watchword.view.search.SearchHit.Piece;
import io.watchword.view.subscribe.ConceptWords;
import io.watchword.view.subscribe.Concepts;
import io.watchword.view.subscribe.lucene.SnowballForms;
import io.watchword.view.timeline.TimelineEntry;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OtherWordsSearchTest {
    private final LuceneEventSearch search =
            LuceneEventSearch.inMemory(
                    QueryEmbedder.NONE, ConceptWords.of(Concepts.shipped(new SnowballForms())));

    @AfterEach
    void close() {
        search.close();
    }

    @ParameterizedTest
    @CsvSource({
        "машина, By day: a car drives to the left.",
        "машины, By day: cars.",
        "грузовик, A white van stops.",
        "человек идёт, A person walks to the right.",
        "собака, A dog.",
        "car, Днём проезжает машина.",
        "someone walks, Человек идёт вправо.",
        "truck, Грузовик остановился.",
        "van, A lorry stops.",
        "автомобиль, Днём проезжает машина.",
    })
    void findsWhatIsSaidInAnotherWordOrLanguage(String text, String caption) {
        take(entry(1, "yard", "Rain."), entry(2, "yard", caption));

        assertThat(ids(text)).containsExactly("e2");
    }

    @Test
    void findsThingsByTheirKindButNotTheOtherWayRound() {
        take(entry(1, "yard", "A lorry."), entry(2, "yard", "A vehicle."));

        assertThat(ids("транспорт")).containsExactlyInAnyOrder("e1", "e2");
        assertThat(ids("грузовик")).containsExactly("e1");
    }

    @Test
    void putsTheWordThatWasTypedFirst() {
        take(
                entry(1, "yard", "A lorry stops at the gate."),
                entry(2, "yard", "A van stops at the gate."),
                entry(3, "yard", "A lorry stops at the gate."));

        assertThat(ids("van")).startsWith("e2").hasSize(3);
    }

    @Test
    void letsNoLanguageOutweighTheOtherByBeingRare() {
        for (int i = 10; i < 40; i++) {
            search.entry(entry(i, "yard", i % 2 == 0 ? "A dog." : "Rain."));
        }
        take(entry(1, "yard", "Собака."));

        List<SearchHit> hits = search.search(query("собака"), Rights.ALL).hits();

        assertThat(hits).hasSize(16);
        assertThat(hits.get(0).entry().event().eventId()).isEqualTo("e1");
        assertThat(hits.get(1).score() / hits.get(0).score()).isBetween(0.4f, 0.8f);
    }

    @Test
    void saysWhichWordMatched() {
        take(entry(1, "yard", "By day: a car passes."));

        SearchHit hit = search.search(query("белая машина"), Rights.ALL).hits().get(0);

        assertThat(hit.words()).containsExactly("машина");
        assertThat(hit.snippet())
                .containsExactly(
                        new Piece("By day: a ", false),
                        new Piece("car", true),
                        new Piece(" passes.", false));
    }

    @Test
    void excludesAndKeepsPhrasesWordForWord() {
        take(entry(1, "yard", "A lorry, a dog."), entry(2, "yard", "A van, a dog."));

        assertThat(ids("dog -van")).containsExactly("e1");
        assertThat(ids("собака -грузовик")).containsExactlyInAnyOrder("e1", "e2");
        assertThat(ids("\"van\"")).containsExactly("e2");
    }

    private void take(TimelineEntry... entries) {
        for (TimelineEntry entry : entries) {
            search.entry(entry);
        }
        search.awaitIndexed();
    }

    private List<String> ids(String text) {
        return search.search(query(text), Rights.ALL).hits().stream()
                .map(hit -> hit.entry().event().eventId())
                .toList();
    }
}
