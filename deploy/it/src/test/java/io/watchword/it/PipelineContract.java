package io.watchword.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.watchword.contract.Event;
import io.watchword.deploy.describe.Describe;
import io.watchword.deploy.describe.DescribeCommand;
import io.watchword.deploy.kafka.BrokerChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What the whole pipeline does with a file, whichever Kafka carries it. */
abstract class PipelineContract {
    static final Path BUNDLE = Repository.root().resolve("models").resolve("testbundle");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonSchema SCHEMA =
            JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(Event.class.getResourceAsStream("event.schema.json"));
    private static final long CLIP_SECONDS = 9;

    private final Path directory;

    PipelineContract(@TempDir Path directory) {
        this.directory = directory;
    }

    /** The Kafka to use. */
    abstract BrokerChoice broker();

    @Test
    void aFileBecomesEventsInBothSinksAndTheSameIdsEachTime() throws Exception {
        Path clip = Clips.make(directory.resolve("clip.mp4"), (int) CLIP_SECONDS);
        Path out = directory.resolve("out");

        CommandLines.Result first = describe(clip, out, directory.resolve("data"));

        assertThat(first.exitCode()).as(first.err()).isZero();
        List<JsonNode> events = events(out);
        assertThat(events).isNotEmpty().allSatisfy(PipelineContract::assertEvent);
        assertThat(first.out()).startsWith("clip.mp4\n");
        assertThat(first.out().lines()).hasSize(events.size() + 1);
        String captions = Files.readString(out.resolve("clip.mp4.vtt"));
        assertThat(captions).startsWith("WEBVTT\n");
        assertThat(captions.lines().filter(line -> line.contains(" --> "))).hasSize(events.size());

        CommandLines.Result again = describe(clip, out, directory.resolve("data"));

        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(again.out()).isEqualTo(first.out());
        assertThat(events(out)).isEqualTo(events);
        assertThat(out.resolve("clip.mp4.vtt")).content().isEqualTo(captions);
    }

    CommandLines.Result describe(Path clip, Path out, Path data) {
        String[] args = {
            clip.toString(),
            "--bundle",
            BUNDLE.toString(),
            "--out",
            out.toString(),
            "--data",
            data.toString()
        };
        return CommandLines.with(
                terminal ->
                        new Describe(terminal, broker())
                                .run(
                                        CommandLine.populateCommand(new DescribeCommand(), args),
                                        BUNDLE));
    }

    static void assertEvent(JsonNode event) {
        assertThat(SCHEMA.validate(event)).isEmpty();
        for (String field :
                List.of(
                        "eventId",
                        "revision",
                        "streamId",
                        "source",
                        "startUs",
                        "endUs",
                        "caption",
                        "language",
                        "labels",
                        "confidence",
                        "evidence",
                        "model")) {
            assertThat(event.has(field)).as(field + " in " + event).isTrue();
        }
        assertThat(event.path("source").asText()).isEqualTo("clip.mp4");
        assertThat(event.path("startUs").asLong()).isNotNegative();
        assertThat(event.path("endUs").asLong())
                .isGreaterThan(event.path("startUs").asLong())
                .isLessThanOrEqualTo((CLIP_SECONDS + 1) * 1_000_000);
    }

    static List<JsonNode> events(Path out) throws IOException {
        List<JsonNode> events = new ArrayList<>();
        for (String line : Files.readAllLines(out.resolve("events.jsonl"))) {
            events.add(JSON.readTree(line));
        }
        return events;
    }

    static Set<String> ids(Path out) throws IOException {
        Set<String> ids = new TreeSet<>();
        events(out).forEach(event -> ids.add(event.path("eventId").asText()));
        return ids;
    }
}
