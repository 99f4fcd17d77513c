package io.watchword.bench;

import io.watchword.contract.StandingSubscription.By;
import io.watchword.contract.bundle.ModelBundle;
import io.watchword.deploy.eval.onnx.OnnxSearchText;
import io.watchword.deploy.eval.set.Described;
import io.watchword.llm.decode.PromptStage;
import io.watchword.llm.onnx.OnnxLanguageModel;
import io.watchword.view.subscribe.Concepts;
import io.watchword.view.subscribe.PlainWords;
import io.watchword.view.subscribe.SubscriptionMatcher;
import io.watchword.view.subscribe.Verifier;
import io.watchword.view.subscribe.WordForms;
import io.watchword.view.subscribe.lucene.SnowballForms;
import io.watchword.view.timeline.TimelineEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Function;

/**
 * Precision and recall of standing subscriptions in plain words on rendered days whose truth is
 * known: by what is compared and by threshold, and whose the errors are, the comparison's or the
 * captions'. Takes what {@code watchword eval} left: its events and kept embeddings. Two lists: the
 * first was looked at while the concepts were written, the other was not.
 *
 * <pre>bench/run SubscriptionScores EVAL_DIRECTORY SET_DIRECTORY BUNDLE_DIRECTORY [check|each]...
 * </pre>
 *
 * <p>A hit is right if something that meets the subscription's slots truly happens within the
 * event's span; a happening is found if a hit overlaps it. Events that were never told, or told
 * wrongly, count against recall: this is what a user gets. {@code check} asks the bundle's language
 * model about each hit, as {@code verify: languageModel} does; {@code each} tells of every
 * subscription of the first list.
 */
public final class SubscriptionScores {
    private static final List<String> LANGUAGES = List.of("en", "ru");

    private final ToldScenes scenes;
    private final WordForms forms = new SnowballForms();
    private final PlainWords concepts = new PlainWords(forms, Concepts.shipped(forms));

    private SubscriptionScores(ToldScenes scenes) {
        this.scenes = scenes;
    }

    public static void main(String[] args) throws IOException {
        ModelBundle bundle = ModelBundle.open(Path.of(args[2]));
        List<String> also = List.of(args).subList(3, args.length);
        List<Wish> first;
        List<Wish> heldOut;
        try (PromptStage stage = OnnxLanguageModel.openPromptStage(bundle);
                OnnxSearchText encoder = OnnxSearchText.open(bundle)) {
            Function<String, float[]> embedder =
                    text -> encoder.vector(stage.tokenizer().encode(text));
            first = Wish.read("subscriptions.jsonl", embedder);
            heldOut = Wish.read("subscriptions-held-out.jsonl", embedder);
        }
        ToldScenes scenes = ToldScenes.open(Path.of(args[0]), Path.of(args[1]));
        SubscriptionScores scores = new SubscriptionScores(scenes);
        scores.report("first list", first);
        scores.report("held-out list", heldOut);
        if (also.contains("each")) {
            scores.each(first);
        }
        if (also.contains("check")) {
            try (CheckByModel check = CheckByModel.open(bundle, scenes)) {
                scores.check("first list", first, check);
                scores.check("held-out list", heldOut, check);
            }
        }
    }

    private void report(String name, List<Wish> all) {
        PlainWords stems = new PlainWords(forms, Concepts.NONE);
        for (String language : LANGUAGES) {
            List<Wish> wishes = of(language, all);
            System.out.printf(
                    Locale.ROOT,
                    "%s, %s: %d subscriptions, %d events%n",
                    name,
                    language,
                    wishes.size(),
                    scenes.told().size());
            print("words, stems alone", score(wishes, stems, By.WORDS, 0));
            print("words and concepts", score(wishes, concepts, By.WORDS, 0));
            errors(wishes);
            print("what captions say", score(wishes, scenes.told(), this::says));
            for (String told : LANGUAGES) {
                print(
                        "words, true captions " + told,
                        score(wishes, scenes.rightlyTold(told), matching(concepts, By.WORDS, 0)));
            }
            for (By by : List.of(By.MEANING, By.EITHER, By.BOTH)) {
                for (float at = 0.1f; at < 0.85f; at += 0.2f) {
                    print(
                            String.format(
                                    Locale.ROOT, "%s %.1f", by.name().toLowerCase(Locale.ROOT), at),
                            score(wishes, concepts, by, at));
                }
            }
        }
    }

    private static List<Wish> of(String language, List<Wish> all) {
        return all.stream().filter(wish -> wish.language().equals(language)).toList();
    }

    private static void print(String name, HitScore score) {
        System.out.printf(Locale.ROOT, "  %-24s %s%n", name, score.text());
    }

    private boolean says(Wish wish, TimelineEntry entry) {
        return wish.isMetBy(scenes.said(entry.event()));
    }

    private BiPredicate<Wish, TimelineEntry> matching(PlainWords words, By by, float threshold) {
        return (wish, entry) -> {
            SubscriptionMatcher matcher = new SubscriptionMatcher(words);
            matcher.put(
                    wish.subscription(by, threshold), scenes.kept().bundleSha256(), wish.vector());
            return !matcher.match(entry, List.of()).isEmpty();
        };
    }

    private HitScore score(List<Wish> wishes, PlainWords words, By by, float threshold) {
        return score(wishes, scenes.told(), matching(words, by, threshold));
    }

    private HitScore score(
            List<Wish> wishes, List<TimelineEntry> told, BiPredicate<Wish, TimelineEntry> hits) {
        HitScore sum = HitScore.NONE;
        for (Wish wish : wishes) {
            List<TimelineEntry> of = told.stream().filter(one -> hits.test(wish, one)).toList();
            sum = sum.plus(score(wish, of));
        }
        return sum;
    }

    private HitScore score(Wish wish, List<TimelineEntry> hits) {
        long right = hits.stream().filter(hit -> isRight(wish, hit)).count();
        int happenings = 0;
        int found = 0;
        for (Map.Entry<String, List<Described>> source : scenes.truth().entrySet()) {
            for (Described one : source.getValue()) {
                if (wish.isMetBy(one.slots())) {
                    happenings++;
                    found += tell(hits, source.getKey(), one) ? 1 : 0;
                }
            }
        }
        return new HitScore(hits.size(), (int) right, happenings, found);
    }

    private boolean isRight(Wish wish, TimelineEntry hit) {
        return scenes.happening(hit.event()).stream().anyMatch(one -> wish.isMetBy(one.slots()));
    }

    private static boolean tell(List<TimelineEntry> events, String source, Described happening) {
        return events.stream()
                .anyMatch(
                        entry ->
                                entry.event().source().equals(source)
                                        && ToldScenes.overlap(
                                                happening.span(), entry.event().span()));
    }

    /**
     * The captions' are those that a comparison without fault makes with these captions: one that
     * knows what facts a caption tells and what facts were asked for.
     */
    private void errors(List<Wish> wishes) {
        BiPredicate<Wish, TimelineEntry> matches = matching(concepts, By.WORDS, 0);
        int falseHits = 0;
        int falselyMatched = 0;
        int missed = 0;
        int notMatched = 0;
        for (Wish wish : wishes) {
            List<TimelineEntry> hits =
                    scenes.told().stream().filter(one -> matches.test(wish, one)).toList();
            List<TimelineEntry> saying =
                    scenes.told().stream().filter(one -> says(wish, one)).toList();
            for (TimelineEntry hit : hits) {
                if (!isRight(wish, hit)) {
                    falseHits++;
                    falselyMatched += says(wish, hit) ? 0 : 1;
                }
            }
            for (Map.Entry<String, List<Described>> source : scenes.truth().entrySet()) {
                for (Described one : source.getValue()) {
                    if (wish.isMetBy(one.slots()) && !tell(hits, source.getKey(), one)) {
                        missed++;
                        notMatched += tell(saying, source.getKey(), one) ? 1 : 0;
                    }
                }
            }
        }
        System.out.printf(
                Locale.ROOT,
                "  of %d false hits %d are the comparison's, %d the captions';"
                        + " of %d missed %d are the comparison's, %d the captions'%n",
                falseHits,
                falselyMatched,
                falseHits - falselyMatched,
                missed,
                notMatched,
                missed - notMatched);
    }

    private void each(List<Wish> wishes) {
        BiPredicate<Wish, TimelineEntry> matches = matching(concepts, By.WORDS, 0);
        for (Wish wish : wishes) {
            System.out.printf(
                    Locale.ROOT,
                    "  %-36s matched %s%n  %-36s said    %s%n",
                    wish.words(),
                    score(List.of(wish), scenes.told(), matches).text(),
                    "",
                    score(List.of(wish), scenes.told(), this::says).text());
        }
    }

    private void check(String name, List<Wish> all, CheckByModel check) {
        for (String language : LANGUAGES) {
            List<Wish> wishes = of(language, all);
            System.out.printf(Locale.ROOT, "%s, %s, checked by the model%n", name, language);
            checked("words", wishes, matching(concepts, By.WORDS, 0), check);
            checked("either 0.5", wishes, matching(concepts, By.EITHER, 0.5f), check);
        }
    }

    private void checked(
            String name,
            List<Wish> wishes,
            BiPredicate<Wish, TimelineEntry> matches,
            CheckByModel check) {
        print(name + ", not checked", score(wishes, scenes.told(), matches));
        for (Verifier.Answer answer : Verifier.Answer.values()) {
            print(
                    name + ": " + answer.name().toLowerCase(Locale.ROOT),
                    score(
                            wishes,
                            scenes.told(),
                            matches.and(
                                    (wish, entry) ->
                                            check.verdict(wish, entry).answer() == answer)));
        }
        print(
                name + ": a no above 0.99",
                score(
                        wishes,
                        scenes.told(),
                        matches.and(
                                (wish, entry) -> {
                                    Verifier.Verdict verdict = check.verdict(wish, entry);
                                    return verdict.answer() == Verifier.Answer.NO
                                            && verdict.confidence() > 0.99f;
                                })));
        print(
                name + ": not a sure no",
                score(
                        wishes,
                        scenes.told(),
                        matches.and(
                                (wish, entry) ->
                                        check.verdict(wish, entry).answer()
                                                != Verifier.Answer.NO)));
    }
}
