package io.watchword.view.subscribe;

import static java.util.Objects.requireNonNull;

import io.watchword.contract.Hit;
import io.watchword.contract.StandingSubscription;
import io.watchword.view.feed.Cursor;
import io.watchword.view.search.QueryEmbedder;
import io.watchword.view.timeline.EntryListener;
import io.watchword.view.timeline.TimelineEntry;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Finds the events that subscriptions ask for: the cheap comparison, the owner's rights, when it is
 * told, and where a subscription wants it, the language model's yes or no. Reading events again
 * gives no further hits.
 *
 * <p>Thread-safe: one thread reads events, another subscriptions, a third asks the model.
 */
public final class HitFinder implements EntryListener, AutoCloseable {
    /** Questions to the language model that wait; hits beyond go out unverified. */
    public static final int VERIFICATION_CAPACITY = 256;

    private final SubscriptionMatcher matcher;
    private final FiringStates states = new FiringStates();
    private final QueryEmbedder embedder;
    private final OwnerRights rights;
    private final Verification verification;
    private final Consumer<Hit> output;
    private final SubscriptionMetrics metrics;
    private final Clock clock;
    private Progress progress = new Progress(Cursor.none());

    /** What a finder works with. */
    public record Parts(
            PlainWords words,
            QueryEmbedder embedder,
            OwnerRights rights,
            Verifier verifier,
            SubscriptionMetrics metrics,
            Clock clock) {}

    /**
     * @param output takes hits, in the order of events but for those that wait for the model; must
     *     not block
     */
    public HitFinder(Parts parts, Consumer<Hit> output) {
        this.matcher = new SubscriptionMatcher(parts.words());
        this.embedder = parts.embedder();
        this.rights = parts.rights();
        this.verification =
                new Verification(parts.verifier(), VERIFICATION_CAPACITY, parts.metrics());
        this.output = requireNonNull(output, "output is null");
        this.metrics = parts.metrics();
        this.clock = parts.clock();
    }

    /**
     * Takes the events of some partitions from now on, and no others.
     *
     * @param kept those that it had
     * @param taken how far another run was done with the others
     */
    public synchronized void share(Set<Integer> kept, Cursor taken) {
        TreeMap<Integer, Long> from = new TreeMap<>(progress.done().nextOffsets());
        from.keySet().retainAll(kept);
        from.putAll(taken.nextOffsets());
        progress = new Progress(new Cursor(from));
    }

    /** Where another run may begin so that no event is passed over. */
    public synchronized Cursor done() {
        return progress.done();
    }

    /** Puts a subscription in force. */
    public void put(StandingSubscription subscription) {
        float[] vector =
                subscription.words().isBlank()
                        ? new float[0]
                        : embedder.embed(subscription.words()).orElse(new float[0]);
        synchronized (this) {
            matcher.put(subscription, embedder.bundleSha256(), vector);
        }
    }

    public synchronized void remove(String subscriptionId) {
        matcher.remove(subscriptionId);
        states.forget(subscriptionId);
    }

    /** Takes over what another run told; in the order in which it did. */
    public synchronized void recall(Hit hit) {
        if (matcher.find(hit.subscription().id()).isPresent()) {
            states.recall(hit);
        }
    }

    public synchronized int subscriptions() {
        return matcher.size();
    }

    @Override
    public void entry(TimelineEntry newest) {
        synchronized (this) {
            if (progress.isBehind(newest.position())) {
                return;
            }
            progress.begin(newest.position());
            long startNs = System.nanoTime();
            List<Scored> scored = matcher.match(newest, states.open(newest.event().streamId()));
            scored.forEach(one -> consider(one, newest));
            metrics.eventMatched(matcher.size(), System.nanoTime() - startNs);
            progress.end(newest.position());
        }
    }

    private void consider(Scored scored, TimelineEntry entry) {
        StandingSubscription subscription = scored.subscription();
        if (!rights.of(subscription.owner()).mayRead(entry.event().streamId())) {
            return;
        }
        boolean asks =
                subscription.verify() == StandingSubscription.Verify.LANGUAGE_MODEL
                        && states.wouldBe(scored, entry) == Firing.Outcome.FIRES;
        if (!asks) {
            decide(scored, entry);
            return;
        }
        progress.begin(entry.position());
        verification.ask(
                subscription.words(),
                subscription.language(),
                entry,
                verdict -> verified(scored, entry, verdict));
    }

    private synchronized void verified(
            Scored scored, TimelineEntry entry, Verifier.Verdict verdict) {
        boolean still =
                matcher.find(scored.subscription().id())
                        .filter(scored.subscription()::equals)
                        .isPresent();
        if (still && verdict.answer() != Verifier.Answer.NO) {
            boolean yes = verdict.answer() == Verifier.Answer.YES;
            Hit.Why why =
                    scored.why()
                            .with(
                                    yes ? Hit.Verdict.YES : Hit.Verdict.UNVERIFIED,
                                    yes ? Optional.of(verdict.confidence()) : Optional.empty());
            decide(new Scored(scored.subscription(), scored.matches(), scored.score(), why), entry);
        }
        progress.end(entry.position());
    }

    private void decide(Scored scored, TimelineEntry entry) {
        Firing.Outcome outcome = states.observe(scored, entry);
        metrics.decided(outcome);
        if (outcome == Firing.Outcome.FIRES) {
            output.accept(
                    HitMaker.hit(scored.subscription(), entry, scored.why(), clock.instant()));
        }
    }

    @Override
    public void close() {
        verification.close();
    }
}
