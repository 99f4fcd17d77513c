package io.watchword.llm.engine;

import io.watchword.contract.TokenLedger;
import io.watchword.llm.prompt.Prompt;
import io.watchword.llm.sample.GreedySampler;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A job whose prompts have a given length each; takes a given number of tokens and stops. */
final class FakeJob implements Job {
    private final Priority priority;
    private final int tokens;
    private final int[] promptPositions;
    private final List<Integer> said = new ArrayList<>();
    private final CompletableFuture<Ending> ending = new CompletableFuture<>();
    private volatile boolean left;
    private int opened;

    FakeJob(Priority priority, int tokens, int... promptPositions) {
        this.priority = priority;
        this.tokens = tokens;
        this.promptPositions = promptPositions.clone();
    }

    static FakeJob live(int tokens, int... promptPositions) {
        return new FakeJob(Priority.LIVE, tokens, promptPositions);
    }

    void leave() {
        left = true;
    }

    /** Empty until it ended. */
    Optional<Ending> ending() {
        return Optional.ofNullable(ending.getNow(null));
    }

    CompletableFuture<Ending> end() {
        return ending;
    }

    /** Tokens of all its strands, in the order in which they came. */
    List<Integer> said() {
        return said;
    }

    int opened() {
        return opened;
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
        opened++;
        List<Strand> strands = new ArrayList<>();
        for (int positions : promptPositions) {
            strands.add(new Counting(prompt(positions)));
        }
        return strands;
    }

    private static Prompt prompt(int positions) {
        return new Prompt(
                List.of(new Prompt.Tokens(new int[positions])),
                new TokenLedger(positions, 0, 0, 0, 0, 0, 0));
    }

    @Override
    public void ended(Ending how) {
        if (!ending.complete(how)) {
            throw new IllegalStateException("ended twice: " + how);
        }
    }

    private final class Counting implements Strand {
        private final Prompt prompt;
        private int count;

        Counting(Prompt prompt) {
            this.prompt = prompt;
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
            int token = new GreedySampler().pick(logits.get(0)).orElseThrow().tokenId();
            said.add(token);
            count++;
            return count < tokens ? List.of(new Step(0, token)) : List.of();
        }
    }
}
