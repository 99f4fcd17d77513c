package io.watchword.view.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditLogTest {
    private final Path file;
    private final AuditLog log;

    AuditLogTest(@TempDir Path directory) {
        this.file = directory.resolve("audit.jsonl");
        this.log = new AuditLog(file, new TestClock());
    }

    private void write(int deeds) {
        for (int number = 1; number <= deeds; number++) {
            log.record(
                    new Audit.Entry(
                            "token:eve",
                            "10.0.0.7",
                            "search",
                            "q=\u2028\"van\"\n" + number,
                            "done"));
        }
    }

    @Test
    void whatWasWrittenIsWhole() throws IOException {
        write(3);
        new AuditLog(file, new TestClock())
                .record(new Audit.Entry("local", "", "tokens add", "wall", "done"));

        AuditLog.Verdict verdict = log.verify();
        assertThat(verdict.problem()).isEmpty();
        assertThat(verdict.lines()).isEqualTo(4);
        assertThat(Files.readAllLines(file)).hasSize(4); // whatever callers write
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void aLogThatWasNeverWrittenIsWhole() throws IOException {
        assertThat(log.verify().problem()).isEmpty();
    }

    @Test
    void eachLineThatIsTakenOutChangedOrPutInShows() throws IOException {
        write(4);
        List<String> lines = Files.readAllLines(file);

        for (int at = 0; at < lines.size(); at++) {
            List<String> without = new ArrayList<>(lines);
            without.remove(at);
            assertBroken(without);

            List<String> changed = new ArrayList<>(lines);
            changed.set(at, changed.get(at).replace("token:eve", "token:bob"));
            assertBroken(changed);

            List<String> twice = new ArrayList<>(lines);
            twice.add(at, lines.get(at));
            assertBroken(twice);
        }
        assertBroken(List.of());
        Files.write(file, lines);
        assertThat(log.verify().problem()).isEmpty();
    }

    private void assertBroken(List<String> lines) throws IOException {
        Files.write(file, lines);
        assertThat(log.verify().problem()).as(lines.toString()).isPresent();
    }
}
