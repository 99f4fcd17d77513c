package io.watchword.llm.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RepetitionGuardTest {
    private static final int EOS = 0;
    private static final int TOKENS = 40;

    private final RepetitionGuard guard = new RepetitionGuard(Set.of(EOS));

    private List<Integer> allowed() {
        float[] logits = new float[TOKENS];
        guard.restrict(logits);
        List<Integer> allowed = new ArrayList<>();
        for (int id = 0; id < TOKENS; id++) {
            if (Float.isFinite(logits[id])) {
                allowed.add(id);
            }
        }
        return allowed;
    }

    private void say(int times, int... group) {
        for (int i = 0; i < times; i++) {
            for (int id : group) {
                guard.said(id);
            }
        }
    }

    @Test
    void rulesOutTheTokenThatWouldGoOnWithALoop() {
        say(1, 9, 8);
        say(2, 1, 2, 3, 4);
        say(1, 1, 2, 3);
        assertThat(allowed()).hasSize(TOKENS);

        guard.said(4);

        assertThat(allowed()).hasSize(TOKENS - 1).doesNotContain(1);
    }

    @Test
    void letsShortRepetitionsBe() {
        say(11, 5);
        assertThat(allowed()).hasSize(TOKENS);

        guard.said(5);

        assertThat(allowed()).doesNotContain(5);
    }

    @Test
    void endsTheAnswerAtItsSecondLoop() {
        say(12, 5);
        guard.said(6);
        assertThat(allowed()).hasSize(TOKENS);
        say(3, 1, 2, 3, 4);

        assertThat(allowed()).containsExactly(EOS);
    }

    @Test
    void neverRulesOutTheOnlyThingAllowed() {
        say(12, 5);
        float[] logits = new float[TOKENS];
        java.util.Arrays.fill(logits, Float.NEGATIVE_INFINITY);
        logits[5] = 1;

        guard.restrict(logits);

        assertThat(logits[5]).isEqualTo(1);
    }

    @Test
    void doesNotEndAnAnswerThatMayNotEndYet() {
        say(12, 5);
        guard.said(6);
        say(12, 7);
        float[] logits = new float[TOKENS];
        logits[EOS] = Float.NEGATIVE_INFINITY;

        guard.restrict(logits);

        assertThat(logits[7]).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(logits[8]).isZero();
    }

    @Test
    void aModelThatOnlyRepeatsItselfComesToAnEnd() {
        int said = 0;
        while (said < 1_000) {
            float[] logits = new float[TOKENS];
            for (int id = 0; id < TOKENS; id++) {
                logits[id] = -id; // likes the lowest best, and the end least of all
            }
            logits[EOS] = -100;
            guard.restrict(logits);
            int id = new GreedySampler().pick(logits).orElseThrow().tokenId();
            if (id == EOS) {
                break;
            }
            guard.said(id);
            said++;
        }

        assertThat(said).isBetween(12, 60);
    }
}
