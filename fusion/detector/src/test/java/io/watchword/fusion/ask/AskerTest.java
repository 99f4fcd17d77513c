package io.watchword.fusion.ask;

import static io.watchword.fusion.ask.ScriptedModel.refused;
import static io.watchword.fusion.ask.ScriptedModel.said;
import static io.watchword.fusion.ask.Stored.span;
import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.contract.Embedding;
import io.watchword.contract.TimeSpan;
import io.watchword.fusion.ask.Answer.Verdict;
import io.watchword.fusion.context.ContextSegment;
import io.watchword.fusion.testing.StreamScript;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AskerTest {
    private static final TimeSpan ALL = span(0, 1e6);
    private static final AskLimits LIMITS = new AskLimits(4, 100_000, 3, 0.5f, false);
    private static final List<Embedding> MINUTE =
            StreamScript.lasting(60).motion(0, 60, 5).embeddings();

    private final FakeLog log = new FakeLog(MINUTE);
    private final List<Finding> told = new ArrayList<>();

    private Answer ask(String question, ScriptedModel model, AskLimits limits) {
        return asked(AskedQuestion.of("clip-1", ALL, "en", question), model, limits).orElseThrow();
    }

    private Optional<Answer> asked(AskedQuestion question, ScriptedModel model, AskLimits limits) {
        return new Asker(log, FakeLog.of(List.of()), SearchText.NONE, model, limits)
                .ask(
                        question,
                        StreamScript.BUNDLE_SHA256,
                        new Asker.Listener() {
                            @Override
                            public void planned(AskPlan plan) {}

                            @Override
                            public void found(Finding finding) {
                                told.add(finding);
                            }
                        });
    }

    @Test
    void saysYesWithTheSpansThatItRestsOnMerged() {
        Answer answer = ask("Is there a car?", ScriptedModel.yesIn(span(9, 17)), LIMITS);

        assertThat(answer.verdict()).isEqualTo(Verdict.YES);
        assertThat(answer.confidence()).isEqualTo(0.9f);
        assertThat(answer.spans()).containsExactly(span(8, 24));
        assertThat(answer.groups().get(0).windows()).isEqualTo(2);
    }

    @Test
    void saysNoWithHowMuchWasLookedAt() {
        Answer answer = ask("Is there a car?", ScriptedModel.yesIn(span(100, 101)), LIMITS);

        assertThat(answer.verdict()).isEqualTo(Verdict.NO);
        assertThat(answer.spans()).isEmpty();
        assertThat(answer.plan().askedUs()).isEqualTo(60_000_000);
    }

    @Test
    void putsWhatManyWindowsSayBeforeWhatOneIsSurerOf() {
        ScriptedModel model =
                ScriptedModel.saying(
                        asked ->
                                asked.segments().get(0).span().startUs() == 0
                                        ? said("Nothing moves.", 0.98f)
                                        : said("A car passes.", 0.6f));

        Answer answer = ask("What happened?", model, LIMITS);

        assertThat(answer.text()).isEqualTo("A car passes.");
        assertThat(answer.groups()).extracting(Answer.Group::windows).containsExactly(7, 1);
    }

    @Test
    void countsNoYesOfWhichTheModelIsUnsure() {
        ScriptedModel model =
                ScriptedModel.saying(
                        asked ->
                                asked.segments().get(0).span().startUs() == 0
                                        ? said("Yes.", 0.3f)
                                        : said("No.", 0.8f));

        Answer answer = ask("Is there a car?", model, LIMITS);

        assertThat(answer.verdict()).isEqualTo(Verdict.NO);
        assertThat(answer.unsure()).isEqualTo(1);
        assertThat(answer.confidence()).isEqualTo(0.8f);
    }

    @Test
    void takesAServerAtItsWordThatNeverSaysHowSureItIs() {
        Answer answer =
                ask("Is there a car?", ScriptedModel.saying(asked -> said("Yes.", 0)), LIMITS);

        assertThat(answer.verdict()).isEqualTo(Verdict.YES);
    }

    @Test
    void groupsEqualAnswersTheMostConfidentFirst() {
        ScriptedModel model =
                ScriptedModel.saying(
                        asked ->
                                asked.segments().get(0).span().startUs() < 16_000_000
                                        ? said("To the left.", 0.6f)
                                        : said("To the right.", 0.7f));

        Answer answer = ask("Which way does it go?", model, LIMITS);

        assertThat(answer.verdict()).isEqualTo(Verdict.TOLD);
        assertThat(answer.text()).isEqualTo("To the right.");
        assertThat(answer.groups())
                .extracting(Answer.Group::text, Answer.Group::spans)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("To the right.", List.of(span(16, 60))),
                        org.assertj.core.groups.Tuple.tuple("To the left.", List.of(span(0, 16))));
    }

    @Test
    void saysThatThereIsNoAnswerRatherThanGuess() {
        Answer answer =
                ask(
                        "How many are seen?",
                        ScriptedModel.saying(asked -> said("Yes.", 0.9f)),
                        LIMITS);

        assertThat(answer.verdict()).isEqualTo(Verdict.UNANSWERED);
        assertThat(answer.text()).isEmpty();
        assertThat(answer.senseless()).isEqualTo(8);
    }

    @Test
    void leavesAnswersOutThatMakeNoSense() {
        ScriptedModel model =
                ScriptedModel.saying(
                        asked ->
                                asked.segments().get(0).span().startUs() == 0
                                        ? said("2.", 0.6f)
                                        : said("A car.", 0.9f));

        Answer answer = ask("How many are seen?", model, LIMITS);

        assertThat(answer.text()).isEqualTo("2.");
        assertThat(answer.spans()).containsExactly(span(0, 8));
        assertThat(answer.senseless()).isEqualTo(7);
    }

    @Test
    void addsTheLedgersOfAllAnswersUp() {
        Answer answer = ask("Is there a car?", ScriptedModel.yesIn(ALL), LIMITS);

        assertThat(answer.ledger().calls()).isEqualTo(8);
        assertThat(answer.ledger().tokens().prompt()).isEqualTo(8 * 218);
        assertThat(answer.ledger().tokens().decoded()).isEqualTo(8 * 2);
        assertThat(answer.ledger().model()).isEqualTo("tiny 1");
    }

    @Test
    void tellsEachFindingInTheOrderOfThePlan() {
        Answer answer = ask("Is there a car?", ScriptedModel.yesIn(ALL), LIMITS);

        assertThat(told).isEqualTo(answer.findings());
        assertThat(told)
                .extracting(Finding::span)
                .isEqualTo(answer.plan().windows().stream().map(Window::span).toList());
        assertThat(told.get(0).segmentIds())
                .hasSizeBetween(1, 4)
                .allMatch(id -> id.startsWith("seg-0-"));
    }

    @Test
    void goesOnWhereOneWindowIsRefusedAndSaysWhy() {
        ScriptedModel model =
                ScriptedModel.saying(
                        asked ->
                                asked.segments().get(0).span().startUs() == 0
                                        ? refused("too many")
                                        : said("No.", 0.8f));

        Answer answer = ask("Is there a car?", model, LIMITS);

        assertThat(answer.verdict()).isEqualTo(Verdict.NO);
        assertThat(answer.ledger().refusals()).isEqualTo(1);
        assertThat(answer.ledger().refusal().orElseThrow().detail()).isEqualTo("too many");
        assertThat(answer.ledger().refusedAll()).isFalse();
    }

    @Test
    void findsNothingWhereNothingIsStored() {
        AskedQuestion late = AskedQuestion.of("clip-1", span(100, 200), "en", "Is there a car?");

        assertThat(asked(late, ScriptedModel.yesIn(ALL), LIMITS)).isEmpty();
    }

    @Test
    void readsTokensOfTheChosenWindowsAlone() {
        List<Embedding> hour = StreamScript.lasting(3600).motion(0, 3600, 5).segments(0);
        FakeLog stored = new FakeLog(hour);
        ScriptedModel model = ScriptedModel.yesIn(ALL);

        new Asker(
                        stored,
                        FakeLog.of(List.of()),
                        SearchText.NONE,
                        model,
                        new AskLimits(4, 60, 3, 0.5f, false))
                .ask(
                        AskedQuestion.of("clip-1", ALL, "en", "Is there a car?"),
                        StreamScript.BUNDLE_SHA256,
                        Asker.Listener.NONE);

        long againUs = stored.reads.stream().skip(1).mapToLong(TimeSpan::durationUs).sum();
        assertThat(model.asked).hasSize(5);
        assertThat(againUs).isLessThan(200_000_000);
    }

    @Test
    void asksWhetherWhereItWasAskedWhen() {
        ScriptedModel model = ScriptedModel.yesIn(span(9, 10));

        Answer answer = ask("When did a lorry stop?", model, LIMITS);

        assertThat(model.asked)
                .extracting(WindowModel.Asked::text)
                .containsOnly("Did a lorry stop?");
        assertThat(answer.spans()).containsExactly(span(8, 16));
    }

    @Test
    void hasAModelThatReadsTextPutTheAnswersTogether() {
        ScriptedModel model =
                ScriptedModel.saying(
                        asked ->
                                asked.text().contains("Notes on its parts")
                                        ? said("Yes, two of them.", 0.7f)
                                        : said("Yes, one.", 0.9f));

        Answer answer = ask("Is there a car?", model, new AskLimits(4, 100_000, 3, 0.5f, true));

        assertThat(answer.text()).isEqualTo("Yes, two of them.");
        assertThat(answer.summedByModel()).isTrue();
        assertThat(answer.verdict()).isEqualTo(Verdict.YES);
        assertThat(answer.ledger().calls()).isEqualTo(9);
        WindowModel.Asked last = model.asked.get(8);
        assertThat(last.text())
                .startsWith("Is there a car?")
                .contains("[0-8 s: Yes, one.]", "[56-60 s: Yes, one.]")
                .hasSizeLessThanOrEqualTo(AskedQuestion.MAX_CHARS);
        assertThat(last.segments()).extracting(ContextSegment::segmentId).isNotEmpty();
    }
}
