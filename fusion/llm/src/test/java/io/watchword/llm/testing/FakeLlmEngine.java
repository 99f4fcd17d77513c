package io.watchword.llm.testing;

import io.watchword.contract.TokenLedger;
import io.watchword.llm.engine.LlmEngine;
import io.watchword.llm.engine.Sequence;
import io.watchword.llm.prompt.Prompt;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/**
 * Says the same tokens to every prompt and remembers the prompts. Each logit is 0 except that of
 * the token to say, which is {@link #LOGIT}.
 */
public final class FakeLlmEngine implements LlmEngine {
    public static final float LOGIT = 10;
    public static final int VOCABULARY = 300;

    private final int[] script;
    private final Runnable beforeEachStep;
    private final IntFunction<float[]> logits;
    private final List<Prompt> prompts = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger largestBatch = new AtomicInteger();
    private final AtomicInteger steps = new AtomicInteger();
    private final AtomicInteger positionsRead = new AtomicInteger();
    private volatile boolean closed;

    /** Says the script, then the end token for ever. */
    public FakeLlmEngine(Runnable beforeEachStep, int... script) {
        this.script = script.clone();
        this.beforeEachStep = beforeEachStep;
        this.logits = this::scripted;
    }

    public FakeLlmEngine(int... script) {
        this(() -> {}, script);
    }

    /** Answers step n with these logits. */
    public FakeLlmEngine(IntFunction<float[]> logits) {
        this.script = new int[0];
        this.beforeEachStep = () -> {};
        this.logits = logits;
    }

    private float[] scripted(int step) {
        return peak(step < script.length ? script[step] : ByteTokenizer.EOS);
    }

    /** Logits of a model that is rather sure of one token. */
    public static float[] peak(int tokenId) {
        float[] values = new float[VOCABULARY];
        values[tokenId] = LOGIT;
        return values;
    }

    public List<Prompt> prompts() {
        return List.copyOf(prompts);
    }

    /** Sequences not yet closed. */
    public int open() {
        return open.get();
    }

    /** Decode steps run, over all sequences. */
    public int steps() {
        return steps.get();
    }

    public boolean closed() {
        return closed;
    }

    @Override
    public int hidden() {
        return 2;
    }

    /** Most sequences that one step had. */
    public int largestBatch() {
        return largestBatch.get();
    }

    @Override
    public void decode(List<? extends Sequence> sequences, int[] tokenIds) {
        largestBatch.accumulateAndGet(tokenIds.length, Math::max);
        LlmEngine.super.decode(sequences, tokenIds);
    }

    /** Positions of prompts that were run, over all sequences. */
    public int positionsRead() {
        return positionsRead.get();
    }

    @Override
    public Sequence prefill(Prompt prompt) {
        prompts.add(prompt);
        positionsRead.addAndGet(prompt.positions());
        return new Scripted(prompt, 0);
    }

    private static Prompt join(Prompt first, Prompt more) {
        List<Prompt.Piece> pieces = new ArrayList<>(first.pieces());
        pieces.addAll(more.pieces());
        TokenLedger a = first.ledger();
        TokenLedger b = more.ledger();
        return new Prompt(
                pieces,
                new TokenLedger(
                        a.text() + b.text(),
                        a.spatial() + b.spatial(),
                        a.motion() + b.motion(),
                        a.audio() + b.audio(),
                        a.temporal() + b.temporal(),
                        a.delimiter() + b.delimiter(),
                        0));
    }

    private final class Scripted implements Sequence {
        private Prompt prompt;
        private int said;

        Scripted(Prompt prompt, int said) {
            this.prompt = prompt;
            this.said = said;
            open.incrementAndGet();
        }

        @Override
        public float[] logits() {
            float[] values = logits.apply(said);
            return Arrays.copyOf(values, values.length);
        }

        /** What was only the head of a prompt is remembered as the whole. */
        @Override
        public void extend(Prompt more) {
            positionsRead.addAndGet(more.positions());
            prompts.remove(prompt);
            prompt = join(prompt, more);
            prompts.add(prompt);
        }

        @Override
        public void decode(int tokenId) {
            beforeEachStep.run();
            steps.incrementAndGet();
            said++;
        }

        @Override
        public Sequence fork() {
            return new Scripted(prompt, said);
        }

        @Override
        public int positions() {
            return prompt.positions() + said;
        }

        @Override
        public void close() {
            open.decrementAndGet();
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
