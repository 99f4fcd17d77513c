package io.watchword.view.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class QueryWordsTest {
    @Test
    void tellsWordsPhrasesAndExclusionsApart() {
        QueryWords words =
                QueryWords.parse("van \"at the gate\" -white -\"red car\"  «белый фургон»");

        assertThat(words.wanted()).containsExactly("van");
        assertThat(words.phrases()).containsExactly("at the gate", "белый фургон");
        assertThat(words.excluded()).containsExactly("white", "red car");
        assertThat(words.meant()).isEqualTo("van at the gate белый фургон");
    }

    @Test
    void endsAnOpenQuoteWithTheTextAndDropsWhatMeansNothing() {
        assertThat(QueryWords.parse("- -\"\" \"\" \"open end"))
                .isEqualTo(new QueryWords(List.of(), List.of("open end"), List.of()));
    }
}
