package io.watchword.fusion.ask;

import static io.watchword.fusion.ask.Stored.event;
import static io.watchword.fusion.ask.Stored.moving;
import static io.watchword.fusion.ask.Stored.sketch;
import static io.watchword.fusion.ask.Stored.span;
import static io.watchword.fusion.ask.Stored.still;
import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.contract.Event;
import io.watchword.contract.TimeSpan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WindowPlannerTest {
    private static final float[] NONE = new float[0];
    private static final TimeSpan ALL = span(0, 1e6);
    private static final AskedQuestion QUESTION =
            AskedQuestion.of("clip-1", ALL, "en", "Is there a lorry?");

    private static AskPlan plan(
            int maxTokens, List<Sketch> segments, List<Event> events, float... q) {
        return new WindowPlanner(new AskLimits(4, maxTokens, 1, 0.5f, false))
                .plan(segments, events, q, QUESTION);
    }

    @Test
    void showsEverythingThatMovesWhereItFits() {
        AskPlan plan = plan(100_000, moving(10), List.of());

        assertThat(plan.windows()).hasSize(3);
        assertThat(plan.askedUs()).isEqualTo(20_000_000).isEqualTo(plan.storedUs());
        assertThat(plan.tokens()).isEqualTo(780);
        assertThat(plan.stillWindows() + plan.budgetWindows()).isZero();
    }

    @Test
    void seesAnEventWhole() {
        AskPlan plan = plan(100_000, moving(12), List.of(event(5, 11, "A car passes.", "motion")));

        assertThat(plan.windows())
                .extracting(Window::span)
                .containsExactlyInAnyOrder(span(0, 4), span(4, 12), span(12, 20), span(20, 24));
    }

    @Test
    void neverAsksOverAHole() {
        List<Sketch> segments = new ArrayList<>(moving(2));
        segments.add(sketch(5, new float[] {1, 0, 0}, 3));

        assertThat(plan(100_000, segments, List.of()).windows())
                .extracting(Window::span)
                .containsExactlyInAnyOrder(span(0, 4), span(10, 12));
    }

    @Test
    void letsOneWindowInEightStandForAStillStretch() {
        AskPlan plan = plan(100_000, still(4 * 40), List.of());

        // The first is new, since nothing came before it.
        assertThat(plan.windows()).hasSize(1 + 5);
        assertThat(plan.stillWindows()).isEqualTo(34);
        assertThat(plan.stillUs()).isEqualTo(34 * 8_000_000L);
    }

    @Test
    void takesTheDetectorsWordThatNothingHappens() {
        AskPlan plan =
                plan(100_000, moving(4 * 20), List.of(event(0, 160, "Nothing moves.", "calm")));

        assertThat(plan.windows()).hasSize(3);
    }

    @Test
    void asksWhatHappensOnlyWhereSomethingDoes() {
        List<Sketch> segments = new ArrayList<>(still(80));
        segments.set(41, sketch(41, new float[] {1, 0, 0}, 5));
        AskedQuestion what = AskedQuestion.of("clip-1", ALL, "en", "Which way does it go?");

        AskPlan plan =
                new WindowPlanner(new AskLimits(4, 100_000, 1, 0.5f, false))
                        .plan(segments, List.of(event(0, 80, "Calm.", "calm")), NONE, what);

        assertThat(plan.windows()).extracting(Window::span).containsExactly(span(80, 88));
    }

    @Test
    void keepsWhatSoundsOrLooksNewAlthoughNothingMoves() {
        List<Sketch> segments = new ArrayList<>(still(40));
        segments.set(21, sketch(21, new float[] {0, 1, 0}, 0));
        Sketch quiet = segments.get(33);
        segments.set(
                33,
                new Sketch(quiet.segmentId(), 0, quiet.span(), 78, quiet.search(), 0, -20, false));

        assertThat(plan(100_000, segments, List.of()).windows())
                .extracting(Window::span)
                .contains(span(40, 48), span(64, 72));
    }

    @Test
    void asksFirstWhereTheSearchVectorIsNearTheQuestion() {
        List<Sketch> segments = new ArrayList<>(moving(400));
        segments.set(123, sketch(123, new float[] {0, 1, 0}, 3));

        AskPlan plan = plan(78 * 4 * 4, segments, List.of(), 0, 1, 0);

        assertThat(plan.windows().get(0).span()).isEqualTo(span(240, 248));
    }

    @Test
    void asksFirstWhereACaptionHasTheQuestionsWord() {
        AskPlan plan =
                plan(
                        78 * 4 * 4,
                        moving(400),
                        List.of(
                                event(100, 108, "A bird flies.", "motion"),
                                event(400, 408, "Two lorries stop.", "motion")));

        assertThat(plan.windows().get(0).span()).isEqualTo(span(400, 408));
    }

    @Test
    void coversTheSpanWithHalfOfTheBudget() {
        AskPlan plan = plan(78 * 4 * 20, moving(4 * 200), List.of());

        assertThat(plan.windows()).hasSize(20);
        assertThat(plan.byRelevance()).isEqualTo(10);
        Set<Long> tenths = new HashSet<>();
        plan.windows().forEach(window -> tenths.add(window.span().startUs() / 160_000_000));
        assertThat(tenths).hasSize(10);
    }

    @Test
    void neverSpendsMoreThanTheBudgetAndAccountsForEachWindow() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            List<Sketch> segments = new ArrayList<>();
            for (int i = 0; i < 1 + random.nextInt(300); i++) {
                float[] search = {(float) random.nextGaussian(), (float) random.nextGaussian()};
                segments.add(sketch(i, search, random.nextInt(4)));
            }
            int budget = 1 + random.nextInt(30_000);

            AskPlan plan = plan(budget, segments, List.of(), 1, 0);

            assertThat(plan.tokens()).as("seed " + seed).isLessThanOrEqualTo(budget);
            assertThat(plan.askedWindows() + plan.stillWindows() + plan.budgetWindows())
                    .as("seed " + seed)
                    .isEqualTo(plan.storedWindows());
            assertThat(plan.askedUs() + plan.stillUs() + plan.budgetUs())
                    .as("seed " + seed)
                    .isEqualTo(plan.storedUs())
                    .isEqualTo(segments.size() * 2_000_000L);
            assertThat(new HashSet<>(plan.windows())).hasSameSizeAs(plan.windows());
        }
    }

    @Test
    void takesTheFirstFewInOrderOfTimeForWhatComesNext() {
        AskedQuestion next =
                new AskedQuestion(
                        "clip-1",
                        ALL,
                        "en",
                        "",
                        QuestionKind.CAPTION,
                        AskedQuestion.Part.FIRST_FEW);

        AskPlan plan =
                new WindowPlanner(new AskLimits(4, 100_000, 1, 0.5f, false))
                        .plan(moving(40), List.of(), NONE, next);

        assertThat(plan.windows())
                .extracting(Window::span)
                .containsExactly(span(0, 8), span(8, 16), span(16, 24));
    }
}
