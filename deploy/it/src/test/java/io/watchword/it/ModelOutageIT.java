package io.watchword.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.watchword.contract.Decoded;
import io.watchword.contract.Event;
import io.watchword.contract.EventCodec;
import io.watchword.contract.Topics;
import io.watchword.deploy.kafka.EmbeddedBroker;
import io.watchword.deploy.kafka.TopicScan;
import io.watchword.it.ScriptedModel.Fate;
import io.watchword.proto.v1.Decoding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of captions while the language model is down, and when it is back. */
class ModelOutageIT {
    private final Path directory;
    private final Path out;
    private final Path data;

    ModelOutageIT(@TempDir Path directory) {
        this.directory = directory;
        this.out = directory.resolve("out");
        this.data = directory.resolve("data");
    }

    private CommandLines.Result describe(Path clip, ScriptedModel model, int port, String waitAtEnd)
            throws Exception {
        Path config =
                Files.writeString(
                        directory.resolve("outage.yaml"),
                        """
                        fuse:
                          languageModel: "127.0.0.1:%d"
                          describing: {deadline: 500ms, maxRetries: 1, retryBackoff: 10ms}
                          outage: {failuresInRow: 2, rest: 300ms, revisePause: 10ms, waitAtEnd: %s}
                        """
                                .formatted(port, waitAtEnd));
        CommandLines.Result result =
                CommandLines.run(
                        "describe",
                        clip.toString(),
                        "--bundle",
                        PipelineContract.BUNDLE.toString(),
                        "-c",
                        config.toString(),
                        "--out",
                        out.toString(),
                        "--data",
                        data.toString(),
                        "--quiet");
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(model.hasDoneAllItWasTold()).isTrue();
        return result;
    }

    private static Path clip(Path directory) throws Exception {
        return Clips.make(directory.resolve("clip.mp4"), 9);
    }

    @Test
    void everyCaptionComesFromTheModelInTheEndAndNothingElseOfWhatItSaid() throws Exception {
        List<Fate> script = new ArrayList<>(List.of(Fate.values()));
        try (ScriptedModel model = new ScriptedModel(script)) {
            CommandLines.Result result = describe(clip(directory), model, model.port(), "60s");

            assertThat(result.err()).isEmpty();
            assertRevised();
            assertThat(model.requests)
                    .extracting(request -> request.getOptions().getPriority())
                    .contains(Decoding.Priority.LIVE, Decoding.Priority.BACKFILL);
        }
    }

    @Test
    void aRunWithoutTheModelSaysSoAndALaterOneHasItsCaptionsRevised() throws Exception {
        Path clip = clip(directory);
        try (ScriptedModel model = new ScriptedModel(List.of())) {
            int port = model.port();
            model.kill();

            CommandLines.Result without = describe(clip, model, port, "1s");
            List<JsonNode> degraded = PipelineContract.events(out);
            Set<String> ids = PipelineContract.ids(out);

            assertThat(without.err())
                    .startsWith(
                            "watchword: %d of %d captions were written without the language model"
                                    .formatted(degraded.size(), degraded.size()));
            assertThat(degraded)
                    .isNotEmpty()
                    .allSatisfy(PipelineContract::assertEvent)
                    .allSatisfy(
                            event -> {
                                assertThat(event.path("revision").asInt()).isEqualTo(1);
                                assertThat(event.path("degraded").asBoolean()).isTrue();
                                assertThat(event.path("confidence").asDouble()).isZero();
                                assertThat(event.path("model").path("name").asText())
                                        .isEqualTo("none");
                                assertThat(event.path("caption").asText())
                                        .startsWith("Not described yet: ");
                            });
            assertThat(out.resolve("clip.mp4.vtt")).content().contains("Not described yet");

            model.restart(port);
            CommandLines.Result with = describe(clip, model, port, "60s");

            assertThat(with.err()).isEmpty();
            assertThat(PipelineContract.ids(out)).isEqualTo(ids);
            assertRevised();
        }
    }

    /** Both files and the topic. */
    private void assertRevised() throws Exception {
        List<JsonNode> events = PipelineContract.events(out);
        assertThat(events)
                .isNotEmpty()
                .allSatisfy(PipelineContract::assertEvent)
                .allSatisfy(
                        event -> {
                            assertThat(event.path("caption").asText())
                                    .isEqualTo(ScriptedModel.SENTENCE);
                            assertThat(event.path("degraded").asBoolean()).isFalse();
                            assertThat(event.path("model").path("name").asText())
                                    .isEqualTo("scripted 1");
                        });
        assertThat(PipelineContract.ids(out)).hasSameSizeAs(events);
        String captions = Files.readString(out.resolve("clip.mp4.vtt"));
        assertThat(captions).doesNotContain("Not described yet");
        assertThat(captions.lines().filter(line -> line.contains(" --> "))).hasSameSizeAs(events);

        List<Event> written = written();
        assertThat(written.stream().filter(Event::degraded)).isNotEmpty();
        for (Event degraded : written.stream().filter(Event::degraded).toList()) {
            assertThat(written)
                    .filteredOn(event -> event.eventId().equals(degraded.eventId()))
                    .extracting(Event::revision)
                    .as("revisions of " + degraded.eventId())
                    .containsExactly(1, 2);
        }
    }

    /** What topic {@code events} holds, in its order. */
    private List<Event> written() throws Exception {
        List<Event> written = new ArrayList<>();
        try (EmbeddedBroker broker = EmbeddedBroker.start(data.resolve("kafka"), 0)) {
            TopicScan.all(
                    broker.bootstrapServers(),
                    Topics.EVENTS,
                    record -> {
                        if (EventCodec.decode(record.value())
                                instanceof Decoded.Valid<Event> valid) {
                            written.add(valid.value());
                        }
                    });
        }
        return written;
    }
}
