package io.watchword.deploy.describe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class EventTableTest {
    @Test
    void showsSpanConfidenceAndCaption() {
        String table =
                EventTable.of(
                        "clip.mp4",
                        List.of(CompletionTrackerTest.event("a", 1, "config", "sha")),
                        Integer.MAX_VALUE);

        assertThat(table)
                .isEqualTo(
                        """
                        clip.mp4
                          00:00.0 - 00:04.0  0.90  By day, camera still: nothing moves. No sound.
                        """);
    }

    @Test
    void fitsCaptionsIntoANarrowTerminal() {
        String table =
                EventTable.of(
                        "clip.mp4",
                        List.of(CompletionTrackerTest.event("a", 1, "config", "sha")),
                        50);

        assertThat(table)
                .isEqualTo(
                        """
                        clip.mp4
                          00:00.0 - 00:04.0  0.90  By day, camera still:
                                                   nothing moves. No
                                                   sound.
                        """);
    }

    @Test
    void saysThatThereIsNoEvent() {
        assertThat(EventTable.of("clip.mp4", List.of(), 80)).isEqualTo("clip.mp4\n  no events\n");
    }
}
