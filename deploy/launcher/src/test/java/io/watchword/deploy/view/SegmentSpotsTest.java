package io.watchword.deploy.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.contract.TimeSpan;
import io.watchword.deploy.view.SegmentSpots.Spot;
import org.junit.jupiter.api.Test;

class SegmentSpotsTest {
    private static Spot spot(long startS) {
        return new Spot(new TimeSpan(startS * 1_000_000, (startS + 2) * 1_000_000), 0, startS);
    }

    @Test
    void findsWhatOverlapsAndNothingBeside() {
        SegmentSpots spots = new SegmentSpots(10);
        for (long startS = 0; startS < 10; startS += 2) {
            spots.note("yard", spot(startS));
        }

        assertThat(spots.overlapping("yard", new TimeSpan(3_000_000, 6_000_000)))
                .containsExactly(spot(2), spot(4));
        assertThat(spots.overlapping("yard", new TimeSpan(10_000_000, 11_000_000))).isEmpty();
        assertThat(spots.overlapping("gate", new TimeSpan(0, 11_000_000))).isEmpty();
    }

    @Test
    void forgetsTheFirstWhenFull() {
        SegmentSpots spots = new SegmentSpots(2);
        spots.note("yard", spot(0));
        spots.note("gate", spot(0));
        spots.note("gate", spot(0)); // read again: no further place
        spots.note("gate", spot(2));

        assertThat(spots.overlapping("yard", new TimeSpan(0, 10_000_000))).isEmpty();
        assertThat(spots.overlapping("gate", new TimeSpan(0, 10_000_000))).hasSize(2);
    }
}
