package io.watchword.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An evaluation through the whole pipeline, with the bundle of random weights. */
class EvalIT {
    private static final int SECONDS = 6;

    private final Path directory;

    EvalIT(@TempDir Path directory) {
        this.directory = directory;
    }

    /** Every window of whole seconds, so that any event has one near. */
    private void writeSet() throws Exception {
        Clips.make(directory.resolve("clip.mp4"), SECONDS);
        List<String> windows = new ArrayList<>();
        for (int start = 0; start < SECONDS; start++) {
            for (int end = start + 1; end <= SECONDS; end++) {
                windows.add(
                        "{\"start\": %d, \"end\": %d, \"slots\": {\"actor\": \"box\"}, \"en\": \"a box %d\", \"ru\": \"коробка\"}"
                                .formatted(start, end, start));
            }
        }
        Files.writeString(
                directory.resolve("truth.jsonl"),
                "{\"file\": \"clip.mp4\", \"activity\": [[2, 6]], \"windows\": ["
                        + String.join(",", windows)
                        + "]}\n");
        Files.writeString(
                directory.resolve("grammar.json"),
                "{\"slots\": [\"actor\"], \"languages\": {\"en\": [{\"text\": \"a box\", \"slots\": {\"actor\":"
                        + " \"box\"}}]}}");
    }

    private CommandLines.Result eval(String... more) {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "eval",
                                "--set",
                                directory.toString(),
                                "--bundle",
                                PipelineContract.BUNDLE.toString(),
                                "--report"));
        arguments.addAll(List.of(more));
        return CommandLines.run(arguments.toArray(String[]::new));
    }

    private static ObjectNode scores(Path out) throws IOException {
        ObjectNode scores =
                (ObjectNode) new ObjectMapper().readTree(out.resolve("scores.json").toFile());
        scores.remove("command");
        return scores;
    }

    @Test
    void aRunKeepsEnoughToBeScoredAgainWithoutIt() throws Exception {
        writeSet();
        Path out = directory.resolve("out");
        Path again = directory.resolve("again");

        CommandLines.Result first = eval("--out", out.toString());

        assertThat(first.exitCode()).as(first.err()).isZero();
        JsonNode scores = scores(out);
        JsonNode detail = scores.path("detail");
        int sentences = detail.path("captions").path("en").path("events_with_a_window").asInt();
        assertThat(sentences).as(scores.toPrettyString()).isPositive();
        assertThat(detail.path("captions").has("ru")).isTrue();
        assertThat(scores.path("codes_used").asDouble()).isPositive();
        assertThat(detail.path("retrieval").path("own_clip_only").path("clips").asInt())
                .isEqualTo(SECONDS / 2);
        assertThat(detail.path("audits").properties())
                .hasSize(6)
                .allSatisfy(
                        audit ->
                                assertThat(audit.getValue().path("sentences").asInt())
                                        .as(audit.getKey())
                                        .isEqualTo(sentences));
        assertThat(Files.readString(out.resolve("report.html")))
                .contains("data:image/jpeg;base64,", "data:image/png;base64,");

        CommandLines.Result second =
                eval(
                        "--out",
                        again.toString(),
                        "--events",
                        out.resolve("events").resolve("events.jsonl").toString());

        assertThat(second.exitCode()).as(second.err()).isZero();
        assertThat(scores(again)).isEqualTo(scores);

        CommandLines.Result third =
                eval(
                        "--out",
                        again.toString(),
                        "--compress",
                        "none,pool:64,memory:64",
                        "--events",
                        out.resolve("events").resolve("events.jsonl").toString());

        assertThat(third.exitCode()).as(third.err()).isZero();
        JsonNode choices =
                new ObjectMapper()
                        .readTree(again.resolve("compression.json").toFile())
                        .path("choices");
        assertThat(choices.path(0).path("slot_accuracy")).isEqualTo(scores.path("slot_accuracy"));
        assertThat(choices.path(0).path("event_f1_50")).isEqualTo(scores.path("event_f1_50"));
        assertThat(choices.path(1).path("prompt_positions").asInt())
                .isLessThan(choices.path(0).path("prompt_positions").asInt());
        assertThat(choices.path(2).path("unanswered").asInt()).isZero();
    }
}
