package io.watchword.fusion.ask;

import static java.util.Objects.requireNonNull;

import io.watchword.contract.TimeSpan;
import io.watchword.fusion.ask.AskedQuestion.Part;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Questions one after the other about one stream. What refers to the answer before keeps its span
 * and its topic; all else is a question of its own about the whole span. Not thread-safe.
 *
 * <ul>
 *   <li>"And then?", "and after that?", "а потом?": what happens next, after the spans that the
 *       answer rests on. "And before that?", "а до этого?": the same before them.
 *   <li>"When?", "когда?": the spans of the answer again.
 *   <li>"How many?", "which way?", "what colour?" and other open questions of at most two words, or
 *       three after "and": asked about the spans of the answer.
 *   <li>"And a car?", "а машина?", after a question for yes or no: the same question of another
 *       thing, about the same span.
 * </ul>
 */
public final class Conversation {
    private static final int FEW_WORDS = 3;
    private static final Set<List<String>> NEXT =
            Set.of(
                    List.of("then"),
                    List.of("after", "that"),
                    List.of("next"),
                    List.of("what", "next"),
                    List.of("what", "then"),
                    List.of("after"),
                    List.of("later"),
                    List.of("afterwards"),
                    List.of("what", "happened", "next"),
                    List.of("what", "happened", "then"),
                    List.of("what", "happened", "after", "that"),
                    List.of("потом"),
                    List.of("дальше"),
                    List.of("затем"),
                    List.of("что", "потом"),
                    List.of("что", "дальше"),
                    List.of("после"),
                    List.of("после", "этого"),
                    List.of("что", "было", "потом"),
                    List.of("что", "было", "дальше"));
    private static final Set<List<String>> BEFORE =
            Set.of(
                    List.of("before"),
                    List.of("before", "that"),
                    List.of("what", "before"),
                    List.of("what", "happened", "before"),
                    List.of("what", "happened", "before", "that"),
                    List.of("до"),
                    List.of("до", "этого"),
                    List.of("перед", "этим"),
                    List.of("раньше"),
                    List.of("что", "было", "до", "этого"),
                    List.of("что", "было", "раньше"));
    private static final Set<List<String>> WHEN =
            Set.of(
                    List.of("when"),
                    List.of("when", "was", "that"),
                    List.of("when", "exactly"),
                    List.of("at", "what", "time"),
                    List.of("когда"),
                    List.of("когда", "это", "было"),
                    List.of("во", "сколько"));

    private final String streamId;
    private final TimeSpan whole;
    private final Optional<String> language;
    private @Nullable Answer before;

    /** What to do with a line. */
    public sealed interface Step {
        /** Ask this. */
        record Ask(AskedQuestion question) implements Step {}

        /** The answer before says it already. */
        record Again(Answer answer) implements Step {}

        /** It refers to an answer, and there is none that it could mean. */
        record NothingBefore() implements Step {}
    }

    /**
     * @param whole the span that people gave, or all that is stored
     * @param language ISO 639-1; empty for that of each question
     */
    public Conversation(String streamId, TimeSpan whole, Optional<String> language) {
        this.streamId = requireNonNull(streamId, "streamId is null");
        this.whole = requireNonNull(whole, "whole is null");
        this.language = requireNonNull(language, "language is null");
    }

    /**
     * What a line means.
     *
     * @throws IllegalArgumentException if it is too long or holds control characters
     */
    public Step next(String line) {
        List<String> words = withoutAnd(QuestionKind.words(line));
        boolean further = NEXT.contains(words);
        if (further || BEFORE.contains(words)) {
            return neighbour(line, further);
        }
        if (WHEN.contains(words)) {
            Answer answer = before;
            return answer == null || answer.spans().isEmpty()
                    ? new Step.NothingBefore()
                    : new Step.Again(answer);
        }
        AskedQuestion question = question(whole, line);
        Optional<AskedQuestion> other = ofAnotherThing(line, words);
        if (other.isPresent()) {
            return new Step.Ask(other.get());
        }
        int all = QuestionKind.words(line).size();
        boolean brief = words.size() <= (words.size() < all ? FEW_WORDS : FEW_WORDS - 1);
        if (brief
                && !question.kind().saysYesOrNo()
                && before != null
                && !before.spans().isEmpty()) {
            return new Step.Ask(question(hull(before.spans()), line));
        }
        return new Step.Ask(question);
    }

    /** Remembers what the next line may refer to. */
    public void answered(Answer answer) {
        before = answer;
    }

    private Step neighbour(String line, boolean further) {
        Answer answer = before;
        if (answer == null || answer.spans().isEmpty()) {
            return new Step.NothingBefore();
        }
        TimeSpan around = told(answer);
        TimeSpan span =
                further
                        ? new TimeSpan(Math.min(around.endUs(), whole.endUs()), whole.endUs())
                        : new TimeSpan(
                                whole.startUs(), Math.max(around.startUs(), whole.startUs()));
        return new Step.Ask(
                new AskedQuestion(
                        streamId,
                        span,
                        languageOf(line),
                        "",
                        QuestionKind.CAPTION,
                        further ? Part.FIRST_FEW : Part.LAST_FEW));
    }

    /** Of what was told one by one, all; of an answer, the first span it rests on. */
    private static TimeSpan told(Answer answer) {
        if (answer.question().kind() != QuestionKind.CAPTION) {
            return answer.spans().get(0);
        }
        return hull(answer.groups().stream().flatMap(group -> group.spans().stream()).toList());
    }

    private Optional<AskedQuestion> ofAnotherThing(String line, List<String> words) {
        Answer answer = before;
        boolean elliptic =
                words.size() <= FEW_WORDS
                        && words.size() < QuestionKind.words(line).size() // it began with "and"
                        && QuestionKind.of(line) == QuestionKind.YES_NO;
        if (!elliptic || answer == null || !answer.question().kind().saysYesOrNo()) {
            return Optional.empty();
        }
        String thing = String.join(" ", words);
        return Optional.of(
                question(
                        answer.question().span(),
                        languageOf(line).equals("ru")
                                ? "В кадре есть " + thing + "?"
                                : "Is there " + thing + "?"));
    }

    private AskedQuestion question(TimeSpan span, String line) {
        return AskedQuestion.of(streamId, span, languageOf(line), line);
    }

    private String languageOf(String line) {
        return language.orElseGet(() -> AskedQuestion.languageOf(line));
    }

    private static List<String> withoutAnd(List<String> words) {
        boolean and = !words.isEmpty() && Set.of("and", "а", "и").contains(words.get(0));
        return and ? words.subList(1, words.size()) : words;
    }

    private static TimeSpan hull(List<TimeSpan> spans) {
        long startUs = spans.stream().mapToLong(TimeSpan::startUs).min().orElse(0);
        long endUs = spans.stream().mapToLong(TimeSpan::endUs).max().orElse(startUs);
        return new TimeSpan(startUs, endUs);
    }
}
