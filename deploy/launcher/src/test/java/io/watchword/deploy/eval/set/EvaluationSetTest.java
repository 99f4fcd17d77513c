package io.watchword.deploy.eval.set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.watchword.contract.TimeSpan;
import io.watchword.deploy.UserMistake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationSetTest {
    private final Path directory;

    EvaluationSetTest(@TempDir Path directory) {
        this.directory = directory;
    }

    private void write(String... lines) throws IOException {
        Files.writeString(directory.resolve("truth.jsonl"), String.join("\n", lines));
        Files.writeString(directory.resolve("a.mp4"), "a");
        Files.writeString(directory.resolve("b.mp4"), "b");
    }

    @Test
    void everyProblemIsNamedWithItsLine() throws IOException {
        write(
                "{\"file\": \"a.mp4\"}",
                "{broken",
                "",
                "{\"file\": \"gone.mp4\", \"activity\": [[3, 1]]}",
                "{\"file\": \"a.mp4\"}",
                "{\"events\": [{\"start\": 0}]}");

        UserMistake mistake =
                catchThrowableOfType(UserMistake.class, () -> EvaluationSet.open(directory));

        assertThat(mistake.problems())
                .hasSize(6)
                .anyMatch(line -> line.startsWith("truth.jsonl line 2: not JSON"))
                .anyMatch(line -> line.contains("line 4: file gone.mp4: no such file"))
                .anyMatch(line -> line.contains("line 4: activity: required 0 <= start <= end"))
                .anyMatch(line -> line.contains("line 5: file name a.mp4 occurs in line 1"))
                .anyMatch(line -> line.contains("line 6: line: \"file\" is missing"))
                .anyMatch(line -> line.contains("line 6: events: required 0 <= start <= end"));
    }

    @Test
    void aSetWithoutTruthIsRefused() {
        UserMistake mistake =
                catchThrowableOfType(UserMistake.class, () -> EvaluationSet.open(directory));

        assertThat(mistake.problems())
                .singleElement()
                .asString()
                .contains("truth.jsonl is missing");
    }

    @Test
    void eventsAloneAreEnoughAndMakeActivityAndWindows() throws IOException {
        write(
                "{\"file\": \"a.mp4\", \"events\": ["
                        + "{\"start\": 4, \"end\": 6, \"en\": \"a car stops\"},"
                        + "{\"start\": 1, \"end\": 3.5, \"en\": \"a car moves\"},"
                        + "{\"start\": 8, \"end\": 9, \"en\": \"a bird\"}]}");

        SourceTruth source = EvaluationSet.open(directory).sources().get(0);

        assertThat(source.activity())
                .containsExactly(
                        new TimeSpan(1_000_000, 6_000_000), new TimeSpan(8_000_000, 9_000_000));
        assertThat(source.window(new TimeSpan(900_000, 3_600_000), 1_000_000))
                .flatMap(window -> window.sentence("en"))
                .contains("a car moves");
        assertThat(source.window(new TimeSpan(0, 9_000_000), 1_000_000)).isEmpty();
        assertThat(source.heldOut()).isFalse();
    }

    @Test
    void aLimitChoosesTheSameSourcesForTheSameSeed() throws IOException {
        write("{\"file\": \"a.mp4\"}", "{\"file\": \"b.mp4\", \"split\": \"heldout\"}");
        EvaluationSet set = EvaluationSet.open(directory);

        assertThat(set.limited(5, 1).sources()).hasSize(2);
        assertThat(set.limited(1, 1).sources()).hasSize(1).isEqualTo(set.limited(1, 1).sources());
    }
}
