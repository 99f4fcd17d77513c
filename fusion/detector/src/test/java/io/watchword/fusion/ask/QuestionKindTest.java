package io.watchword.fusion.ask;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuestionKindTest {
    @ParameterizedTest
    @CsvSource({
        "Is there a car?, YES_NO",
        "Did a lorry stop at the gate this morning?, YES_NO",
        "Any people?, YES_NO",
        "A car?, YES_NO",
        "Что-нибудь двигалось?, OPEN",
        "В кадре есть машина?, YES_NO",
        "Верно ли что машина останавливается?, YES_NO",
        "When did a lorry stop?, WHEN",
        "Когда появился человек?, WHEN",
        "How many are seen?, COUNT",
        "And how many?, OPEN",
        "Сколько их видно?, COUNT",
        "What happens first?, FIRST",
        "Что происходит сначала?, FIRST",
        "Which way does it go?, OPEN",
        "In which direction does it move?, OPEN",
        "В какую сторону идёт движение?, OPEN",
        "Is it day or night?, OPEN",
        "What does the camera do?, OPEN",
        "'', CAPTION"
    })
    void isReadFromTheQuestionsWords(String question, QuestionKind kind) {
        assertThat(QuestionKind.of(question)).isEqualTo(kind);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Yes.", "no", "Да.", "Yes, a car enters."})
    void yesAndNoAreReadFromTheFirstWord(String answer) {
        assertThat(AnswerText.yesOrNo(answer)).isPresent();
    }

    @Test
    void sentenceThatHoldsTheWordYesIsNoYes() {
        assertThat(AnswerText.yesOrNo("A sign says yes.")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "2., 2",
        "Two cars., 2",
        "Две машины., 2",
        "12, 12",
        "No cars at all., -1",
        "At 3.5 m, -1"
    })
    void numbersAreReadInDigitsAndWords(String answer, int number) {
        assertThat(AnswerText.number(answer).orElse(-1)).isEqualTo(number);
    }

    @ParameterizedTest
    @CsvSource({
        "YES_NO, A car., false",
        "YES_NO, Yes., true",
        "COUNT, Yes., false",
        "COUNT, 3., true",
        "OPEN, No., false",
        "OPEN, Left., true",
        "OPEN, ., false"
    })
    void answerOfAnotherFormDoesNotFit(QuestionKind kind, String answer, boolean fits) {
        assertThat(AnswerText.fits(kind, answer)).isEqualTo(fits);
    }

    @ParameterizedTest
    @CsvSource({
        "When did a lorry stop?, Did a lorry stop?",
        "At what time is there a car?, Is there a car?",
        "Когда остановился грузовик?, Остановился ли грузовик?",
        "Is there a car?, Is there a car?"
    })
    void whenBecomesWhether(String question, String whether) {
        assertThat(WhetherText.of(question)).isEqualTo(whether);
    }
}
