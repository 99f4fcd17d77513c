package io.watchword.fusion.ask;

import static java.util.Objects.requireNonNull;

import io.watchword.contract.TimeSpan;
import java.util.List;

/**
 * What many windows say together.
 *
 * @param text the answer in the model's words; empty where there is none
 * @param confidence of the answer, {@code [0, 1]}; see {@link AnswerSum}
 * @param groups equal answers, the first first; of a question for yes or no, the yes alone
 * @param unsure windows whose yes was below the least confidence
 * @param senseless windows whose answer had not the form that the question asks for
 * @param summedByModel whether the model put the answers together; else a rule did
 */
public record Answer(
        AskedQuestion question,
        Verdict verdict,
        String text,
        float confidence,
        List<Group> groups,
        List<Finding> findings,
        int unsure,
        int senseless,
        boolean summedByModel,
        AskPlan plan,
        AskLedger ledger) {
    /** What kind of answer it is. */
    public enum Verdict {
        YES,
        NO,
        /** Something else was asked for, and told. */
        TOLD,
        /** The model gave no answer that makes sense for the question. */
        UNANSWERED
    }

    /**
     * An answer that windows agree on.
     *
     * @param confidence of the most confident of them
     * @param spans where, by time; windows that touch are one span
     */
    public record Group(String text, float confidence, List<TimeSpan> spans, int windows) {
        public Group {
            requireNonNull(text, "text is null");
            spans = List.copyOf(spans);
        }
    }

    public Answer {
        requireNonNull(question, "question is null");
        requireNonNull(verdict, "verdict is null");
        groups = List.copyOf(groups);
        findings = List.copyOf(findings);
    }

    /** The same, as the model puts it together. */
    Answer saidByModel(String words, float sure, AskLedger cost) {
        Verdict said =
                question.kind().saysYesOrNo()
                        ? AnswerText.yesOrNo(words).orElse(false) ? Verdict.YES : Verdict.NO
                        : Verdict.TOLD;
        return new Answer(
                question, said, words, sure, groups, findings, unsure, senseless, true, plan, cost);
    }

    Answer costing(AskLedger cost) {
        return new Answer(
                question,
                verdict,
                text,
                confidence,
                groups,
                findings,
                unsure,
                senseless,
                summedByModel,
                plan,
                cost);
    }

    /** The spans that the answer rests on, by time. */
    public List<TimeSpan> spans() {
        return groups.isEmpty() ? List.of() : groups.get(0).spans();
    }
}
