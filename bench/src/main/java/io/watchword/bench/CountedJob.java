package io.watchword.bench;

import io.watchword.llm.engine.Ending;
import io.watchword.llm.engine.Job;
import io.watchword.llm.engine.Priority;
import io.watchword.llm.engine.Strand;
import io.watchword.llm.prompt.Prompt;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** One prompt continued by a given number of tokens, whatever the model would say; or given up. */
final class CountedJob implements Job, Strand {
    private final Priority priority;
    private final Prompt prompt;
    private final int tokens;
    private final Runnable firstSaid;
    private final CompletableFuture<Ending> ending = new CompletableFuture<>();
    private int taken;
    private volatile long firstNs;
    private volatile boolean left;

    CountedJob(Prompt prompt, int tokens) {
        this(Priority.LIVE, prompt, tokens, () -> {});
    }

    /**
     * @param firstSaid called when the first token is there, by the thread that decodes
     */
    CountedJob(Priority priority, Prompt prompt, int tokens, Runnable firstSaid) {
        this.priority = priority;
        this.prompt = prompt;
        this.tokens = tokens;
        this.firstSaid = firstSaid;
    }

    /** Nobody waits for it any more. */
    void leave() {
        left = true;
    }

    /** Waits until it is ended and its cache free. */
    void awaitAbandoned() {
        Ending how = ending.join();
        if (!(how instanceof Ending.Abandoned)) {
            throw new IllegalStateException("ended as " + how);
        }
    }

    /** Waits for the last token. */
    void await() {
        Ending how = ending.join();
        if (!(how instanceof Ending.Finished)) {
            throw new IllegalStateException("ended as " + how);
        }
    }

    boolean hasEnded() {
        return ending.isDone();
    }

    /** When the first token was there. */
    long firstNs() {
        return firstNs;
    }

    @Override
    public Priority priority() {
        return priority;
    }

    @Override
    public boolean abandoned() {
        return left;
    }

    @Override
    public List<Strand> open() {
        return List.of(this);
    }

    @Override
    public void ended(Ending how) {
        ending.complete(how);
    }

    @Override
    public Prompt prompt() {
        return prompt;
    }

    @Override
    public int maxNewTokens() {
        return tokens;
    }

    @Override
    public List<Step> next(List<float[]> logits) {
        if (taken == 0) {
            firstNs = System.nanoTime();
            firstSaid.run();
        }
        taken++;
        return taken < tokens ? List.of(new Step(0, taken)) : List.of();
    }
}
