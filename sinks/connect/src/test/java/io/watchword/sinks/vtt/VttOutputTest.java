package io.watchword.sinks.vtt;

import static io.watchword.sinks.SampleEvents.byModel;
import static io.watchword.sinks.SampleEvents.event;
import static io.watchword.sinks.SampleEvents.eventOf;
import static io.watchword.sinks.SampleEvents.inRussian;
import static io.watchword.sinks.SampleEvents.json;
import static io.watchword.sinks.SampleEvents.replacing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchword.contract.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VttOutputTest {
    private final Path directory;

    VttOutputTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void givesEachStreamAFile() throws IOException {
        write(
                eventOf("a-11111111", "a.mp4", "e1", 0, "one"),
                eventOf("b-22222222", "b.mp4", "e2", 0, "two"),
                eventOf("a-33333333", "other/a.mp4", "e3", 0, "three"));

        assertThat(names()).containsExactly("a.mp4.33333333.vtt", "a.mp4.vtt", "b.mp4.vtt");
        assertThat(cues("a.mp4.vtt")).extracting(StrictVtt.Cue::payload).containsExactly("one");
        assertThat(cues("a.mp4.33333333.vtt"))
                .extracting(StrictVtt.Cue::payload)
                .containsExactly("three");
    }

    @Test
    void goesOnFromItsFilesAfterARestart() throws IOException {
        Event first = event("e1", 2, 0, 1_000_000, "a <b> &\n-->");
        write(first, event("e2", 1, 1_000_000, 2_000_000, "replaced"));
        write(replacing("e3", "e2", 1_000_000, "replacement"));
        String before = Files.readString(directory.resolve("car.mp4.vtt"));

        write(
                event("e1", 1, 0, 1_000_000, "older"),
                first,
                event("e2", 1, 1_000_000, 2_000_000, "replaced"));

        assertThat(directory.resolve("car.mp4.vtt")).hasContent(before);
        assertThat(cues("car.mp4.vtt"))
                .containsExactly(
                        new StrictVtt.Cue("e1", 0, 1_000, "a &lt;b&gt; &amp; --&gt;"),
                        new StrictVtt.Cue("e3", 1_000, 2_000, "replacement"));
    }

    @Test
    void keepsAStreamsFileAfterARestart() throws IOException {
        Event first = eventOf("a-11111111", "a.mp4", "e1", 0, "one");
        Event second = eventOf("a-22222222", "a.mp4", "e2", 0, "two");
        write(first, second);

        write(
                eventOf("a-22222222", "a.mp4", "e4", 1_000_000, "two, later"),
                eventOf("a-11111111", "a.mp4", "e3", 1_000_000, "one, later"));

        assertThat(names()).containsExactly("a.mp4.22222222.vtt", "a.mp4.vtt");
        assertThat(cues("a.mp4.vtt"))
                .extracting(StrictVtt.Cue::payload)
                .containsExactly("one", "one, later");
    }

    @Test
    void givesEachLanguageAFile() throws IOException {
        write(event("e1", 1, 0, 1_000_000, "a car"));

        write(inRussian("e2", 0, "машина"));

        assertThat(names()).containsExactly("car.mp4.ru.vtt", "car.mp4.vtt");
        assertThat(cues("car.mp4.vtt")).extracting(StrictVtt.Cue::payload).containsExactly("a car");
        assertThat(cues("car.mp4.ru.vtt"))
                .extracting(StrictVtt.Cue::payload)
                .containsExactly("машина");
    }

    @Test
    void putsCaptionsOfAnotherModelInThePlaceOfThoseBefore() throws IOException {
        write(event("e1", 1, 0, 1_000_000, "something"));

        write(byModel("better", "e2", 0, "a car"), byModel("better", "e3", 1_000_000, "a bus"));

        assertThat(names()).containsExactly("car.mp4.vtt");
        assertThat(cues("car.mp4.vtt"))
                .extracting(StrictVtt.Cue::payload)
                .containsExactly("a car", "a bus");
    }

    @Test
    void leavesFilesOfOthersAlone() throws IOException {
        String subtitles = "WEBVTT\n\n00:00.000 --> 00:01.000\nby hand\n";
        Files.writeString(directory.resolve("car.mp4.vtt"), subtitles);

        write(event("e1", 1, 0, 1_000_000, "ours"));

        assertThat(directory.resolve("car.mp4.vtt")).hasContent(subtitles);
        assertThat(names()).containsExactly("car.mp4.1a2b3c4d.vtt", "car.mp4.vtt");
    }

    @Test
    void fillsAnEmptyFile() throws IOException {
        Files.createFile(directory.resolve("car.mp4.vtt"));

        write(event("e1", 1, 0, 1_000_000, "ours"));

        assertThat(names()).containsExactly("car.mp4.vtt");
        assertThat(cues("car.mp4.vtt")).hasSize(1);
    }

    @Test
    void namesFileAndLineOfDamage() throws IOException {
        write(event("e1", 1, 0, 1_000_000, "ours"));
        Path file = directory.resolve("car.mp4.vtt");
        Files.writeString(file, Files.readString(file).replace("00:00:01.000", "later"));

        assertThatThrownBy(() -> VttOutput.open(directory))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(file + ": line 8: required cue times");
    }

    @Test
    void triesAgainWhatItCouldNotWrite() throws IOException {
        VttOutput output = VttOutput.open(directory);
        Path blocked = Files.createDirectories(directory.resolve("car.mp4.vtt/in the way"));
        output.add(json(event("e1", 1, 0, 1_000_000, "late")));
        assertThatThrownBy(output::write).hasMessageContaining("car.mp4.vtt");
        Files.delete(blocked);
        Files.delete(directory.resolve("car.mp4.vtt"));

        output.write();

        assertThat(cues("car.mp4.vtt")).extracting(StrictVtt.Cue::payload).containsExactly("late");
    }

    @Test
    void survivesEventsThatReplaceEachOther() throws IOException {
        write(replacing("a", "b", 0, "a"), replacing("b", "a", 0, "b"));

        assertThat(Files.readString(directory.resolve("car.mp4.vtt"))).startsWith("WEBVTT\n");
    }

    private void write(Event... events) {
        VttOutput output = VttOutput.open(directory);
        for (Event event : events) {
            output.add(json(event));
        }
        output.write();
    }

    private List<StrictVtt.Cue> cues(String name) throws IOException {
        return new StrictVtt(Files.readString(directory.resolve(name))).cues();
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }
}
