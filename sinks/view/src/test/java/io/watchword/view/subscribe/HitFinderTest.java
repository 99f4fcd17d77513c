package io.watchword.view.subscribe;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.contract.Hit;
import io.watchword.contract.StandingSubscription;
import io.watchword.contract.StandingSubscription.Verify;
import io.watchword.view.access.Rights;
import io.watchword.view.feed.Cursor;
import io.watchword.view.search.QueryEmbedder;
import io.watchword.view.timeline.EvidenceVectors;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class HitFinderTest {
    private static final StandingSubscription.Rule EACH = Samples.subscription("x", "x").rule();
    private final LinkedBlockingQueue<Hit> hits = new LinkedBlockingQueue<>();
    private final AtomicReference<Rights> rights = new AtomicReference<>(Rights.ALL);

    @Test
    void aHitSaysWhyAndLinksItsEvidence() {
        HitFinder finder = finder(Verifier.NONE);
        finder.put(Samples.subscription("runs", "someone runs"));

        finder.entry(Samples.event(1, "By day: a person runs to the left."));

        Hit hit = hits.remove();
        assertThat(hit.why().words()).containsExactly("person", "runs");
        assertThat(hit.why().verdict()).isEqualTo(Hit.Verdict.NOT_ASKED);
        assertThat(hit.caption()).isEqualTo("By day: a person runs to the left.");
        assertThat(hit.links().keyframe()).isEqualTo("/api/v1/events/event-yard-1/keyframe");
        assertThat(hit.startsAt()).contains(Samples.START.plusSeconds(10));
    }

    @Test
    void whatIsReadTwiceIsToldOnce() {
        HitFinder finder = finder(Verifier.NONE);
        finder.put(Samples.subscription("runs", "someone runs"));

        finder.entry(Samples.event(1, "a person runs"));
        finder.entry(Samples.event(1, "a person runs"));
        finder.entry(revised(1, "a person runs fast"));

        assertThat(hits).hasSize(1);
    }

    @Test
    void aRevisionIsToldIfNoneBeforeItMatched() {
        HitFinder finder = finder(Verifier.NONE);
        finder.put(Samples.subscription("runs", "someone runs"));

        finder.entry(Samples.event(1, "Something moves."));
        finder.entry(revised(1, "a person runs"));

        assertThat(hits).hasSize(1);
        assertThat(hits.remove().revision()).isEqualTo(2);
    }

    @Test
    void anotherRunTellsNothingAgain() {
        StandingSubscription cooling =
                Samples.subscription(
                        "runs",
                        "someone runs",
                        new StandingSubscription.Rule(
                                StandingSubscription.By.WORDS,
                                0.5f,
                                Optional.empty(),
                                Duration.ofSeconds(15)),
                        Verify.NONE);
        HitFinder first = finder(Verifier.NONE);
        first.put(cooling);
        first.entry(Samples.event(1, "a person runs"));
        Hit told = hits.remove();

        HitFinder second = finder(Verifier.NONE);
        second.put(cooling);
        second.recall(told);
        second.entry(Samples.event(1, "a person runs"));
        second.entry(Samples.event(2, "a person runs")); // cools down since the first run
        second.entry(Samples.event(3, "a person runs"));

        assertThat(hits).extracting(Hit::eventId).containsExactly("event-yard-3");
    }

    @Test
    void theOwnersRightsCountWhenItHappens() {
        HitFinder finder = finder(Verifier.NONE);
        finder.put(Samples.subscription("runs", "someone runs"));
        rights.set(new Rights("local", false, Set.of("gate")));

        finder.entry(Samples.event(1, "a person runs"));
        finder.entry(inGate(2, "a person runs"));
        rights.set(new Rights("local", false, Set.of()));
        finder.entry(inGate(3, "a person runs"));

        assertThat(hits).extracting(Hit::eventId).containsExactly("event-gate-2");
    }

    @Test
    void theModelsNoIsNoHitAndItsYesSaysHowSure() throws InterruptedException {
        HitFinder finder =
                finder(
                        (words, language, entry) ->
                                entry.event().caption().contains("left")
                                        ? new Verifier.Verdict(Verifier.Answer.NO, 0.8f)
                                        : new Verifier.Verdict(Verifier.Answer.YES, 0.7f));
        finder.put(Samples.subscription("runs", "someone runs", EACH, Verify.LANGUAGE_MODEL));

        finder.entry(Samples.event(1, "a person runs left"));
        finder.entry(Samples.event(2, "a person runs"));

        Hit hit = hits.take();
        assertThat(hit.eventId()).isEqualTo("event-yard-2");
        assertThat(hit.why().verdict()).isEqualTo(Hit.Verdict.YES);
        assertThat(hit.why().confidence()).contains(0.7f);
        assertThat(hits).isEmpty();
    }

    @Test
    void aModelThatIsAwayOrBreaksCostsNoHit() throws InterruptedException {
        HitFinder finder =
                finder(
                        (words, language, entry) -> {
                            throw new IllegalStateException("broken");
                        });
        finder.put(Samples.subscription("runs", "someone runs", EACH, Verify.LANGUAGE_MODEL));

        finder.entry(Samples.event(1, "a person runs"));

        assertThat(hits.take().why().verdict()).isEqualTo(Hit.Verdict.UNVERIFIED);
    }

    @Test
    void whenTooManyWaitForTheModelTheRestGoesOutUnverified() throws InterruptedException {
        CountDownLatch answer = new CountDownLatch(1);
        HitFinder finder =
                finder(
                        (words, language, entry) -> {
                            awaitUninterrupted(answer);
                            return new Verifier.Verdict(Verifier.Answer.YES, 1);
                        });
        finder.put(Samples.subscription("runs", "someone runs", EACH, Verify.LANGUAGE_MODEL));
        int events = HitFinder.VERIFICATION_CAPACITY + 10;

        for (int n = 0; n < events; n++) {
            finder.entry(Samples.event(n, "a person runs"));
        }
        int unverified = hits.size();
        List<Hit> all = new ArrayList<>();
        answer.countDown();
        for (int n = 0; n < events; n++) {
            all.add(hits.poll(5, TimeUnit.SECONDS));
        }

        assertThat(unverified).isBetween(9, 10); // one may already be asked about
        assertThat(all).doesNotContainNull().extracting(Hit::eventId).doesNotHaveDuplicates();
    }

    @Test
    void anEventCountsAsDoneWhenTheModelHasAnswered() throws InterruptedException {
        CountDownLatch answer = new CountDownLatch(1);
        HitFinder finder =
                finder(
                        (words, language, entry) -> {
                            awaitUninterrupted(answer);
                            return new Verifier.Verdict(Verifier.Answer.YES, 1);
                        });
        finder.put(Samples.subscription("runs", "someone runs", EACH, Verify.LANGUAGE_MODEL));

        finder.entry(Samples.event(1, "a person runs"));
        finder.entry(Samples.event(2, "a car passes"));
        Cursor before = finder.done();
        answer.countDown();
        hits.take();

        assertThat(before).isEqualTo(Cursor.parse("0-11")); // the first event is still to do
    }

    @Test
    void aRemovedSubscriptionIsToldNothing() {
        HitFinder finder = finder(Verifier.NONE);
        finder.put(Samples.subscription("runs", "someone runs"));
        finder.remove("runs");

        finder.entry(Samples.event(1, "a person runs"));

        assertThat(hits).isEmpty();
    }

    private HitFinder finder(Verifier verifier) {
        return new HitFinder(
                new HitFinder.Parts(
                        Samples.WORDS,
                        QueryEmbedder.NONE,
                        owner -> requireNonNull(rights.get(), "no rights"),
                        verifier,
                        SubscriptionMetrics.NONE,
                        Clock.fixed(Samples.START, ZoneOffset.UTC)),
                hits::add);
    }

    private static io.watchword.view.timeline.TimelineEntry inGate(int n, String caption) {
        return Samples.event(n, "gate", caption, Collections.emptyList(), 1, EvidenceVectors.NONE);
    }

    private static io.watchword.view.timeline.TimelineEntry revised(int n, String caption) {
        return Samples.event(n, "yard", caption, List.of("motion"), 2, EvidenceVectors.NONE);
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
