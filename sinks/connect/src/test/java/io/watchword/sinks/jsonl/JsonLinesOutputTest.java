package io.watchword.sinks.jsonl;

import static io.watchword.sinks.SampleEvents.event;
import static io.watchword.sinks.SampleEvents.json;
import static io.watchword.sinks.SampleEvents.line;
import static io.watchword.sinks.SampleEvents.replacing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchword.contract.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonLinesOutputTest {
    private static final Event FIRST = event("e1", 1, 0, 2_000_000, "Днём машина едет.");
    private static final Event SECOND = event("e2", 1, 2_000_000, 3_000_000, "nothing moves");

    private final Path directory;
    private final Path file;

    JsonLinesOutputTest(@TempDir Path directory) {
        this.directory = directory;
        this.file = directory.resolve("events.jsonl");
    }

    @Test
    void writesOneEventALineInOrder() {
        write(SECOND, FIRST);

        assertThat(file).hasContent(line(FIRST) + "\n" + line(SECOND) + "\n");
    }

    @Test
    void goesOnFromTheFileAfterARestart() {
        Event better = event("e1", 2, 0, 2_000_000, "By day a vehicle drives.");
        write(FIRST, SECOND);

        write(FIRST, better);

        assertThat(file).hasContent(line(better) + "\n" + line(SECOND) + "\n");
    }

    @Test
    void doesNotBringBackWhatWasSupersededBeforeARestart() {
        Event replacement = replacing("e3", "e1", 0, "replacement");
        write(FIRST, replacement);

        write(FIRST);

        assertThat(file).hasContent(line(replacement) + "\n");
    }

    @Test
    void doesNotTouchTheFileWhenNothingChanged() throws IOException {
        write(FIRST);
        FileTime past = FileTime.fromMillis(1_000);
        Files.setLastModifiedTime(file, past);

        write(FIRST);

        assertThat(Files.getLastModifiedTime(file)).isEqualTo(past);
    }

    @Test
    void startsFromAnEmptyFile() throws IOException {
        Files.createFile(file);

        write(FIRST);

        assertThat(file).hasContent(line(FIRST) + "\n");
    }

    @Test
    void namesFileAndLineOfWhatIsNoEvent() throws IOException {
        Files.writeString(file, line(FIRST) + "\n\n{\"half\n");

        assertThatThrownBy(() -> JsonLinesOutput.open(directory))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(file + ": line 3: event: ");
        assertThat(Files.readString(file)).contains("{\"half");
    }

    private void write(Event... events) {
        JsonLinesOutput output = JsonLinesOutput.open(directory);
        for (Event event : events) {
            output.add(json(event));
        }
        output.write();
    }
}
