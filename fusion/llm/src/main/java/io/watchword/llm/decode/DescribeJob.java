package io.watchword.llm.decode;

import io.watchword.llm.engine.Ending;
import io.watchword.llm.engine.Job;
import io.watchword.llm.engine.Priority;
import io.watchword.llm.engine.Strand;
import io.watchword.llm.sample.Sample;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One request in a scheduler, and what it has to say to the thread that waits for it. The scheduler
 * never waits for that thread: tokens are kept until it takes them, and there are no more than the
 * request may have.
 */
final class DescribeJob implements Job {
    private final Priority priority;
    private final BooleanSupplier stopped;
    private final Function<Consumer<Sample>, Strands> build;
    // Empty when the job has ended; what the fields below say is seen by who took that.
    private final BlockingQueue<Optional<Sample>> said = new LinkedBlockingQueue<>();
    private @Nullable Strands strands;
    private @Nullable Ending ending;
    private volatile boolean left;

    /** The prompts of one request, being continued. */
    record Strands(Answering caption, Optional<AnswerStrand> events) {}

    /**
     * @param build lays out the prompts; the tokens of the caption go to what it is given
     */
    DescribeJob(
            Priority priority, BooleanSupplier stopped, Function<Consumer<Sample>, Strands> build) {
        this.priority = priority;
        this.stopped = stopped;
        this.build = build;
    }

    @Override
    public Priority priority() {
        return priority;
    }

    @Override
    public boolean abandoned() {
        return left || stopped.getAsBoolean();
    }

    @Override
    public List<Strand> open() {
        Strands built = build.apply(sample -> said.add(Optional.of(sample)));
        strands = built;
        return built.events().isPresent()
                ? List.of(built.caption(), built.events().get())
                : List.of(built.caption());
    }

    @Override
    public void ended(Ending how) {
        ending = how;
        said.add(Optional.empty());
    }

    /** Nobody listens any more. */
    void leave() {
        left = true;
    }

    /** Gives out what was said so far. */
    void drainTo(Consumer<Sample> listener) {
        for (Optional<Sample> next = said.poll();
                next != null && next.isPresent();
                next = said.poll()) {
            listener.accept(next.get());
        }
    }

    /** Gives out what is said, until the job ends. */
    void awaitEnd(Consumer<Sample> listener) throws InterruptedException {
        for (Optional<Sample> next = said.take(); next.isPresent(); next = said.take()) {
            listener.accept(next.get());
        }
    }

    /** How it ended; only after its end. */
    Ending ending() {
        if (ending == null) {
            throw new IllegalStateException("job has not ended");
        }
        return ending;
    }

    /** Only after a job that finished. */
    Strands strands() {
        if (strands == null) {
            throw new IllegalStateException("job was not opened");
        }
        return strands;
    }
}
