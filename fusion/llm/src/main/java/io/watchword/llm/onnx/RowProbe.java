package io.watchword.llm.onnx;

import io.watchword.contract.TokenLedger;
import io.watchword.llm.engine.Sequence;
import io.watchword.llm.prompt.Prompt;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Finds out whether what a decoder says of one row depends on the rows beside it, or on how its KV
 * cache is kept. Rounding in other orders moves logits by a millionth of their range; a scale that
 * all rows share, or padding that is not left out, by a hundredth and more.
 */
final class RowProbe {
    private static final float TOLERANCE = 2e-3f;
    private static final int[] PROMPT_POSITIONS = {3, 1, 6, 2};
    private static final int STRIDE = 7919; // a prime, so that ids spread over any vocabulary

    private RowProbe() {}

    /**
     * Whether one way of keeping the KV cache gives what another one gives: after a prompt, a piece
     * of one, and a few tokens.
     */
    static boolean sameInPlace(OnnxLlmEngine engine, CacheKeeping one, CacheKeeping other) {
        int vocabulary = vocabulary(engine, other);
        Prompt prompt = prompt(ids(0, 5, vocabulary));
        try (OnnxSequence a = engine.prefill(prompt, one);
                OnnxSequence b = engine.prefill(prompt, other)) {
            boolean same = !differ(a.logits(), b.logits());
            Prompt more = prompt(ids(5, 3, vocabulary));
            a.extend(more);
            b.extend(more);
            same &= !differ(a.logits(), b.logits());
            for (int i = 8; i < 12; i++) {
                int[] next = {id(i, vocabulary)};
                engine.step(List.of(a), next);
                engine.step(List.of(b), next);
                same &= !differ(a.logits(), b.logits());
            }
            return same;
        } catch (IllegalStateException e) { // the runtime refuses what its operator is said to do
            return false;
        }
    }

    /** Runs a few short prompts on the engine, which must decode side by side what it is given. */
    static boolean mixesRows(OnnxLlmEngine engine) {
        int vocabulary = vocabulary(engine, engine.caches());
        List<OnnxSequence> together = new ArrayList<>();
        List<OnnxSequence> alone = new ArrayList<>();
        try {
            int[] next = new int[PROMPT_POSITIONS.length];
            for (int i = 0; i < next.length; i++) {
                int[] ids = ids(i * 16, PROMPT_POSITIONS[i], vocabulary);
                next[i] = id(i * 16 + ids.length, vocabulary);
                together.add(prefill(engine, ids));
                alone.add(prefill(engine, ids));
            }
            engine.step(together, next);
            boolean mixes = false;
            for (int i = 0; i < next.length; i++) {
                engine.step(alone.subList(i, i + 1), new int[] {next[i]});
                mixes |= differ(together.get(i).logits(), alone.get(i).logits());
            }
            return mixes;
        } finally {
            together.forEach(Sequence::close);
            alone.forEach(Sequence::close);
        }
    }

    private static int vocabulary(OnnxLlmEngine engine, CacheKeeping caches) {
        try (OnnxSequence first = engine.prefill(prompt(new int[] {0}), caches)) {
            return first.logits().length;
        }
    }

    private static int[] ids(int first, int count, int vocabulary) {
        return IntStream.range(first, first + count).map(i -> id(i, vocabulary)).toArray();
    }

    private static int id(int number, int vocabulary) {
        return number * STRIDE % vocabulary;
    }

    private static OnnxSequence prefill(OnnxLlmEngine engine, int[] ids) {
        return (OnnxSequence) engine.prefill(prompt(ids));
    }

    private static Prompt prompt(int[] ids) {
        TokenLedger ledger = new TokenLedger(ids.length, 0, 0, 0, 0, 0, 0);
        return new Prompt(List.of(new Prompt.Tokens(ids)), ledger);
    }

    private static boolean differ(float[] a, float[] b) {
        float largest = 0;
        float difference = 0;
        for (int i = 0; i < a.length; i++) {
            largest = Math.max(largest, Math.abs(b[i]));
            difference = Math.max(difference, Math.abs(a[i] - b[i]));
        }
        return !(difference <= TOLERANCE * largest); // NaN differs
    }
}
