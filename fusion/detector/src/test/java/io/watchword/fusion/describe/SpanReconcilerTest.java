package io.watchword.fusion.describe;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.contract.TimeSpan;
import io.watchword.fusion.describe.SpanReconciler.Reconciled;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpanReconcilerTest {
    private static final TimeSpan CANDIDATE = seconds(2, 7);
    private static final TimeSpan WINDOW = seconds(0, 8);

    private static TimeSpan seconds(double start, double end) {
        return new TimeSpan(Math.round(start * 1e6), Math.round(end * 1e6));
    }

    private static DenseEvent event(double start, double end, String text) {
        return new DenseEvent(seconds(start, end), text, 0.5f);
    }

    private static Reconciled reconcile(DenseEvent... told) {
        return SpanReconciler.reconcile(CANDIDATE, WINDOW, List.of(told));
    }

    @Test
    void narrowsTheSpanToWhatTheModelTells() {
        assertThat(reconcile(event(2.5, 6, "a car passes")))
                .isEqualTo(new Reconciled(seconds(2.5, 6), List.of()));
    }

    @Test
    void neverWidensTheSpanOverItsNeighbours() {
        assertThat(reconcile(event(1, 8, "a car passes")).span()).isEqualTo(CANDIDATE);
        assertThat(reconcile(event(1, 6, "a car passes")).span()).isEqualTo(seconds(2, 6));
    }

    @Test
    void takesAnEndThatIsNearerThanOneTimeTokenForTheSame() {
        assertThat(reconcile(event(2.08, 6.93, "a car passes")).span()).isEqualTo(CANDIDATE);
    }

    @Test
    void keepsTheDetectorsSpanWhenTheModelTellsOfLittleOfIt() {
        assertThat(reconcile(event(3, 5, "a car passes")).span()).isEqualTo(CANDIDATE);
    }

    @Test
    void leavesToOtherEventsWhatLiesMostlyOutside() {
        assertThat(reconcile(event(0, 3, "a dog runs"), event(2.5, 6, "a car passes")))
                .isEqualTo(new Reconciled(seconds(2.5, 6), List.of()));
        assertThat(reconcile(event(0, 1.5, "a dog runs")).span()).isEqualTo(CANDIDATE);
        assertThat(reconcile().span()).isEqualTo(CANDIDATE);
    }

    @Test
    void makesPartsOfDifferentThingsOfASecondOrMore() {
        DenseEvent car = event(2, 4, "a car passes");
        DenseEvent person = event(3.5, 7, "a person enters");

        assertThat(reconcile(person, car, event(5, 5.9, "a bird enters")))
                .isEqualTo(new Reconciled(CANDIDATE, List.of(car, person)));
    }

    @Test
    void makesNoPartsOfOneThing() {
        assertThat(reconcile(event(2, 4, "a car passes"), event(4.5, 7, "a car passes")).parts())
                .isEmpty();
        assertThat(reconcile(event(2, 3.5, "a car passes"), event(5, 7, "a car passes")).parts())
                .isEmpty();
    }

    @Test
    void joinsWhatIsSaidTwiceOfOneThing() {
        assertThat(
                        reconcile(
                                        event(2, 3.2, "a car passes"),
                                        event(3, 5, "a dog runs"),
                                        event(4, 6, "a car passes"))
                                .parts())
                .containsExactly(event(2, 6, "a car passes"), event(3, 5, "a dog runs"));
    }

    @Test
    void cutsPartsAtTheEndsOfTheEvent() {
        assertThat(reconcile(event(1.5, 4, "a car passes"), event(3, 7.5, "a dog runs")).parts())
                .extracting(DenseEvent::span)
                .containsExactly(seconds(2, 4), seconds(3, 7));
    }
}
