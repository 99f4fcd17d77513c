package io.watchword.llm.decode;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchword.llm.engine.Priority;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class DecodingOptionsTest {
    private static DecodingOptions of(float temperature, float topP, int beams) {
        return new DecodingOptions(Priority.ASK, temperature, topP, beams, 1, List.of(), false, "");
    }

    private static DecodingOptions of(List<String> stop, String jsonSchema) {
        return new DecodingOptions(Priority.ASK, 0, 1, 1, 1, stop, false, jsonSchema);
    }

    @Test
    void refusesNumbersOutOfRange() {
        assertThatThrownBy(() -> of(2.5f, 1, 1))
                .hasMessage("options.temperature is 2.5, required 0 to 2.0");
        assertThatThrownBy(() -> of(Float.NaN, 1, 1))
                .hasMessage("options.temperature is NaN, required 0 to 2.0");
        assertThatThrownBy(() -> of(1, 1.5f, 1))
                .hasMessage("options.top_p is 1.5, required (0, 1]");
        assertThatThrownBy(() -> of(0, 1, 9)).hasMessage("options.beams is 9, required 1 to 8");
        assertThatThrownBy(() -> of(1, 1, 2))
                .hasMessage("options.beams is 2 with a temperature of 1.0, required 0");
    }

    @Test
    void refusesTooManyOrTooLongTexts() {
        assertThatThrownBy(() -> of(Collections.nCopies(9, "a"), ""))
                .hasMessage("options.stop has 9 strings, limit 8");
        assertThatThrownBy(() -> of(List.of(""), ""))
                .hasMessage("options.stop has a string of 0 characters, required 1 to 64");
        assertThatThrownBy(() -> of(List.of(), " ".repeat(16_385)))
                .hasMessage("options.json_schema has 16385 characters, limit 16384");
        assertThatThrownBy(() -> of(List.of("a"), "{}"))
                .hasMessageContaining("could cut a document");
    }
}
