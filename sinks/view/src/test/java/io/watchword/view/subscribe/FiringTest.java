package io.watchword.view.subscribe;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.contract.StandingSubscription.By;
import io.watchword.contract.StandingSubscription.Rule;
import io.watchword.contract.TimeSpan;
import io.watchword.view.subscribe.Firing.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FiringTest {
    private static final Rule EACH = rule(Optional.empty(), Duration.ZERO);
    private static final Rule UNTIL_BELOW = rule(Optional.of(0.3f), Duration.ZERO);
    private static final Rule ONCE_A_MINUTE = rule(Optional.empty(), Duration.ofMinutes(1));

    @Test
    void tellsEachEventByDefault() {
        assertThat(outcomes(EACH, seen(1, 0.9f), seen(2, 0.9f), seen(3, 0.1f)))
                .containsExactly(Outcome.FIRES, Outcome.FIRES, Outcome.NO_MATCH);
    }

    @Test
    void tellsAnEventOnceWhicheverRevisionMatchedFirst() {
        assertThat(outcomes(EACH, seen(1, 0.1f), seen(1, 0.9f), seen(1, 0.8f), seen(1, 0.1f)))
                .containsExactly(
                        Outcome.NO_MATCH, Outcome.FIRES, Outcome.MATCHED_BEFORE, Outcome.NO_MATCH);
    }

    @Test
    void staysSilentUntilTheScoreFallsBelowWhereItCloses() {
        assertThat(
                        outcomes(
                                UNTIL_BELOW,
                                seen(1, 0.9f),
                                seen(2, 0.9f),
                                seen(3, 0.4f), // between the two thresholds: goes on
                                seen(4, 0.9f),
                                seen(5, 0.2f),
                                seen(6, 0.9f)))
                .containsExactly(
                        Outcome.FIRES,
                        Outcome.STILL_OPEN,
                        Outcome.NO_MATCH,
                        Outcome.STILL_OPEN,
                        Outcome.NO_MATCH,
                        Outcome.FIRES);
    }

    @Test
    void coolsDownByTheTimeOfTheEvents() {
        // ten seconds apart; a repetition while it cools does not prolong it
        assertThat(outcomes(ONCE_A_MINUTE, seen(0, 0.9f), seen(3, 0.9f), seen(6, 0.9f)))
                .containsExactly(Outcome.FIRES, Outcome.COOLING, Outcome.FIRES);
    }

    @Test
    void aRevisionOfWhatWasHeldBackIsHeldBackToo() {
        assertThat(outcomes(ONCE_A_MINUTE, seen(0, 0.9f), seen(3, 0.9f), seen(9, 0.9f), seen(3, 1)))
                .containsExactly(
                        Outcome.FIRES, Outcome.COOLING, Outcome.FIRES, Outcome.MATCHED_BEFORE);
    }

    @Test
    void tellsOfAWholeOrOfItsPartsButNotOfBoth() {
        Firing.Observation whole = seen("w", 0, 100, false);
        Firing.Observation first = seen("p1", 0, 40, true);
        Firing.Observation second = seen("p2", 50, 90, true);

        assertThat(outcomes(EACH, whole, first, second))
                .containsExactly(
                        Outcome.FIRES, Outcome.TOLD_WITH_THE_OTHER, Outcome.TOLD_WITH_THE_OTHER);
        assertThat(outcomes(EACH, first, second, whole))
                .containsExactly(Outcome.FIRES, Outcome.FIRES, Outcome.TOLD_WITH_THE_OTHER);
    }

    @Test
    void aPartOfAnotherEventIsTold() {
        assertThat(outcomes(EACH, seen("w", 0, 100, false), seen("p", 150, 190, true)))
                .containsExactly(Outcome.FIRES, Outcome.FIRES);
    }

    @Test
    void remembersABoundedNumberOfEvents() {
        FiringState state = FiringState.ARMED;
        for (int n = 0; n < 100; n++) {
            state = Firing.observe(EACH, state, seen(n, 0.9f)).next();
        }

        assertThat(state.matched()).hasSize(FiringState.REMEMBERED);
    }

    private static Rule rule(Optional<Float> closeBelow, Duration cooldown) {
        return new Rule(By.MEANING, 0.5f, closeBelow, cooldown);
    }

    private static Firing.Observation seen(int n, float score) {
        return new Firing.Observation(
                "e" + n,
                new TimeSpan(n * 10L, n * 10L + 5),
                false,
                score >= 0.5f,
                score,
                Samples.START.plusSeconds(n * 10L));
    }

    private static Firing.Observation seen(String id, long startUs, long endUs, boolean part) {
        return new Firing.Observation(
                id, new TimeSpan(startUs, endUs), part, true, 1, Samples.START);
    }

    private static List<Outcome> outcomes(Rule rule, Firing.Observation... observations) {
        List<Outcome> outcomes = new ArrayList<>();
        FiringState state = FiringState.ARMED;
        for (Firing.Observation observation : observations) {
            Firing.Step step = Firing.observe(rule, state, observation);
            state = step.next();
            outcomes.add(step.outcome());
        }
        return outcomes;
    }
}
