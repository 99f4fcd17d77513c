package io.watchword.fusion.ask;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TellingWordsTest {
    @Test
    void aCaptionHasTheWordsOfAQuestionInWhateverForm() {
        TellingWords cars = new TellingWords("Were there any cars?");

        assertThat(cars.share("By day, camera still: a car passes upwards.")).isEqualTo(1);
        assertThat(cars.share("By day, camera still: a cart passes.")).isZero();
        assertThat(new TellingWords("Did a car stop?").share("A car passes upwards."))
                .isEqualTo(0.5);
        assertThat(new TellingWords("Проезжала ли машина?").share("Днём: машину обгоняют."))
                .isEqualTo(0.5);
    }

    @Test
    void aQuestionWithoutATellingWordIsInNoCaption() {
        assertThat(new TellingWords("What was there?").share("What was there")).isZero();
    }
}
