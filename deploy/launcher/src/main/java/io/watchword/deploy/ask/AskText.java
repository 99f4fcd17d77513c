package io.watchword.deploy.ask;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import io.watchword.contract.TimeSpan;
import io.watchword.contract.TokenLedger;
import io.watchword.deploy.log.StoredTimes;
import io.watchword.deploy.terminal.TerminalText;
import io.watchword.fusion.ask.Answer;
import io.watchword.fusion.ask.AskPlan;
import io.watchword.fusion.ask.AskedQuestion;
import io.watchword.fusion.ask.Finding;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Answers as lines for people. What the model says is cleaned of control characters. Pure. */
final class AskText {
    private static final int MOST_GROUPS = 10;
    private static final int MOST_SPANS = 20;

    private final StoredTimes times;
    private final int width;

    AskText(StoredTimes times, int width) {
        this.times = times;
        this.width = width;
    }

    /** One window's answer; of a question for yes or no, only a yes is worth a line. */
    String found(AskedQuestion question, Finding finding) {
        boolean no = question.kind().saysYesOrNo() && !finding.saysYes();
        return finding.fits() && !no
                ? line(finding.span(), finding.confidence(), finding.text())
                : "";
    }

    /** What all windows say together, and how much was looked at. */
    String sum(Answer answer) {
        StringBuilder sum = new StringBuilder();
        switch (answer.verdict()) {
            case YES -> sum.append(headline(answer)).append(in(answer.spans()));
            case NO -> sum.append(headline(answer)).append('\n');
            case TOLD -> told(answer, sum);
            case UNANSWERED -> unanswered(answer, sum);
        }
        if (answer.verdict() != Answer.Verdict.TOLD) {
            sum.append(captions(answer.plan().captions()));
        }
        return sum.append(looked(answer)).toString();
    }

    /** What the model said of its own accord, beside what it says when asked. */
    private String captions(List<Finding> captions) {
        if (captions.isEmpty()) {
            return "";
        }
        StringBuilder lines = new StringBuilder("stored captions with these words:\n");
        for (Finding caption : captions.stream().limit(MOST_GROUPS).toList()) {
            lines.append(line(caption.span(), caption.confidence(), caption.text()));
        }
        return lines.toString();
    }

    private static String headline(Answer answer) {
        String said = TerminalText.clean(answer.text());
        String word = said.isEmpty() ? "Not surely." : said;
        return String.format(Locale.ROOT, "%s %.2f", word, answer.confidence());
    }

    private void told(Answer answer, StringBuilder sum) {
        if (answer.summedByModel()) {
            sum.append(headline(answer)).append('\n');
        }
        for (Answer.Group group : answer.groups().stream().limit(MOST_GROUPS).toList()) {
            sum.append(
                            String.format(
                                    Locale.ROOT,
                                    "%s %.2f",
                                    TerminalText.clean(group.text()),
                                    group.confidence()))
                    .append(in(group.spans()));
        }
        if (answer.groups().size() > MOST_GROUPS) {
            sum.append("and ")
                    .append(answer.groups().size() - MOST_GROUPS)
                    .append(" other answers\n");
        }
    }

    private static void unanswered(Answer answer, StringBuilder sum) {
        sum.append("no answer: ");
        if (answer.findings().isEmpty()) {
            sum.append("the model answered about no window\n");
            return;
        }
        Finding first = answer.findings().get(0);
        sum.append(
                String.format(
                        Locale.ROOT,
                        "bundle %s gave none that fits the question, such as \"%s\"%n",
                        TerminalText.clean(answer.ledger().model()),
                        TerminalText.clean(first.text())));
    }

    private String in(List<TimeSpan> spans) {
        String shown =
                spans.stream().limit(MOST_SPANS).map(times::span).collect(Collectors.joining(", "));
        String more =
                spans.size() > MOST_SPANS ? " and " + (spans.size() - MOST_SPANS) + " more" : "";
        return "  in " + shown + more + "\n";
    }

    private String looked(Answer answer) {
        AskPlan plan = answer.plan();
        StringBuilder line =
                new StringBuilder(
                        String.format(
                                Locale.ROOT,
                                "(looked at %s of %s in %d windows",
                                seconds(plan.askedUs()),
                                seconds(plan.storedUs()),
                                plan.askedWindows()));
        if (plan.stillUs() > 0) {
            line.append(", ").append(seconds(plan.stillUs())).append(" are still");
        }
        if (plan.budgetUs() > 0) {
            line.append(", ").append(seconds(plan.budgetUs())).append(" left out");
        }
        if (answer.unsure() > 0) {
            line.append(", ").append(answer.unsure()).append(" unsure yes not counted");
        }
        if (answer.senseless() > 0) {
            line.append(", ").append(answer.senseless()).append(" answers made no sense");
        }
        if (answer.ledger().refusals() > 0) {
            line.append(", ").append(answer.ledger().refusals()).append(" refused");
        }
        return line.append(")\n").toString();
    }

    /** What the model was shown, what was left out and why, and what it cost. */
    String explained(Answer answer) {
        AskPlan plan = answer.plan();
        TokenLedger tokens = answer.ledger().tokens();
        StringBuilder lines = new StringBuilder();
        add(lines, "asked", "\"%s\" as %s", answer.question().text(), kind(answer));
        add(
                lines,
                "windows",
                "%d stored; %d asked about (%d for what they seem to show, %d to cover the span);"
                        + " %d still; %d beyond the budget",
                plan.storedWindows(),
                plan.askedWindows(),
                plan.byRelevance(),
                plan.askedWindows() - plan.byRelevance(),
                plan.stillWindows(),
                plan.budgetWindows());
        add(lines, "budget", "%d of %d stored embeddings", plan.tokens(), plan.maxTokens());
        add(
                lines,
                "prompts",
                "%d positions: %d text, %d spatial, %d motion, %d audio, %d temporal, %d delimiters",
                tokens.prompt(),
                tokens.text(),
                tokens.spatial(),
                tokens.motion(),
                tokens.audio(),
                tokens.temporal(),
                tokens.delimiter());
        add(
                lines,
                "decoded",
                "%d tokens in %d answers by %s",
                tokens.decoded(),
                answer.ledger().calls(),
                answer.ledger().model());
        add(
                lines,
                "summed",
                "%s",
                answer.summedByModel() ? "by the model" : "by rule, see asking.md");
        return lines.toString();
    }

    private static String kind(Answer answer) {
        return answer.question().kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    @FormatMethod
    private static void add(
            StringBuilder lines, String name, @FormatString String form, Object... values) {
        lines.append(
                TerminalText.clean(
                        String.format(Locale.ROOT, "  %-8s ", name)
                                + String.format(Locale.ROOT, form, values)));
        lines.append('\n');
    }

    private String line(TimeSpan span, float confidence, String text) {
        String left = String.format(Locale.ROOT, "  %s  %.2f  ", times.span(span), confidence);
        List<String> wrapped =
                TerminalText.wrap(TerminalText.clean(text), Math.max(20, width - left.length()));
        return left + String.join("\n" + " ".repeat(left.length()), wrapped) + "\n";
    }

    private static String seconds(long us) {
        return us < 120_000_000
                ? String.format(Locale.ROOT, "%.0f s", us / 1e6)
                : String.format(Locale.ROOT, "%.0f min", us / 6e7);
    }
}
