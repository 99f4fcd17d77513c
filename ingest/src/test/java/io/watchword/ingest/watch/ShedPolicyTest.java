package io.watchword.ingest.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.ingest.child.ShedLevel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShedPolicyTest {
    private static final long TICK_NS = 100_000_000;

    private final ShedPolicy policy = new ShedPolicy();
    private long nowNs;

    @Test
    void leavesOutMoreStepByStepWhilePressureRises() {
        List<ShedLevel> levels = new ArrayList<>();
        for (int tick = 0; tick < 60; tick++) {
            ShedLevel level = observe(Math.min(0.9, tick * 0.05));
            if (levels.isEmpty() || levels.get(levels.size() - 1) != level) {
                levels.add(level);
            }
        }

        assertThat(levels).containsExactly(ShedLevel.values());
    }

    @Test
    void takesStepsBackOneByOneWhenItIsCalm() {
        for (int tick = 0; tick < 60; tick++) {
            observe(0.9);
        }
        assertThat(observe(0.9)).isEqualTo(ShedLevel.PAUSED);

        assertThat(after(4.5, 0.02)).isEqualTo(ShedLevel.PAUSED);
        assertThat(after(1, 0.02)).isEqualTo(ShedLevel.NO_AUDIO);
        assertThat(after(25, 0.02)).isEqualTo(ShedLevel.NOTHING);
    }

    @Test
    void staysWhereItIsBetweenTheThresholds() {
        for (int tick = 0; tick < 20; tick++) {
            observe(0.3);
        }

        assertThat(after(60, 0.2)).isEqualTo(ShedLevel.LIGHT);
    }

    private ShedLevel after(double seconds, double pressure) {
        ShedLevel level = observe(pressure);
        for (int tick = 1; tick < seconds * 10; tick++) {
            level = observe(pressure);
        }
        return level;
    }

    private ShedLevel observe(double pressure) {
        nowNs += TICK_NS;
        return policy.observe(pressure, nowNs);
    }
}
