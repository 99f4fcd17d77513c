package io.watchword.fusion.ask;

import static io.watchword.fusion.ask.Stored.span;
import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.contract.TimeSpan;
import io.watchword.fusion.ask.AskedQuestion.Part;
import io.watchword.fusion.ask.Conversation.Step;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConversationTest {
    private static final TimeSpan ALL = span(0, 600);

    private final Conversation conversation = new Conversation("yard", ALL, Optional.empty());

    @BeforeEach
    void askOnce() {
        AskedQuestion question = asked("Is there a lorry?");
        conversation.answered(yes(question, span(100, 108), span(300, 308)));
    }

    private AskedQuestion asked(String line) {
        return ((Step.Ask) conversation.next(line)).question();
    }

    private static Answer yes(AskedQuestion question, TimeSpan... spans) {
        AskPlan plan = new AskPlan(List.of(), 0, 0, 0, 0, 0, 0, 0, List.of(), 0, 1);
        return new Answer(
                question,
                spans.length == 0 ? Answer.Verdict.NO : Answer.Verdict.YES,
                "Yes.",
                0.9f,
                spans.length == 0
                        ? List.of()
                        : List.of(new Answer.Group("Yes.", 0.9f, List.of(spans), spans.length)),
                List.of(),
                0,
                0,
                false,
                plan,
                AskLedger.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "and then?",
                "And after that?",
                "What happened next?",
                "а потом?",
                "Что было дальше?"
            })
    void whatComesNextBeginsWhereTheAnswerEnds(String line) {
        AskedQuestion next = asked(line);

        assertThat(next.span()).isEqualTo(span(108, 600));
        assertThat(next.kind()).isEqualTo(QuestionKind.CAPTION);
        assertThat(next.part()).isEqualTo(Part.FIRST_FEW);
    }

    @Test
    void whatComesNextGoesOnAfterWhatWasToldNext() {
        AskedQuestion next = asked("and then?");
        conversation.answered(yes(next, span(108, 116), span(120, 128)));

        assertThat(asked("and then?").span()).isEqualTo(span(128, 600));
    }

    @ParameterizedTest
    @ValueSource(strings = {"and before that?", "А до этого?"})
    void whatCameBeforeEndsWhereTheAnswerBegins(String line) {
        AskedQuestion before = asked(line);

        assertThat(before.span()).isEqualTo(span(0, 100));
        assertThat(before.part()).isEqualTo(Part.LAST_FEW);
    }

    @Test
    void whenIsAnsweredFromTheAnswerBefore() {
        assertThat(conversation.next("when?")).isInstanceOf(Step.Again.class);
        assertThat(conversation.next("А когда?")).isInstanceOf(Step.Again.class);
    }

    @Test
    void shortOpenQuestionsAreAboutTheSpansOfTheAnswer() {
        assertThat(asked("how many?").span()).isEqualTo(span(100, 308));
        assertThat(asked("and which way?").span()).isEqualTo(span(100, 308));
        assertThat(asked("What does the camera do?").span()).isEqualTo(ALL);
    }

    @Test
    void andAnotherThingKeepsSpanAndForm() {
        AskedQuestion other = asked("and a car?");

        assertThat(other.text()).isEqualTo("Is there a car?");
        assertThat(other.span()).isEqualTo(ALL);
        assertThat(asked("а машина?").text()).isEqualTo("В кадре есть машина?");
        assertThat(asked("а машина?").language()).isEqualTo("ru");
    }

    @Test
    void questionOfItsOwnIsAboutTheWholeSpan() {
        AskedQuestion other = asked("Did a person enter the yard?");

        assertThat(other.span()).isEqualTo(ALL);
        assertThat(other.text()).isEqualTo("Did a person enter the yard?");
    }

    @Test
    void nothingComesNextBeforeAQuestion() {
        Conversation fresh = new Conversation("yard", ALL, Optional.of("en"));

        assertThat(fresh.next("and then?")).isInstanceOf(Step.NothingBefore.class);
        assertThat(fresh.next("when?")).isInstanceOf(Step.NothingBefore.class);
    }

    @Test
    void nothingComesNextAfterANo() {
        conversation.answered(yes(AskedQuestion.of("yard", span(0, 60), "en", "Is there a bus?")));

        assertThat(conversation.next("and then?")).isInstanceOf(Step.NothingBefore.class);
    }
}
