package io.watchword.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.watchword.contract.Topics;
import io.watchword.deploy.kafka.EmbeddedBroker;
import io.watchword.deploy.kafka.TopicScan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The video and its segments are gone; what was understood is still there. */
class RedescribeIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String BUNDLE =
            Repository.root().resolve("models").resolve("testbundle").toString();

    @SuppressWarnings("NullAway.Init") // by JUnit
    private static Path directory;

    @BeforeAll
    static void describeAndForget(@TempDir Path temporary) throws Exception {
        directory = temporary;
        Path clip = Clips.make(directory.resolve("yard.mp4"), 24);
        CommandLines.Result described =
                CommandLines.run(
                        "describe",
                        clip.toString(),
                        "--bundle",
                        BUNDLE,
                        "--data",
                        directory.resolve("data").toString(),
                        "--out",
                        directory.resolve("out").toString());
        assertThat(described.exitCode()).as(described.err()).isZero();
        Files.delete(clip);
        try (EmbeddedBroker broker =
                        EmbeddedBroker.start(directory.resolve("data").resolve("kafka"), 0);
                Admin admin =
                        Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.deleteTopics(List.of(Topics.SEGMENTS)).all().get(30, TimeUnit.SECONDS);
        }
    }

    private static CommandLines.Result redescribe(String... more) {
        List<String> args = new ArrayList<>(List.of("redescribe", "yard", "--data"));
        args.add(directory.resolve("data").toString());
        args.addAll(List.of(more));
        return CommandLines.run(args.toArray(String[]::new));
    }

    /** By event id. */
    private static Map<String, JsonNode> events(Path out) throws IOException {
        Map<String, JsonNode> events = new TreeMap<>();
        for (String line : Files.readAllLines(out.resolve("events.jsonl"))) {
            JsonNode event = JSON.readTree(line);
            events.put(event.path("eventId").asText(), event);
        }
        return events;
    }

    @Test
    void theSameQuestionsGiveTheSameEventsFromTheLogAlone() throws Exception {
        Path out = directory.resolve("again");

        CommandLines.Result again =
                redescribe("--bundle", BUNDLE, "--out", out.toString(), "--quiet");

        assertThat(again.exitCode()).as(again.err()).isZero();
        Map<String, JsonNode> before = events(directory.resolve("out"));
        Map<String, JsonNode> after = events(out);
        assertThat(after.keySet()).isEqualTo(before.keySet());
        assertThat(after)
                .allSatisfy(
                        (id, event) -> {
                            assertThat(event.path("caption"))
                                    .isEqualTo(before.get(id).path("caption"));
                            assertThat(event.path("revision").asInt()).isGreaterThan(1);
                        });
        assertThat(again.out()).startsWith("yard.mp4\n");
        assertThat(out.resolve("yard.mp4.vtt")).exists();
    }

    @Test
    void anotherPromptGivesOtherSentencesOfTheSameEventsAndPublishesThemAsRevisions()
            throws Exception {
        Path out = directory.resolve("prompted");

        CommandLines.Result prompted =
                redescribe(
                        "--bundle",
                        BUNDLE,
                        "--prompt",
                        "only vehicles, one line",
                        "--out",
                        out.toString(),
                        "--publish");

        assertThat(prompted.exitCode()).as(prompted.err()).isZero();
        Map<String, JsonNode> before = events(directory.resolve("out"));
        Map<String, JsonNode> after = events(out);
        assertThat(before.keySet()).containsAll(after.keySet());
        assertThat(after.values())
                .isNotEmpty()
                .allSatisfy(
                        event ->
                                assertThat(event.path("model").path("promptSha256").asText())
                                        .isNotEqualTo(
                                                before.get(event.path("eventId").asText())
                                                        .path("model")
                                                        .path("promptSha256")
                                                        .asText()));
        assertThat(revisionsOnTheTopic()).contains("2");
    }

    private static Set<String> revisionsOnTheTopic() throws IOException {
        Set<String> revisions = new TreeSet<>();
        try (EmbeddedBroker broker =
                EmbeddedBroker.start(directory.resolve("data").resolve("kafka"), 0)) {
            List<String> values = new ArrayList<>();
            TopicScan.all(
                    broker.bootstrapServers(),
                    Topics.EVENTS,
                    record -> values.add(new String(record.value(), StandardCharsets.UTF_8)));
            for (String value : values) {
                revisions.add(JSON.readTree(value).path("revision").asText());
            }
        }
        return revisions;
    }

    @Test
    void aSpanGivesItsEventsAlone() throws Exception {
        Path out = directory.resolve("part");

        CommandLines.Result part =
                redescribe(
                        "--from",
                        "00:00",
                        "--to",
                        "00:05",
                        "--bundle",
                        BUNDLE,
                        "--out",
                        out.toString());

        assertThat(part.exitCode()).as(part.err()).isZero();
        Map<String, JsonNode> before = events(directory.resolve("out"));
        assertThat(events(out))
                .isNotEmpty()
                .allSatisfy(
                        (id, event) -> {
                            assertThat(event.path("startUs").asLong()).isLessThan(5_000_000);
                            assertThat(before).containsKey(id);
                        });
    }

    @Test
    void whatCannotBeDoneIsSaidInOneLine() {
        CommandLines.Result unknown =
                CommandLines.run(
                        "redescribe", "gate", "--data", directory.resolve("data").toString());
        assertThat(unknown.exitCode()).isEqualTo(3);
        assertThat(unknown.err())
                .contains("nothing is stored of \"gate\"; stored are")
                .contains("  yard-");

        CommandLines.Result otherBundle = redescribe();
        assertThat(otherBundle.exitCode()).isEqualTo(2);
        assertThat(otherBundle.err())
                .contains("what is stored was made by bundle")
                .contains("tiny ")
                .contains("give the right one with --bundle");

        CommandLines.Result empty =
                CommandLines.run(
                        "redescribe", "yard", "--data", directory.resolve("none").toString());
        assertThat(empty.exitCode()).isEqualTo(2);
        assertThat(empty.err()).contains("nothing is stored in data directory");

        CommandLines.Result noTime = redescribe("--from", "noon");
        assertThat(noTime.exitCode()).isEqualTo(2);
        assertThat(noTime.err()).contains("--from is \"noon\"");
    }
}
