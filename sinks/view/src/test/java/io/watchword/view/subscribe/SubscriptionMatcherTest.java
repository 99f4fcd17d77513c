package io.watchword.view.subscribe;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.contract.StandingSubscription;
import io.watchword.contract.StandingSubscription.By;
import io.watchword.view.timeline.EvidenceVectors;
import io.watchword.view.timeline.TimelineEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SubscriptionMatcherTest {
    private static final float[] RUN = {1, 0};
    private static final float[] CAR = {0, 1};
    private final SubscriptionMatcher matcher = new SubscriptionMatcher(Samples.WORDS);

    @Test
    void matchesByWordsWithoutAnyVector() {
        put("runs", "someone runs", By.WORDS, new float[0]);
        put("car", "car", By.WORDS, new float[0]);

        assertThat(ids(Samples.event(1, "a person runs to the left"))).containsExactly("runs");
    }

    @Test
    void matchesByMeaningWhateverTheWords() {
        put("alike", "someone in a hurry", By.MEANING, RUN);
        put("other", "parked", By.MEANING, CAR);

        List<Scored> scored = matcher.match(alike(0.9f, 0.43f), List.of());

        assertThat(scored).hasSize(1);
        assertThat(scored.get(0).subscription().id()).isEqualTo("alike");
        assertThat(scored.get(0).score()).isEqualTo(0.9f);
        assertThat(scored.get(0).why().likeness()).contains(0.9f);
    }

    @Test
    void eitherTakesOneAndBothTakesBoth() {
        put("either", "lorry", By.EITHER, RUN);
        put("both", "lorry", By.BOTH, RUN);
        put("both-here", "person", By.BOTH, RUN);

        assertThat(ids(alike(0.9f, 0.43f))).containsExactlyInAnyOrder("either", "both-here");
        assertThat(ids(alike(0.1f, 0.99f))).isEmpty();
    }

    @Test
    void vectorsOfAnotherBundleAreNotCompared() {
        put("alike", "someone in a hurry", By.MEANING, RUN);
        EvidenceVectors other =
                new EvidenceVectors("b2", RUN, new float[0], new float[0], new float[0]);

        assertThat(ids(Samples.event(1, "yard", "x", List.of(), 1, other))).isEmpty();
    }

    @Test
    void streamsAndLabelsNarrowItDown() {
        matcher.put(narrowed("yard-motion", "", List.of("yard"), List.of("motion")), "", RUN);
        matcher.put(narrowed("gate", "person", List.of("gate"), List.of()), "", RUN);
        matcher.put(narrowed("calm", "person", List.of(), List.of("calm")), "", RUN);

        assertThat(ids(Samples.event(1, "a person runs"))).containsExactly("yard-motion");
    }

    @Test
    void aRemovedOneMatchesNoMoreAndItsPlaceIsUsedAgain() {
        put("a", "someone runs", By.EITHER, RUN);
        put("b", "a car", By.EITHER, CAR);
        assertThat(matcher.remove("a")).isTrue();
        assertThat(matcher.remove("a")).isFalse();
        put("c", "a bird", By.EITHER, CAR);

        assertThat(ids(alike(1, 0))).isEmpty();
        assertThat(ids(alike(0, 1))).containsExactlyInAnyOrder("b", "c");
        assertThat(matcher.size()).isEqualTo(2);
    }

    @Test
    void theOneThatIsAskedAboutIsScoredThoughItDoesNotMatch() {
        put("runs", "someone runs", By.WORDS, new float[0]);

        List<Scored> scored = matcher.match(Samples.event(1, "a car passes"), List.of("runs", "?"));

        assertThat(scored).hasSize(1);
        assertThat(scored.get(0).matches()).isFalse();
        assertThat(scored.get(0).score()).isEqualTo(-1);
    }

    @Test
    void aThousandMatchAsEachByItself() {
        List<String> vocabulary =
                List.of("person", "runs", "car", "stops", "siren", "night", "bird", "no", "sound");
        Random random = new Random(11);
        Map<String, StandingSubscription> all = new HashMap<>();
        for (int n = 0; n < 1000; n++) {
            StandingSubscription one =
                    Samples.subscription(
                            "s" + random.nextInt(600), phrase(vocabulary, random), By.WORDS, 0.5f);
            all.put(one.id(), one);
            matcher.put(one, "", new float[0]);
            if (random.nextInt(4) == 0) {
                String gone = "s" + random.nextInt(600);
                assertThat(matcher.remove(gone)).isEqualTo(all.remove(gone) != null);
            }
        }
        for (int n = 0; n < 50; n++) {
            TimelineEntry event = Samples.event(n, phrase(vocabulary, random));
            List<String> expected = new ArrayList<>();
            for (StandingSubscription one : all.values()) {
                SubscriptionMatcher alone = new SubscriptionMatcher(Samples.WORDS);
                alone.put(one, "", new float[0]);
                if (!alone.match(event, List.of()).isEmpty()) {
                    expected.add(one.id());
                }
            }
            assertThat(ids(event)).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    private static String phrase(List<String> vocabulary, Random random) {
        StringBuilder phrase = new StringBuilder();
        for (int n = 1 + random.nextInt(4); n > 0; n--) {
            phrase.append(vocabulary.get(random.nextInt(vocabulary.size()))).append(' ');
        }
        return phrase.toString();
    }

    private static TimelineEntry alike(float run, float car) {
        return Samples.event(
                1, "yard", "By day: a person.", List.of(), 1, Samples.vectors(run, car));
    }

    private static StandingSubscription narrowed(
            String id, String words, List<String> streams, List<String> labels) {
        StandingSubscription wide = Samples.subscription(id, "x");
        return new StandingSubscription(
                id,
                1,
                "",
                "local",
                words,
                streams,
                labels,
                wide.rule(),
                "en",
                wide.verify(),
                Optional.empty(),
                Samples.START);
    }

    private void put(String id, String words, By by, float[] vector) {
        matcher.put(Samples.subscription(id, words, by, 0.5f), Samples.BUNDLE, vector);
    }

    private List<String> ids(TimelineEntry event) {
        return matcher.match(event, List.of()).stream()
                .map(scored -> scored.subscription().id())
                .toList();
    }
}
