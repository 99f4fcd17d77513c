package io.watchword.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.deploy.allinone.DataDirectory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people see when something is wrong: one line each, and the exit code. */
class ErrorsIT {
    private static final String BUNDLE = PipelineContract.BUNDLE.toString();

    private final Path directory;

    ErrorsIT(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void whatCannotBeReadIsNamedAndTheRestIsDescribed() throws Exception {
        Path clip = Clips.make(directory.resolve("clip.mp4"), 6);
        byte[] whole = Files.readAllBytes(clip);
        Path text =
                Files.writeString(directory.resolve("text.mp4"), "not a video at all\n".repeat(99));
        Path empty = Files.createFile(directory.resolve("empty.mp4"));
        Path truncated =
                Files.write(
                        directory.resolve("truncated.mp4"),
                        Arrays.copyOf(whole, whole.length / 2)); // its index was at the end
        Path missing = directory.resolve("missing.mp4");

        CommandLines.Result result = describe(missing, text, clip, empty, truncated, directory);

        assertThat(result.exitCode()).as(result.err()).isEqualTo(3);
        assertThat(result.out()).startsWith("clip.mp4\n").doesNotContain("truncated.mp4");
        assertThat(complaints(result)).hasSize(5);
        assertThat(complaints(result))
                .anySatisfy(line -> assertThat(line).contains("missing.mp4", "no such file"))
                .anySatisfy(line -> assertThat(line).contains("empty.mp4", "is empty"))
                .anySatisfy(line -> assertThat(line).contains("text.mp4"))
                .anySatisfy(line -> assertThat(line).contains("truncated.mp4"))
                .anySatisfy(line -> assertThat(line).contains("is a directory, not a file"));
        assertNoStackTrace(result);
        assertThat(PipelineContract.events(directory.resolve("out"))).isNotEmpty();
    }

    @Test
    void nothingIsStartedWhenNoSourceCanBeRead() {
        CommandLines.Result result = describe(directory.resolve("missing.mp4"));

        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.err())
                .isEqualTo("watchword: " + directory.resolve("missing.mp4") + ": no such file\n");
    }

    @Test
    void everyProblemOfTheArgumentsIsNamedAtOnce() {
        CommandLines.Result result =
                run(
                        "describe",
                        "rtsp://camera/1",
                        "--broker-port",
                        "70000",
                        "--lang",
                        "xx",
                        "--bundle",
                        BUNDLE);

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(complaints(result))
                .containsExactly(
                        "watchword: rtsp://camera/1: required a file or an http(s) address; watch it"
                                + " with: watchword up --source",
                        "watchword: --broker-port 70000: not in [0, 65535]",
                        "watchword: --lang xx: bundle random 1 speaks en, ru");
    }

    @Test
    void everyProblemOfTheConfigurationIsNamedAtOnce() throws Exception {
        Path config =
                Files.writeString(
                        directory.resolve("my.yaml"),
                        "fuse:\n  language: en\nllm:\n  port: x\n  prt: 1\n");

        for (String command : List.of("describe clip.mp4", "up")) {
            List<String> args = new ArrayList<>(List.of(command.split(" ", -1)));
            args.addAll(List.of("-c", config.toString()));
            CommandLines.Result result = run(args.toArray(String[]::new));

            assertThat(result.exitCode()).isEqualTo(2);
            assertThat(complaints(result))
                    .containsExactly(
                            "watchword: my.yaml:4 llm.port: required a whole number, found \"x\"",
                            "watchword: my.yaml:5 llm.prt: no such key, required one of host, port,"
                                    + " decodeThreads, maxBatchSize, maxQueued, cachePositions,"
                                    + " prefillPositions, drainTimeout, maxCallsPerConnection,"
                                    + " remote");
        }
    }

    @Test
    void aPasswordInAnArgumentThatCannotBeUsedIsNotRepeated() {
        CommandLines.Result result = run("up", "rtsp://u:canary@camera/1?token=canary");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err())
                .contains("rtsp://***@camera/1?token=***", "Try: watchword up --help")
                .doesNotContain("canary");
    }

    @Test
    void anUnknownCommandOrOptionIsBadUse() {
        assertThat(run("desribe", "clip.mp4").exitCode()).isEqualTo(2);
        assertThat(run("describe", "--fast", "clip.mp4").exitCode()).isEqualTo(2);
        assertThat(run("describe").exitCode()).isEqualTo(2);
        assertThat(run().exitCode()).isEqualTo(2);
    }

    @Test
    void aDamagedBundleIsBadConfiguration() throws Exception {
        Path bundle = Files.createDirectories(directory.resolve("bundle"));
        try (Stream<Path> files = Files.list(PipelineContract.BUNDLE)) {
            for (Path file : files.toList()) {
                Files.copy(file, bundle.resolve(file.getFileName().toString()));
            }
        }
        Files.writeString(bundle.resolve("tokenizer.json"), "{}", UTF_8);
        Files.delete(bundle.resolve("search_text.onnx"));
        Path clip = Files.writeString(directory.resolve("clip.mp4"), "x");

        CommandLines.Result result =
                run("describe", clip.toString(), "--bundle", bundle.toString());

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(complaints(result)).hasSize(2);
        assertThat(result.err())
                .contains("tokenizer.json has sha256", "search_text.onnx is missing");
    }

    @Test
    void aPortThatIsTakenIsBadConfiguration() throws Exception {
        Path clip = Files.writeString(directory.resolve("clip.mp4"), "x");
        try (ServerSocket taken =
                new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            String port = Integer.toString(taken.getLocalPort());

            for (String option : List.of("--broker-port", "--llm-port")) {
                CommandLines.Result result =
                        run("describe", clip.toString(), "--bundle", BUNDLE, option, port);

                assertThat(result.exitCode()).isEqualTo(2);
                assertThat(result.err())
                        .isEqualTo(
                                "watchword: %s: port %s on 127.0.0.1 is in use%n"
                                        .formatted(option, port));
            }
        }
    }

    @Test
    void aDataDirectoryInUseIsBadConfiguration() throws Exception {
        Path clip = Files.writeString(directory.resolve("clip.mp4"), "x");
        Path data = directory.resolve("data");
        try (DataDirectory held = DataDirectory.open(data)) {
            assertThat(held.logs()).isDirectory();

            CommandLines.Result result =
                    run("describe", clip.toString(), "--bundle", BUNDLE, "--data", data.toString());

            assertThat(result.exitCode()).isEqualTo(2);
            assertThat(result.err())
                    .isEqualTo(
                            "watchword: data directory "
                                    + data
                                    + " is in use by another process\n");
        }
    }

    @Test
    void anOutputDirectoryThatCannotBeMadeIsBadConfiguration() throws Exception {
        Path clip = Files.writeString(directory.resolve("clip.mp4"), "x");
        Path inFile = clip.resolve("out");

        CommandLines.Result result =
                run("describe", clip.toString(), "--bundle", BUNDLE, "--out", inFile.toString());

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).isEqualTo("watchword: --out " + inFile + ": cannot be created\n");
    }

    private CommandLines.Result describe(Path... sources) {
        List<String> args = new ArrayList<>(List.of("describe", "--bundle", BUNDLE));
        args.addAll(List.of("--out", directory.resolve("out").toString()));
        for (Path source : sources) {
            args.add(source.toString());
        }
        return run(args.toArray(String[]::new));
    }

    private static CommandLines.Result run(String... args) {
        CommandLines.Result result = CommandLines.run(args);
        assertNoStackTrace(result);
        return result;
    }

    private static List<String> complaints(CommandLines.Result result) {
        return result.err().lines().filter(line -> line.startsWith("watchword: ")).toList();
    }

    private static void assertNoStackTrace(CommandLines.Result result) {
        assertThat(result.out() + result.err()).doesNotContain("\tat ", "Exception");
    }
}
