package io.watchword.deploy.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.watchword.contract.MotionField;
import io.watchword.contract.TimeSpan;
import io.watchword.view.media.MotionTrace;
import java.util.List;
import org.junit.jupiter.api.Test;

class TracesTest {
    @Test
    void putsSegmentsInTheirPlaceAndLeavesHolesStill() {
        MotionTrace trace =
                Traces.of(
                        new TimeSpan(0, 6_000_000),
                        List.of(SampleSegments.of("yard", 0), SampleSegments.of("yard", 2)));

        assertThat(trace.rows()).isEqualTo(20);
        assertThat(trace.columns()).isEqualTo(36);
        assertThat(movedSteps(trace)).containsExactly(0, 24);
        assertThat(trace.motion()[1]).isEqualTo(3f); // six half pixels
        assertThat(trace.loudnessDbfs()[0]).isCloseTo(-20f, within(0.1f));
        assertThat(trace.loudnessDbfs()[30]).isEqualTo(-90f); // a second and a half: silent
        assertThat(trace.loudnessDbfs()[60]).isEqualTo(-90f); // nothing is known of it
        assertThat(trace.loudnessDbfs()[85]).isCloseTo(-20f, within(0.1f));
    }

    @Test
    void takesOnlyWhatLiesInTheSpan() {
        MotionTrace trace =
                Traces.of(
                        new TimeSpan(1_000_000, 2_000_000), List.of(SampleSegments.of("yard", 0)));

        assertThat(movedSteps(trace)).isEmpty();
        assertThat(trace.loudnessDbfs()[0]).isEqualTo(-90f);
    }

    private static List<Integer> movedSteps(MotionTrace trace) {
        int floats = 2 * MotionField.CELLS;
        return java.util.stream.IntStream.range(0, trace.motion().length / floats)
                .filter(step -> trace.motion()[step * floats + 1] != 0)
                .boxed()
                .toList();
    }
}
