package io.watchword.llm.sample;

import java.util.Arrays;
import java.util.Set;

/**
 * Keeps a model from saying the same for ever. A loop is a group of at most {@value
 * #MAX_GROUP_TOKENS} tokens that was just said {@value #MIN_TIMES} times in a row or more, over at
 * least {@value #MIN_LOOP_TOKENS} tokens. At the first loop of an answer the token that would go on
 * with it is ruled out, for as long as it would; at a second one the answer ends, if it may end
 * there. What is the only thing allowed is never ruled out. Not thread-safe: one answer owns it.
 */
public final class RepetitionGuard implements TokenRule {
    static final int MAX_GROUP_TOKENS = 16;
    static final int MIN_TIMES = 3;
    static final int MIN_LOOP_TOKENS = 12;

    private static final int NO_LOOP = 0;
    private static final int LONGEST = MAX_GROUP_TOKENS * MIN_TIMES;

    private final Set<Integer> eosIds;
    private int[] said = new int[0]; // the last LONGEST tokens
    private int group = NO_LOOP; // tokens of the group that was repeated
    private boolean broken; // whether a loop was broken before this one

    public RepetitionGuard(Set<Integer> eosIds) {
        this.eosIds = Set.copyOf(eosIds);
    }

    @Override
    public void restrict(float[] logits) {
        if (group == NO_LOOP) {
            return;
        }
        if (broken && eosIds.stream().anyMatch(id -> Float.isFinite(logits[id]))) {
            for (int id = 0; id < logits.length; id++) {
                if (!eosIds.contains(id) && Float.isFinite(logits[id])) {
                    logits[id] = Float.NEGATIVE_INFINITY;
                }
            }
            return;
        }
        int next = said[said.length - group];
        if (Float.isFinite(logits[next]) && another(next, logits)) {
            logits[next] = Float.NEGATIVE_INFINITY;
        }
    }

    private static boolean another(int tokenId, float[] logits) {
        for (int id = 0; id < logits.length; id++) {
            if (id != tokenId && Float.isFinite(logits[id])) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void said(int tokenId) {
        broken = broken || group != NO_LOOP;
        int kept = Math.min(said.length, LONGEST - 1);
        int[] now = Arrays.copyOfRange(said, said.length - kept, said.length + 1);
        now[kept] = tokenId;
        said = now;
        group = loop();
    }

    /** Tokens of the shortest group that was just repeated, or {@link #NO_LOOP}. */
    private int loop() {
        for (int size = 1; size <= MAX_GROUP_TOKENS; size++) {
            int needed = Math.max(MIN_TIMES * size, MIN_LOOP_TOKENS);
            int same = 0; // tokens that equal the one a group before
            while (same + size < said.length
                    && said[said.length - 1 - same] == said[said.length - 1 - same - size]) {
                same++;
            }
            if (same + size >= needed) {
                return size;
            }
        }
        return NO_LOOP;
    }
}
