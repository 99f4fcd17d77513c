package io.watchword.fusion.ask;

import static java.util.Comparator.comparingDouble;
import static java.util.Comparator.comparingLong;

import io.watchword.contract.TimeSpan;
import io.watchword.fusion.ask.Answer.Group;
import io.watchword.fusion.ask.Answer.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts the answers of windows together by rule, for models too small to read them. Pure.
 *
 * <ul>
 *   <li>Yes or no: yes if any window says yes with at least {@link AskLimits#leastConfidence};
 *       confidence is that of the surest; a server that never says how sure it is is taken at its
 *       word. Otherwise no, with the mean confidence of the windows that said no; how much of the
 *       span was looked at is said beside it.
 *   <li>What comes first: the answer of the earliest window.
 *   <li>All else: equal answers are grouped, first the group whose windows' confidences make the
 *       largest sum.
 *   <li>Answers that do not have the form that was asked for are left out and counted. If nothing
 *       is left, there is no answer.
 * </ul>
 */
final class AnswerSum {
    private static final long TOUCH_US = 100_000;

    private final AskLimits limits;

    AnswerSum(AskLimits limits) {
        this.limits = limits;
    }

    Answer of(AskedQuestion question, List<Finding> findings, AskPlan plan, AskLedger ledger) {
        List<Finding> fitting = findings.stream().filter(Finding::fits).toList();
        int senseless = findings.size() - fitting.size();
        if (fitting.isEmpty()) {
            return new Answer(
                    question,
                    Verdict.UNANSWERED,
                    "",
                    0,
                    List.of(),
                    findings,
                    0,
                    senseless,
                    false,
                    plan,
                    ledger);
        }
        if (question.kind().saysYesOrNo()) {
            return yesOrNo(question, findings, fitting, plan, ledger);
        }
        List<Group> groups = groups(question.kind(), fitting);
        return new Answer(
                question,
                Verdict.TOLD,
                groups.get(0).text(),
                groups.get(0).confidence(),
                groups,
                findings,
                0,
                senseless,
                false,
                plan,
                ledger);
    }

    private Answer yesOrNo(
            AskedQuestion question,
            List<Finding> findings,
            List<Finding> fitting,
            AskPlan plan,
            AskLedger ledger) {
        List<Finding> yes = fitting.stream().filter(Finding::saysYes).toList();
        boolean silent = fitting.stream().allMatch(finding -> finding.confidence() == 0);
        List<Finding> sure =
                yes.stream()
                        .filter(f -> silent || f.confidence() >= limits.leastConfidence())
                        .toList();
        List<Finding> no = fitting.stream().filter(finding -> !finding.saysYes()).toList();
        List<Group> groups = sure.isEmpty() ? List.of() : List.of(group(sure.get(0).text(), sure));
        double meanNo = no.stream().mapToDouble(Finding::confidence).average().orElse(0);
        return new Answer(
                question,
                sure.isEmpty() ? Verdict.NO : Verdict.YES,
                sure.isEmpty()
                        ? no.stream().findFirst().map(Finding::text).orElse("")
                        : sure.get(0).text(),
                sure.isEmpty() ? (float) meanNo : groups.get(0).confidence(),
                groups,
                findings,
                yes.size() - sure.size(),
                findings.size() - fitting.size(),
                false,
                plan,
                ledger);
    }

    private static List<Group> groups(QuestionKind kind, List<Finding> findings) {
        Map<String, List<Finding>> alike = new LinkedHashMap<>();
        for (Finding finding : findings) {
            String key =
                    kind == QuestionKind.FIRST || kind == QuestionKind.CAPTION
                            ? finding.span().toString() // each is told by itself
                            : AnswerText.key(kind, finding.text());
            alike.computeIfAbsent(key, k -> new ArrayList<>()).add(finding);
        }
        // What many windows say counts for more than what one is sure of.
        Map<String, Double> weights = new HashMap<>();
        alike.values()
                .forEach(
                        same ->
                                weights.put(
                                        same.get(0).text(),
                                        same.stream().mapToDouble(Finding::confidence).sum()));
        Comparator<Group> order =
                kind == QuestionKind.FIRST || kind == QuestionKind.CAPTION
                        ? comparingLong(group -> group.spans().get(0).startUs())
                        : comparingDouble((Group group) -> -weights.getOrDefault(group.text(), 0.0))
                                .thenComparing((Group group) -> -group.windows())
                                .thenComparingLong(group -> group.spans().get(0).startUs());
        return alike.values().stream()
                .map(same -> group(same.get(0).text(), same))
                .sorted(order)
                .toList();
    }

    private static Group group(String text, List<Finding> findings) {
        float confidence = 0;
        for (Finding finding : findings) {
            confidence = Math.max(confidence, finding.confidence());
        }
        return new Group(text, confidence, merged(findings), findings.size());
    }

    private static List<TimeSpan> merged(List<Finding> findings) {
        List<TimeSpan> merged = new ArrayList<>();
        findings.stream()
                .map(Finding::span)
                .sorted(comparingLong(TimeSpan::startUs))
                .forEach(span -> join(merged, span));
        return merged;
    }

    private static void join(List<TimeSpan> merged, TimeSpan span) {
        int last = merged.size() - 1;
        if (last < 0 || span.startUs() - merged.get(last).endUs() > TOUCH_US) {
            merged.add(span);
            return;
        }
        TimeSpan before = merged.get(last);
        merged.set(last, new TimeSpan(before.startUs(), Math.max(before.endUs(), span.endUs())));
    }
}
