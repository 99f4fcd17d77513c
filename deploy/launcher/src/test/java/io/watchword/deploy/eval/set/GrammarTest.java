package io.watchword.deploy.eval.set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GrammarTest {
    private static final String JSON =
            """
            {"slots": ["actor", "action", "sound"],
             "empty": {"actor": "none", "action": "none", "sound": "none"},
             "languages": {"en": [
              {"text": "a car", "slots": {"actor": "car"}},
              {"text": "a car stops", "slots": {"actor": "car", "action": "stops"}},
              {"text": "an engine", "slots": {"sound": "engine"}},
              {"text": "a horn", "slots": {"sound": "horn"}},
              {"text": "No sound", "slots": {"sound": "none"}}]}}
            """;

    private static JsonNode json(String text) throws IOException {
        return new ObjectMapper().readTree(text);
    }

    @Test
    void theLongestPhraseHoldsAndWhatIsNotSaidIsEmpty() throws IOException {
        Grammar grammar = Grammar.from(json(JSON));

        assertThat(grammar.read("By day: a car stops. No sound.", "en"))
                .contains(Map.of("actor", "car", "action", "stops", "sound", "none"));
        assertThat(grammar.read("a car. Sound of an engine and a horn.", "en"))
                .contains(Map.of("actor", "car", "action", "none", "sound", "engine+horn"));
    }

    @Test
    void aWordIsNotCutInTwo() throws IOException {
        Grammar grammar = Grammar.from(json(JSON));

        assertThat(grammar.read("a carpet. No sound.", "en"))
                .contains(Map.of("actor", "none", "action", "none", "sound", "none"));
    }

    @Test
    void aSentenceOfNoKnownPhraseOrLanguageCannotBeRead() throws IOException {
        Grammar grammar = Grammar.from(json(JSON));

        assertThat(grammar.read("mumble mumble", "en")).isEmpty();
        assertThat(grammar.read("a car stops", "ru")).isEmpty();
    }

    @Test
    void aPhraseThatSetsAnUnknownSlotIsRefused() {
        String wrong = JSON.replace("\"sound\": \"horn\"", "\"smell\": \"horn\"");

        assertThatThrownBy(() -> Grammar.from(json(wrong)))
                .hasMessageContaining("languages.en \"a horn\" sets [smell]");
    }
}
