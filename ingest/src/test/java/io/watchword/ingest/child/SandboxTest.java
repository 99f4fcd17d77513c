package io.watchword.ingest.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.watchword.ingest.IngestConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class SandboxTest {
    private static final long MEMORY_BYTES = 1L << 30;

    @SuppressWarnings("NullAway.Init") // by JUnit
    @TempDir
    Path folder;

    /** Starts the drill in this confinement, and returns what it got done. */
    private List<String> drill(Confinement confinement, ChildCommand command) throws IOException {
        Path file = Files.writeString(folder.resolve("somebodys"), "text");
        Path writable = Files.createDirectories(folder.resolve("writable"));
        writable.toFile().setWritable(true, false);
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            String argument = server.getLocalPort() + "," + file + "," + writable;
            List<String> words = new ArrayList<>(confinement.words());
            words.addAll(command.words(SandboxDrill.class.getName(), argument));
            ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
            builder.environment().clear();
            Process process = builder.start();
            String said =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            String done = said.lines().filter(l -> l.startsWith("done:")).findFirst().orElse(said);
            assertThat(done).startsWith("done:");
            return Arrays.stream(done.substring(5).split(",", -1))
                    .filter(word -> !word.isEmpty())
                    .toList();
        }
    }

    private static ChildCommand withTests() {
        ChildCommand own = ChildCommand.ofThisProcess();
        List<Path> paths = new ArrayList<>(own.classPath());
        paths.add(
                Path.of(
                        SandboxDrill.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .getPath()));
        ProbeAnswer machine = SandboxTrial.ask(own, Confinement.NONE).orElseThrow();
        return new ChildCommand(own.javaHome(), paths, machine.natives());
    }

    @Test
    void keepsWhatEachWayOfConfiningPromises() throws IOException {
        ChildCommand command = withTests();
        List<Sandbox> tried = new ArrayList<>();
        for (Confinement each : Confinement.candidates(command, MEMORY_BYTES, false)) {
            if (SandboxTrial.ask(command, each).isEmpty()) {
                continue; // this machine has the tool and does not let it
            }
            List<String> done = drill(each, command);
            switch (each.sandbox()) {
                case BUBBLEWRAP -> assertThat(done).isEmpty();
                case NAMESPACES -> assertThat(done).doesNotContain("connect", "write", "write-tmp");
                case LIMITS -> assertThat(done).doesNotContain("write", "write-tmp");
                case NONE -> throw new AssertionError("no confinement is no candidate");
            }
            tried.add(each.sandbox());
        }

        assertThat(drill(Confinement.NONE, command)).contains("connect", "read", "write");
        Sandbox usual = Launchers.usual().sandbox();
        assertThat(tried.isEmpty() ? Sandbox.NONE : tried.get(0)).isEqualTo(usual);
    }

    @Test
    void decodesInEachWayThatWorks() {
        ChildCommand command = withTests();

        for (Confinement each : Confinement.candidates(command, MEMORY_BYTES, false)) {
            Optional<ProbeAnswer> answer = SandboxTrial.ask(command, each);
            if (answer.isPresent()) {
                assertThat(answer.get().networks())
                        .as(each.sandbox().text())
                        .matches(n -> n == 0 || each.sandbox() == Sandbox.LIMITS);
            }
        }
    }

    @Test
    void confinesNothingWhenToldSo() {
        assertThat(Launchers.open("off").sandbox()).isEqualTo(Sandbox.NONE);
    }

    @Test
    void fallsBackWhereAToolIsThereAndDoesNotWork() {
        ChildCommand command = withTests();
        List<Confinement> candidates =
                List.of(
                        new Confinement(Sandbox.BUBBLEWRAP, List.of("/bin/false")),
                        new Confinement(Sandbox.NAMESPACES, List.of("/no/such/tool")));

        assertThat(SandboxTrial.strongest(command, candidates)).isEqualTo(Confinement.NONE);
    }

    @Test
    void trustsNoSandboxThatLeavesTheNetwork() {
        ChildCommand command = withTests();
        assertThat(SandboxTrial.ask(command, Confinement.NONE).orElseThrow().networks())
                .as("the test needs a machine with a network")
                .isPositive();

        Confinement leaky = new Confinement(Sandbox.NAMESPACES, List.of());

        assertThat(SandboxTrial.strongest(command, List.of(leaky))).isEqualTo(Confinement.NONE);
    }

    @Test
    void endsADecoderThatTakesTooMuchMemory() {
        IngestConfig.Decoder tiny = new IngestConfig.Decoder("required", 20L << 20, 2);

        assertThatThrownBy(() -> ProcessDecoderLauncher.open(tiny, Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ingest.decoder.sandbox");
    }
}
