package io.watchword.deploy.eval.score;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.watchword.deploy.eval.ask.Asker;
import io.watchword.deploy.eval.ask.Context;
import io.watchword.deploy.eval.kept.Kept;
import io.watchword.deploy.eval.metric.Tally;
import io.watchword.deploy.eval.metric.Words;
import io.watchword.deploy.eval.set.EvaluationSet;
import io.watchword.deploy.eval.set.SourceTruth;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * Asks the set's questions about stored embeddings. Those answered by yes or no poll for presence,
 * as POPE does: figures are of "yes", and an answer that is neither counts as "no". Of the others,
 * the answer must have the same words.
 */
public final class QuestionScores {
    private static final int MOST = 1000;
    private static final Set<String> YES = Set.of("yes", "да");
    private static final Set<String> NO = Set.of("no", "нет");

    private final Asker asker;
    private final long seed;
    private final Context context = new Context();

    public QuestionScores(Asker asker, long seed) {
        this.asker = asker;
        this.seed = seed;
    }

    private record Question(SourceTruth source, SourceTruth.Asked asked) {}

    /** Figures of one language. */
    public void score(
            EvaluationSet set, Kept kept, String language, boolean headline, Scores scores) {
        Tally polled = Tally.NONE;
        int neither = 0;
        Map<String, Tally> kinds = new TreeMap<>();
        Map<String, int[]> open = new TreeMap<>();
        for (Question question : chosen(set, language)) {
            SourceTruth.Asked asked = question.asked();
            List<String> answer = answer(kept, question);
            List<String> right = Words.of(asked.answer());
            if (right.isEmpty() || !(YES.contains(right.get(0)) || NO.contains(right.get(0)))) {
                int[] counts = open.computeIfAbsent(asked.kind(), kind -> new int[2]);
                counts[0] += answer.equals(right) ? 1 : 0;
                counts[1]++;
                continue;
            }
            String first = answer.isEmpty() ? "" : answer.get(0);
            neither += YES.contains(first) || NO.contains(first) ? 0 : 1;
            Tally one = Tally.NONE.with(YES.contains(first), YES.contains(right.get(0)));
            polled = polled.plus(one);
            kinds.merge(asked.kind(), one, Tally::plus);
        }
        ObjectNode section = scores.detail("questions").putObject(language);
        put(section.putObject("presence"), polled);
        section.put("neither_yes_nor_no", neither);
        kinds.forEach((kind, tally) -> put(section.withObject("/by_kind").putObject(kind), tally));
        open.forEach(
                (kind, counts) ->
                        section.withObject("/open")
                                .putObject(kind)
                                .put("asked", counts[1])
                                .put("right", Scores.rounded(counts[0] / (double) counts[1])));
        if (headline && polled.count() > 0) {
            scores.put("presence_f1", polled.f1());
        } else if (headline) {
            scores.absent("presence_f1", "the set has no yes-or-no question in " + language);
        }
    }

    private static void put(ObjectNode into, Tally tally) {
        into.put("asked", tally.count())
                .put("accuracy", Scores.rounded(tally.accuracy()))
                .put("precision", Scores.rounded(tally.precision()))
                .put("recall", Scores.rounded(tally.recall()))
                .put("f1", Scores.rounded(tally.f1()))
                .put("yes_ratio", Scores.rounded(tally.yesRatio()));
    }

    private List<Question> chosen(EvaluationSet set, String language) {
        List<Question> questions = new ArrayList<>();
        for (SourceTruth source : set.sources()) {
            for (SourceTruth.Asked asked : source.questions()) {
                if (asked.language().equals(language)) {
                    questions.add(new Question(source, asked));
                }
            }
        }
        Collections.shuffle(questions, new Random(seed));
        return questions.subList(0, Math.min(MOST, questions.size()));
    }

    private List<String> answer(Kept kept, Question question) {
        SourceTruth.Asked asked = question.asked();
        Optional<Asker.Answer> answer =
                asker.ask(
                        context.of(asked.span(), kept.embeddings(question.source().name())),
                        asked.language(),
                        asked.question());
        return answer.map(given -> Words.of(given.text())).orElse(List.of());
    }
}
