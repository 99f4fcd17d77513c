package io.watchword.llm.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.contract.ErrorCode;
import io.watchword.llm.prompt.Prompt;
import io.watchword.llm.testing.FakeLlmEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RoundsTest {
    private static final int BATCH = 4;
    private static final int CACHE = 100;
    private static final int PREFILL = 20;
    private static final List<Priority> PRIORITIES = List.of(Priority.values());

    private final FakeLlmEngine engine = new FakeLlmEngine(step -> FakeLlmEngine.peak(step));
    private final WaitingJobs waiting = new WaitingJobs(64, 1_000);
    private final List<Integer> cacheInUse = new ArrayList<>();
    private long nowNs;

    private Rounds rounds(LlmEngine on) {
        EngineMetrics metrics =
                new EngineMetrics() {
                    @Override
                    public void holds(int thread, int sequences, int cachePositions) {
                        cacheInUse.add(cachePositions);
                    }
                };
        SchedulerLimits limits = new SchedulerLimits(1, BATCH, 64, CACHE, PREFILL, 1_000);
        return new Rounds(on, limits, waiting, metrics, () -> nowNs, 0);
    }

    private FakeJob offer(FakeJob job) {
        assertThat(waiting.offer(job, nowNs)).isEmpty();
        return job;
    }

    private void runOut(Rounds rounds) {
        boolean going = true;
        while (going || waiting.size() > 0) {
            going = rounds.run();
        }
    }

    @Test
    void decodesAllSideBySideWhateverTheirLength() {
        Rounds rounds = rounds(engine);
        FakeJob two = offer(FakeJob.live(2, 5));
        FakeJob both = offer(FakeJob.live(4, 5, 6));

        runOut(rounds);

        assertThat(two.said()).containsExactly(0, 1);
        assertThat(both.said()).containsExactly(0, 0, 1, 1, 2, 2, 3, 3);
        assertThat(both.ending()).contains(new Ending.Finished());
        assertThat(engine.largestBatch()).isEqualTo(3);
        assertThat(engine.open()).isZero();
    }

    @Test
    void oneThatComesLaterJoinsTheBatchUnderWay() {
        Rounds rounds = rounds(engine);
        FakeJob first = offer(FakeJob.live(3, 5));
        rounds.run();
        FakeJob second = offer(FakeJob.live(3, 5));

        rounds.run();

        assertThat(first.said()).containsExactly(0, 1);
        assertThat(second.said()).containsExactly(0);
        assertThat(engine.largestBatch()).isEqualTo(2);
    }

    @Test
    void promptsOfOneRoundAreLimitedSoThatAnswersUnderWayGoOn() {
        Rounds rounds = rounds(engine);
        List<FakeJob> jobs = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            jobs.add(offer(FakeJob.live(5, 15)));
        }

        List<Integer> tokens = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            rounds.run();
            tokens.add(jobs.get(0).said().size());
            assertThat(engine.open()).isEqualTo(round + 1);
        }

        assertThat(tokens).containsExactly(1, 2, 3);
    }

    @Test
    void whoFindsNoRoomInTheCacheWaitsUntilAnotherHasEnded() {
        Rounds rounds = rounds(engine);
        FakeJob first = offer(FakeJob.live(3, 57));
        FakeJob second = offer(FakeJob.live(3, 10));
        rounds.run();

        boolean openedEarly = second.said().size() > 0;
        runOut(rounds);

        assertThat(openedEarly).isFalse();
        assertThat(first.ending()).contains(new Ending.Finished());
        assertThat(second.ending()).contains(new Ending.Finished());
        assertThat(second.opened()).isEqualTo(1);
        assertThat(engine.largestBatch()).isEqualTo(1);
    }

    @Test
    void aRequestThatNeverFitsIsRefusedAndNothingIsSpentOnIt() {
        Rounds rounds = rounds(engine);
        FakeJob large = offer(FakeJob.live(50, 30, 30));
        FakeJob small = offer(FakeJob.live(1, 1));

        runOut(rounds);

        Ending.Refused refused = (Ending.Refused) large.ending().orElseThrow();
        assertThat(refused.code()).isEqualTo(ErrorCode.LIMIT_EXCEEDED);
        assertThat(refused.detail())
                .isEqualTo("request takes 160 positions of 2 sequences, limit 100 of 4");
        assertThat(small.ending()).contains(new Ending.Finished());
        assertThat(engine.prompts()).hasSize(1);
    }

    @Test
    void oneThatIsGivenUpFreesItsCacheInTheNextRound() {
        Rounds rounds = rounds(engine);
        FakeJob stays = offer(FakeJob.live(9, 5));
        FakeJob leaves = offer(FakeJob.live(9, 5, 5));
        rounds.run();
        leaves.leave();

        rounds.run();

        assertThat(engine.open()).isEqualTo(1);
        assertThat(leaves.ending()).contains(new Ending.Abandoned());
        assertThat(stays.said()).containsExactly(0, 1);
        assertThat(cacheInUse).containsExactly(3 * 14, 14);
    }

    /** Stepped by hand: all wait when the first round begins, and no time passes. */
    @Test
    void whatHappensNowIsBegunWithTheNextFreePlaceHoweverManyWaitForLonger() {
        Rounds rounds = rounds(engine);
        List<FakeJob> backfill = new ArrayList<>();
        List<FakeJob> asks = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            backfill.add(offer(new FakeJob(Priority.BACKFILL, 3, 5)));
        }
        for (int i = 0; i < 16; i++) {
            asks.add(offer(new FakeJob(Priority.ASK, 3, 5)));
        }
        rounds.run(); // four questions take all places
        FakeJob live = offer(FakeJob.live(3, 5));
        List<String> begun = new ArrayList<>();
        for (int round = 0; round < 60; round++) {
            rounds.run();
            note(begun, "live", List.of(live));
            note(begun, "ask", asks);
            note(begun, "backfill", backfill);
        }

        assertThat(begun.subList(0, 5)).containsExactly("ask", "ask", "ask", "ask", "live");
        assertThat(begun.subList(5, 17)).containsOnly("ask");
        assertThat(begun.subList(17, 49)).containsOnly("backfill");
        assertThat(live.ending()).contains(new Ending.Finished());
    }

    /** Adds a name for each job that has said its first token since. */
    private static void note(List<String> begun, String name, List<FakeJob> jobs) {
        long known = begun.stream().filter(name::equals).count();
        long now = jobs.stream().filter(job -> !job.said().isEmpty()).count();
        for (long i = known; i < now; i++) {
            begun.add(name);
        }
    }

    /** After two tokens the second row is gone on with twice, and the first is left. */
    @Test
    void aStrandMayBeContinuedInSeveralWays() {
        Rounds rounds = rounds(engine);
        ForkingJob forks = new ForkingJob();
        FakeJob beside = FakeJob.live(5, 5);
        offer(beside);
        assertThat(waiting.offer(forks, nowNs)).isEmpty();

        List<Integer> open = new ArrayList<>();
        boolean going = true;
        while (going) {
            going = rounds.run();
            open.add(engine.open());
        }

        assertThat(forks.rowsSeen()).containsExactly(1, 2, 3, 1);
        assertThat(open).containsExactly(3, 4, 2, 1, 0);
        assertThat(beside.said()).containsExactly(0, 1, 2, 3, 4);
        assertThat(forks.finished()).isTrue();
    }

    @Test
    void onlyTheOneAtFaultEndsWhenAStepFails() {
        BreaksOn engineThatBreaks = new BreaksOn(engine, 7);
        Rounds rounds = rounds(engineThatBreaks);
        FakeJob guilty = offer(FakeJob.live(3, 7));
        FakeJob other = offer(FakeJob.live(3, 5));

        runOut(rounds);

        assertThat(guilty.ending().orElseThrow()).isInstanceOf(Ending.Broken.class);
        assertThat(other.ending()).contains(new Ending.Finished());
        assertThat(other.said()).containsExactly(0, 1, 2);
        assertThat(engine.open()).isZero();
    }

    @Test
    void aPromptThatCannotBeRunEndsItsJobAlone() {
        LlmEngine refuses = new BreaksOn(engine, 0);
        Rounds rounds = rounds(refuses);
        FakeJob guilty = offer(FakeJob.live(3, 5, 13));
        FakeJob other = offer(FakeJob.live(3, 5));

        runOut(rounds);

        assertThat(guilty.ending().orElseThrow()).isInstanceOf(Ending.Broken.class);
        assertThat(other.ending()).contains(new Ending.Finished());
        assertThat(engine.open()).isZero();
    }

    /** Each of many jobs that come and go at random ends once, says its own, and leaves nothing. */
    @Test
    void nothingIsLostOrLeftWhateverComesAndGoes() {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            Rounds rounds = rounds(engine);
            List<FakeJob> jobs = new ArrayList<>();
            List<FakeJob> left = new ArrayList<>();
            for (int round = 0; round < 200; round++) {
                nowNs += random.nextInt(100);
                if (random.nextInt(3) > 0 && waiting.size() < 64) {
                    Priority priority = PRIORITIES.get(random.nextInt(3));
                    int[] prompts = new int[1 + random.nextInt(2)];
                    for (int i = 0; i < prompts.length; i++) {
                        prompts[i] = 1 + random.nextInt(30);
                    }
                    jobs.add(offer(new FakeJob(priority, 1 + random.nextInt(10), prompts)));
                }
                if (random.nextInt(8) == 0 && !jobs.isEmpty()) {
                    FakeJob job = jobs.get(random.nextInt(jobs.size()));
                    if (job.ending().isEmpty()) {
                        job.leave();
                        left.add(job);
                    }
                }
                rounds.run();
            }
            runOut(rounds);

            assertThat(engine.open()).as("seed %d", seed).isZero();
            assertThat(jobs)
                    .as("seed %d", seed)
                    .allSatisfy(
                            job ->
                                    assertThat(job.ending())
                                            .contains(
                                                    left.contains(job)
                                                            ? new Ending.Abandoned()
                                                            : new Ending.Finished()));
            assertThat(cacheInUse).allMatch(positions -> positions <= CACHE);
            assertThat(engine.largestBatch()).isLessThanOrEqualTo(BATCH);
        }
    }

    /** Cannot go on from one number of positions, nor run a prompt of thirteen. */
    private record BreaksOn(FakeLlmEngine engine, int positions) implements LlmEngine {
        @Override
        public int hidden() {
            return engine.hidden();
        }

        @Override
        public Sequence prefill(Prompt prompt) {
            if (prompt.positions() == 13) {
                throw new IllegalStateException("planted");
            }
            return new Breaking(engine.prefill(prompt), positions);
        }

        @Override
        public void decode(List<? extends Sequence> sequences, int[] tokenIds) {
            if (sequences.stream().anyMatch(one -> one.positions() == positions)) {
                throw new IllegalStateException("planted");
            }
            LlmEngine.super.decode(sequences, tokenIds);
        }

        @Override
        public void close() {
            engine.close();
        }
    }

    private record Breaking(Sequence sequence, int at) implements Sequence {
        @Override
        public float[] logits() {
            return sequence.logits();
        }

        @Override
        public void extend(Prompt more) {
            sequence.extend(more);
        }

        @Override
        public void decode(int tokenId) {
            if (positions() == at) {
                throw new IllegalStateException("planted");
            }
            sequence.decode(tokenId);
        }

        @Override
        public Sequence fork() {
            return new Breaking(sequence.fork(), at);
        }

        @Override
        public int positions() {
            return sequence.positions();
        }

        @Override
        public void close() {
            sequence.close();
        }
    }
}
