package io.watchword.deploy.eval;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.watchword.deploy.ExitCode;
import io.watchword.deploy.Main;
import io.watchword.deploy.eval.score.Scores;
import io.watchword.deploy.terminal.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scores a small set by hand: events are given, so that nothing has to run. */
class EvalCommandTest {
    private final Path directory;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    EvalCommandTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @BeforeEach
    void writeTheSet() throws IOException {
        for (String name : List.of("truth.jsonl", "grammar.json", "events.jsonl")) {
            try (InputStream in = EvalCommandTest.class.getResourceAsStream("set/" + name)) {
                Files.copy(requireNonNull(in, name), directory.resolve(name));
            }
        }
        Files.writeString(directory.resolve("street.mp4"), "only its name is read");
        Files.writeString(directory.resolve("door.mp4"), "only its name is read");
    }

    private int run(String... arguments) {
        List<String> all = new ArrayList<>(List.of("eval", "--set", directory.toString()));
        all.addAll(List.of(arguments));
        Terminal terminal =
                new Terminal(
                        new PrintStream(out, true, UTF_8),
                        new PrintStream(err, true, UTF_8),
                        false,
                        Integer.MAX_VALUE);
        return Main.run(terminal, directory, all.toArray(String[]::new));
    }

    private Path result(String name) {
        return directory.resolve("out").resolve(name);
    }

    private int score() {
        return run(
                "--events",
                directory.resolve("events.jsonl").toString(),
                "--out",
                directory.resolve("out").toString(),
                "--report");
    }

    private static double share(JsonNode scores, String key) {
        assertThat(scores.path(key).isNumber()).as(key).isTrue();
        return scores.path(key).asDouble();
    }

    @Test
    void scoresAreWhatCountingByHandGives() throws IOException {
        assertThat(score()).isEqualTo(ExitCode.OK);

        JsonNode scores = new ObjectMapper().readTree(result("scores.json").toFile());
        // Three sentences of four facts: all, all, and two of four.
        assertThat(share(scores, "slot_accuracy")).isCloseTo(10 / 12.0, within(1e-4));
        // Time and sound are right; of who and what nothing is said.
        assertThat(share(scores, "slot_accuracy_heldout")).isEqualTo(0.5);
        // Of three spans and three true ones, all meet by more than a half: 6.8-8 in 6-8 is 0.6.
        assertThat(share(scores, "event_f1_50")).isEqualTo(1);
        assertThat(share(scores, "sound_accuracy")).isEqualTo(1);
        // In Russian the third says the sound rightly, and the fourth as much as in English.
        assertThat(share(scores, "russian_gap")).isCloseTo(12 / 16.0 - 13 / 16.0, within(1e-4));
        // Three claims of 0.9, two of them right; one of 0.5 that is wrong.
        assertThat(share(scores, "ece"))
                .isCloseTo(0.75 * (0.9 - 2 / 3.0) + 0.25 * 0.5, within(1e-4));
        JsonNode events = scores.path("detail").path("events");
        assertThat(events.path("located").path("t_iou_0.7").path("precision").asDouble())
                .isEqualTo(0.75);
        assertThat(scores.path("detail").path("sounds").path("named_in_silence").asDouble())
                .isCloseTo(1 / 3.0, within(1e-4));
    }

    @Test
    void whatCannotBeMeasuredSaysWhy() throws IOException {
        score();

        JsonNode scores = new ObjectMapper().readTree(result("scores.json").toFile());
        assertThat(scores.path("codes_used").isNull()).isTrue();
        assertThat(scores.path("not_measured").path("codes_used").asText())
                .contains("only events were given");
        for (String key : Scores.KEYS) {
            assertThat(scores.path(key).isNumber() ^ scores.path("not_measured").has(key))
                    .as(key)
                    .isTrue();
        }
        assertThat(scores.path("command").asText()).startsWith("./watchword eval --set ");
        assertThat(scores.path("seed").asLong()).isEqualTo(11);
        assertThat(out.toString(UTF_8)).contains("slot_accuracy ");
    }

    @Test
    void thePageIsWellFormedAndLoadsNothing() throws Exception {
        score();

        String page = Files.readString(result("report.html"));
        String body = page.substring(page.indexOf("<main>"), page.indexOf("</body>"));
        // An XML parser stops at whatever is not closed or not escaped.
        javax.xml.parsers.DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(xml(body).getBytes(UTF_8)));
        assertThat(page).doesNotContain("http://", "https://", "src=\"/", "<script");
        assertThat(body).contains("&lt;b&gt;", "a person leaves", "<svg", "event f1 50");
    }

    /** Images have no end tag in HTML. */
    private static String xml(String html) {
        return html.replaceAll("(<img [^>]*)>", "$1/>");
    }

    @Test
    void everyProblemIsNamedAndNothingIsWritten() throws IOException {
        Files.writeString(directory.resolve("truth.jsonl"), "{\"file\": \"gone.mp4\"}\n{oops\n");

        int code =
                run("--events", directory.resolve("none.jsonl").toString(), "--out", "unused-out");

        assertThat(code).isEqualTo(ExitCode.BAD_USE);
        assertThat(err.toString(UTF_8))
                .contains("truth.jsonl line 1: file gone.mp4: no such file")
                .contains("truth.jsonl line 2: not JSON")
                .contains("none.jsonl: no such file");
        assertThat(Path.of("unused-out")).doesNotExist();
    }

    @Test
    void wrongOptionsAreAllNamed() {
        int code = run("--audits", "blind,deaf", "--lang", "en,klingon", "--limit", "0");

        assertThat(code).isEqualTo(ExitCode.BAD_USE);
        assertThat(err.toString(UTF_8))
                .contains("unknown audit \"deaf\"")
                .contains("\"klingon\"")
                .contains("--limit 0");
    }

    @Test
    void aBundleThatIsNotThereIsNamedBeforeAnythingStarts() {
        int code = run("--bundle", directory.resolve("no-bundle").toString());

        assertThat(code).isEqualTo(ExitCode.BAD_USE);
        assertThat(err.toString(UTF_8)).contains("no-bundle: not a directory");
    }

    @Test
    void aBrokenLineOfEventsIsNamed() throws IOException {
        Files.writeString(directory.resolve("events.jsonl"), "{\"eventId\": \"1\"}\nnot json\n");

        assertThat(score()).isEqualTo(ExitCode.BAD_USE);
        assertThat(err.toString(UTF_8))
                .contains("events.jsonl line 1: \"source\" is missing")
                .contains("events.jsonl line 2: not JSON");
    }

    @Test
    void comparesPromptsOnlyWhereEmbeddingsAreKept() {
        int badly = run("--compress", "none,zip:64");
        int without =
                run(
                        "--events",
                        directory.resolve("events.jsonl").toString(),
                        "--out",
                        directory.resolve("out").toString(),
                        "--compress",
                        "none,pool:64");

        assertThat(badly).isEqualTo(ExitCode.BAD_USE);
        assertThat(without).isEqualTo(ExitCode.BAD_USE);
        assertThat(err.toString(UTF_8))
                .contains(
                        "--compress \"zip:64\": required none, or one of",
                        "--compress: required the embeddings that a run keeps beside its events");
    }
}
