package io.watchword.sinks.chapters;

import static io.watchword.sinks.SampleEvents.byModel;
import static io.watchword.sinks.SampleEvents.event;
import static io.watchword.sinks.SampleEvents.eventOf;
import static io.watchword.sinks.SampleEvents.inRussian;
import static io.watchword.sinks.SampleEvents.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.watchword.contract.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChaptersOutputTest {
    private final Path directory;

    ChaptersOutputTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void writesChaptersAndTagsBesideEachOther() throws IOException {
        write(
                event("e1", 1, 0, 2_000_000, "a <van> stops --> here"),
                event("e2", 1, 2_000_000, 3_000_000, "it leaves"),
                event("e3", 1, 30_000_000, 31_000_000, "a man"));

        assertThat(names()).containsExactly("car.mp4.chapters.vtt", "car.mp4.tags.json");
        assertThat(read("car.mp4.chapters.vtt"))
                .isEqualTo(
                        """
                        WEBVTT

                        NOTE watchword-chapters

                        1
                        00:00:00.000 --> 00:00:30.000
                        it leaves

                        2
                        00:00:30.000 --> 00:00:31.000
                        a man
                        """);
        JsonNode tags = new ObjectMapper().readTree(read("car.mp4.tags.json"));
        assertThat(tags.path("endUs").asLong()).isEqualTo(31_000_000);
        JsonNode motion = tags.path("tags").path(0);
        assertThat(motion.path("tag").asText()).isEqualTo("motion");
        assertThat(motion.path("events").asInt()).isEqualTo(3);
        assertThat(motion.path("totalUs").asLong()).isEqualTo(4_000_000);
        assertThat(motion.path("spans").path(0).toString())
                .isEqualTo("{\"startUs\":0,\"endUs\":3000000}");
        assertThat(tags.path("chapters")).hasSize(2);
        assertThat(tags.path("events").path(0).path("eventId").asText()).isEqualTo("e1");
    }

    @Test
    void goesOnWhereAnEarlierRunStoppedAndDoublesNothing() throws IOException {
        Event first = event("e1", 1, 0, 2_000_000, "a van");
        write(first);
        write(first, event("e2", 1, 40_000_000, 41_000_000, "a man"));
        String once = read("car.mp4.tags.json");

        write(first, event("e2", 1, 40_000_000, 41_000_000, "a man"));

        assertThat(read("car.mp4.tags.json")).isEqualTo(once);
        assertThat(new ObjectMapper().readTree(once).path("events")).hasSize(2);
    }

    @Test
    void keepsLanguagesStreamsAndModelsApart() {
        write(
                event("e1", 1, 0, 1, "one"),
                inRussian("e2", 0, "один"),
                eventOf("car-99999999", "other/car.mp4", "e3", 0, "other"),
                byModel("newer", "e4", 0, "by another model"));

        assertThat(names())
                .containsExactly(
                        "car.mp4.99999999.chapters.vtt",
                        "car.mp4.99999999.tags.json",
                        "car.mp4.chapters.vtt",
                        "car.mp4.ru.chapters.vtt",
                        "car.mp4.ru.tags.json",
                        "car.mp4.tags.json");
        assertThat(read("car.mp4.tags.json"))
                .contains("by another model")
                .doesNotContain("\"one\"");
    }

    @Test
    void leavesFilesOfOthersAlone() throws IOException {
        Files.writeString(directory.resolve("car.mp4.chapters.vtt"), "WEBVTT\n\nmine\n");
        Files.writeString(directory.resolve("bus.mp4.tags.json"), "{\"mine\":true}");

        write(event("e1", 1, 0, 1, "one"), eventOf("bus-88888888", "bus.mp4", "e2", 0, "two"));

        assertThat(read("car.mp4.chapters.vtt")).isEqualTo("WEBVTT\n\nmine\n");
        assertThat(read("bus.mp4.tags.json")).isEqualTo("{\"mine\":true}");
        assertThat(names()).contains("car.mp4.1a2b3c4d.tags.json", "bus.mp4.88888888.tags.json");
    }

    @Test
    void namesAFileOfItsOwnThatIsDamaged() throws IOException {
        write(event("e1", 1, 0, 1, "one"));
        Path file = directory.resolve("car.mp4.tags.json");
        Files.writeString(file, Files.readString(file).substring(0, 100));

        assertThatThrownBy(() -> ChaptersOutput.open(directory))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(file + ": ");
    }

    private void write(Event... events) {
        ChaptersOutput output = ChaptersOutput.open(directory);
        Stream.of(events).forEach(event -> output.add(json(event)));
        output.write();
    }

    private List<String> names() {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private String read(String name) {
        try {
            return Files.readString(directory.resolve(name));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
