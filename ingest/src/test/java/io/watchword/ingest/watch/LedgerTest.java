package io.watchword.ingest.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchword.contract.TimeSpan;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LedgerTest {
    @Test
    void processedShedAndGapTogetherAreTheTimeThatPassed() {
        Random random = new Random(7);
        Ledger ledger = new Ledger(5_000);
        for (int i = 0; i < 1000; i++) {
            long startUs = ledger.reachedUs() + (random.nextInt(4) == 0 ? random.nextInt(99) : 0);
            ledger.missingBefore(startUs).ifPresent(ledger::gap);
            TimeSpan span = new TimeSpan(startUs, startUs + random.nextInt(100));
            if (random.nextBoolean()) {
                ledger.processed(span);
                if (random.nextInt(9) == 0) {
                    ledger.lost(span);
                }
            } else {
                ledger.shed(span);
            }
        }

        assertThat(ledger.processedUs() + ledger.shedUs() + ledger.gapUs())
                .isEqualTo(ledger.reachedUs() - 5_000);
        assertThat(ledger.residualUs()).isZero();
        assertThat(ledger.gaps()).isPositive();
    }

    @Test
    void refusesToTellASpanTwiceOrToSkipOne() {
        Ledger ledger = new Ledger(100);

        assertThatThrownBy(() -> ledger.processed(new TimeSpan(90, 110)))
                .hasMessageContaining("told up to 100 us");
        assertThatThrownBy(() -> ledger.processed(new TimeSpan(110, 120)))
                .hasMessageContaining("starts at 110");
        assertThat(ledger.missingBefore(110)).contains(new TimeSpan(100, 110));
        assertThat(ledger.missingBefore(100)).isEmpty();
    }
}
