package io.watchword.llm.engine;

import io.watchword.contract.ErrorCode;
import io.watchword.llm.engine.WaitingJobs.Waiting;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Continuous batching (Yu et al., "Orca", 2022, section 3.1), one round at a time: who has waited
 * is admitted while there is room, prompts are run up to a limit, then one decode step is run for
 * all that are under way. An answer that ends makes room in the next round. Room in the KV cache is
 * set aside for a job's longest possible answer before it begins, so that none has to be stopped.
 * Not thread-safe: one thread owns it.
 */
final class Rounds {
    private final LlmEngine engine;
    private final SchedulerLimits limits;
    private final WaitingJobs waiting;
    private final EngineMetrics metrics;
    private final LongSupplier nanoClock;
    private final int thread;
    private final PromptHeads heads;
    private final List<Running> running = new ArrayList<>(); // in the order of the batch

    /** A row of the batch, and the token to go on with. */
    private record Row(Running of, Sequence sequence, int tokenId) {}

    /**
     * @param thread number of the thread that owns this
     */
    Rounds(
            LlmEngine engine,
            SchedulerLimits limits,
            WaitingJobs waiting,
            EngineMetrics metrics,
            LongSupplier nanoClock,
            int thread) {
        this.engine = engine;
        this.limits = limits;
        this.waiting = waiting;
        this.metrics = metrics;
        this.nanoClock = nanoClock;
        this.thread = thread;
        this.heads = new PromptHeads(engine, metrics, nanoClock);
    }

    /** Runs one round; returns whether a sequence is under way. */
    boolean run() {
        for (Job job : waiting.takeAbandoned()) {
            turnAway(job, new Ending.Abandoned());
        }
        dropAbandoned();
        admit();
        step();
        metrics.waiting(waiting.size());
        int rows = running.stream().mapToInt(one -> one.rows().size()).sum();
        metrics.holds(thread, rows, setAside().positions() + heads.positions());
        return !running.isEmpty();
    }

    /** Before prompts are read: that may take a while, and wants the room. */
    private void dropAbandoned() {
        for (Running one : List.copyOf(running)) {
            isGone(one);
        }
    }

    /** Whether nobody waits for a strand any more, which then has left the batch. */
    private boolean isGone(Running one) {
        if (one.under().ended()) {
            close(one);
            return true;
        }
        if (one.under().job().abandoned()) {
            close(one);
            one.under().end(new Ending.Abandoned());
            return true;
        }
        return false;
    }

    /** Gives up all that is under way. */
    void end(Ending how) {
        for (Running one : List.copyOf(running)) {
            close(one);
            one.under().end(how);
        }
        heads.keep(0);
    }

    private Room setAside() {
        return Room.of(running.stream().map(Running::strand).toList());
    }

    private void admit() {
        int prefilled = 0;
        while (setAside().rows() < limits.maxBatchSize()) {
            Optional<Waiting> next = waiting.take(nanoClock.getAsLong());
            if (next.isEmpty()) {
                return;
            }
            List<Strand> strands = strands(next.get());
            int positions = strands.stream().mapToInt(one -> one.prompt().positions()).sum();
            boolean afterOthers = prefilled + positions > limits.prefillPositions();
            if (strands.isEmpty() || isTooLarge(next.get().job(), strands)) {
                continue;
            }
            if (!setAside().and(Room.of(strands)).within(limits)
                    || (prefilled > 0 && afterOthers)) {
                if (!waiting.putBack(next.get())) {
                    turnAway(next.get().job(), stopping());
                }
                return;
            }
            metrics.admitted(
                    next.get().job().priority(), nanoClock.getAsLong() - next.get().sinceNs());
            prefill(next.get().job(), strands);
            prefilled += positions;
        }
    }

    /** Empty where the job broke on them. */
    private List<Strand> strands(Waiting next) {
        try {
            return next.strands();
        } catch (RuntimeException | Error e) { // its own fault; the others go on
            next.job().ended(new Ending.Broken(e));
            return List.of();
        }
    }

    private boolean isTooLarge(Job job, List<Strand> strands) {
        Room needed = Room.of(strands);
        if (needed.within(limits)) {
            return false;
        }
        turnAway(
                job,
                new Ending.Refused(
                        ErrorCode.LIMIT_EXCEEDED,
                        String.format(
                                "request takes %d positions of %d sequences, limit %d of %d",
                                needed.positions(),
                                needed.rows(),
                                limits.cachePositions(),
                                limits.maxBatchSize())));
        return true;
    }

    private void turnAway(Job job, Ending how) {
        metrics.turnedAway(job.priority(), how);
        job.ended(how);
    }

    static Ending.Refused stopping() {
        return new Ending.Refused(ErrorCode.UNAVAILABLE, "server is stopping");
    }

    private void prefill(Job job, List<Strand> strands) {
        Running.Under under = new Running.Under(job, strands.size());
        heads.keep(limits.cachePositions() - setAside().and(Room.of(strands)).positions());
        try {
            List<Sequence> sequences = heads.run(strands.stream().map(Strand::prompt).toList());
            for (int i = 0; i < strands.size(); i++) {
                running.add(new Running(under, strands.get(i), sequences.get(i)));
            }
        } catch (RuntimeException | Error e) { // its prompt's fault; the others go on
            under.end(new Ending.Broken(e));
        }
        heads.keep(limits.cachePositions() - setAside().positions());
    }

    private void step() {
        List<Row> going = new ArrayList<>();
        for (Running one : List.copyOf(running)) {
            List<Strand.Step> steps = next(one);
            for (int row = 0; row < steps.size(); row++) {
                going.add(new Row(one, one.rows().get(row), steps.get(row).tokenId()));
            }
        }
        if (going.isEmpty()) {
            return;
        }
        long startNs = nanoClock.getAsLong();
        try {
            engine.decode(
                    going.stream().map(Row::sequence).toList(),
                    going.stream().mapToInt(Row::tokenId).toArray());
        } catch (RuntimeException | Error e) {
            decodeEach(going, e);
        }
        metrics.decoded(going.size(), nanoClock.getAsLong() - startNs);
    }

    /** The tokens to go on with; empty when the strand has left the batch. */
    private List<Strand.Step> next(Running one) {
        try {
            if (isGone(one)) {
                return List.of();
            }
            List<Strand.Step> steps = one.next();
            if (steps.isEmpty()) {
                close(one);
                if (one.under().allLeft()) {
                    one.under().end(new Ending.Finished());
                }
            }
            return steps;
        } catch (RuntimeException | Error e) { // its own fault; the others go on
            close(one);
            one.under().end(new Ending.Broken(e));
            return List.of();
        }
    }

    /** After a step that failed: who cannot go on even alone is at fault. */
    private void decodeEach(List<Row> going, Throwable why) {
        for (Row row : going) {
            if (row.of().under().ended()) {
                continue;
            }
            Optional<Throwable> fault = going.size() > 1 ? decodeAlone(row) : Optional.of(why);
            if (fault.isPresent()) {
                close(row.of());
                row.of().under().end(new Ending.Broken(fault.get()));
            }
        }
    }

    private static Optional<Throwable> decodeAlone(Row row) {
        try {
            row.sequence().decode(row.tokenId());
            return Optional.empty();
        } catch (RuntimeException | Error e) {
            return Optional.of(e);
        }
    }

    private void close(Running one) {
        if (running.remove(one)) {
            one.close();
        }
    }
}
