package io.watchword.llm.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StopStringsTest {
    @Test
    void endsTheTextBeforeAStopStringHoweverItIsDivided() {
        String text = "a car. Question: why? END more";
        for (int size = 1; size <= text.length(); size++) {
            StopStrings stops = new StopStrings(List.of("END", "Question:", "cart"));
            StringBuilder given = new StringBuilder();
            for (int from = 0; from < text.length(); from += size) {
                given.append(stops.add(text.substring(from, Math.min(text.length(), from + size))));
            }
            given.append(stops.finish());

            assertThat(given.toString()).as("pieces of %d", size).isEqualTo("a car. ");
            assertThat(stops.stopped()).isTrue();
        }
    }

    @Test
    void givesBackWhatOnlyBeganAsAStopString() {
        StopStrings stops = new StopStrings(List.of("стоп!"));

        assertThat(stops.add("машина сто")).isEqualTo("машина ");
        assertThat(stops.add("и")).isEqualTo("стои");
        assertThat(stops.add("т. ст")).isEqualTo("т. ");
        assertThat(stops.finish()).isEqualTo("ст");
        assertThat(stops.stopped()).isFalse();
    }

    @Test
    void holdsNothingBackWhereThereIsNoStopString() {
        assertThat(new StopStrings(List.of()).add("anything")).isEqualTo("anything");
    }
}
