package io.watchword.bench;

import io.watchword.llm.engine.Ending;
import io.watchword.llm.engine.Job;
import io.watchword.llm.engine.Priority;
import io.watchword.llm.engine.Strand;
import io.watchword.llm.prompt.Prompt;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** One prompt continued by a given number of tokens, whatever the model would say. */
final class CountedJob implements Job, Strand {
    private final Prompt prompt;
    private final int tokens;
    private final CompletableFuture<Ending> ending = new CompletableFuture<>();
    private int taken;
    private volatile long firstNs;

    CountedJob(Prompt prompt, int tokens) {
        this.prompt = prompt;
        this.tokens = tokens;
    }

    /** Waits for the last token. */
    void await() {
        Ending how = ending.join();
        if (!(how instanceof Ending.Finished)) {
            throw new IllegalStateException("ended as " + how);
        }
    }

    /** When the first token was there. */
    long firstNs() {
        return firstNs;
    }

    @Override
    public Priority priority() {
        return Priority.LIVE;
    }

    @Override
    public boolean abandoned() {
        return false;
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
        firstNs = taken == 0 ? System.nanoTime() : firstNs;
        taken++;
        return taken < tokens ? List.of(new Step(0, taken)) : List.of();
    }
}
