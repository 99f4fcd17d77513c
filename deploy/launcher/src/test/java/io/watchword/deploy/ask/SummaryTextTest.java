package io.watchword.deploy.ask;

import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.contract.TimeSpan;
import io.watchword.deploy.log.StoredTimes;
import io.watchword.fusion.ask.BucketSize.Range;
import io.watchword.fusion.ask.Summary;
import io.watchword.fusion.ask.Summary.Counts;
import io.watchword.fusion.ask.Summary.Headline;
import io.watchword.fusion.ask.Summary.Part;
import io.watchword.fusion.log.StoredStream;
import io.watchword.fusion.log.StoredStream.StoredBundle;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SummaryTextTest {
    private static final TimeSpan MINUTE = new TimeSpan(0, 60_000_000);
    private static final StoredTimes TIMES =
            new StoredTimes(
                    new StoredStream(
                            "yard",
                            "camera",
                            List.of(new StoredBundle("tiny 1", "sha", MINUTE)),
                            MINUTE,
                            List.of()),
                    ZoneId.of("UTC"));

    private static Summary summary(String caption) {
        Counts counts = new Counts(3, 1, 2, new TreeMap<>(Map.of("motion", 2, "calm", 1)));
        return new Summary(
                "yard",
                MINUTE,
                "en",
                false,
                counts,
                List.of(
                        new Part(
                                new Range(0, 60_000_000),
                                counts,
                                Optional.of(
                                        new Headline(
                                                caption,
                                                0.75f,
                                                new TimeSpan(4_000_000, 9_000_000),
                                                false)))));
    }

    @Test
    void showsCountsAndTheSurestCaption() {
        assertThat(new SummaryText(TIMES, 200).of(summary("A car passes.")))
                .isEqualTo(
                        """
                        yard  00:00.0 - 01:00.0
                        00:00.0 - 01:00.0  3 events: calm 1, motion 2; 2 parts of events
                            A car passes. (the surest caption, 0.75, 00:04.0 - 00:09.0)
                        in all  3 events: calm 1, motion 2; 2 parts of events
                        """);
    }

    @Test
    void takesEscapeSequencesOutOfCaptions() {
        String shown = new SummaryText(TIMES, 200).of(summary("A \u001b[31mcar\u202e\u0007."));

        assertThat(shown).contains("A [31mcar.").doesNotContain("\u001b", "\u202e", "\u0007");
    }

    @Test
    void givesProgramsTheSameCounts() {
        assertThat(SummaryJson.of(summary("A car."), TIMES))
                .contains("\"events\" : 3", "\"partsOfEvents\" : 2", "\"by\" : \"caption\"");
    }
}
