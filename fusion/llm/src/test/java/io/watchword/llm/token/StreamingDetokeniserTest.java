package io.watchword.llm.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.llm.testing.ByteTokenizer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamingDetokeniserTest {
    private final ByteTokenizer tokenizer = new ByteTokenizer();
    private final StreamingDetokeniser detokeniser = new StreamingDetokeniser(tokenizer);

    private List<String> add(int... ids) {
        List<String> pieces = new ArrayList<>();
        for (int id : ids) {
            pieces.add(detokeniser.add(id));
        }
        return pieces;
    }

    @Test
    void holdsALetterBackUntilItsLastByteHasCome() {
        List<String> pieces = add(tokenizer.encode("Днём 🚗"));

        assertThat(pieces)
                .containsExactly("", "Д", "", "н", "", "ё", "", "м", " ", "", "", "", "🚗");
        assertThat(detokeniser.finish()).isEmpty();
    }

    @Test
    void leavesOutACharacterThatWasNeverFinished() {
        byte[] letter = "ж".getBytes(UTF_8);

        List<String> pieces = add('a', letter[0] & 0xff);

        assertThat(pieces).containsExactly("a", "");
        assertThat(detokeniser.finish()).isEmpty();
    }

    @Test
    void showsBytesThatAreNoTextOnceTextFollows() {
        List<String> pieces = add(0xff, 'a');

        assertThat(pieces).containsExactly("", "\uFFFDa");
    }

    @Test
    void givesNoTextForSpecialTokens() {
        List<String> pieces = add('a', ByteTokenizer.EOS, 'b');

        assertThat(pieces).containsExactly("a", "", "b");
    }
}
