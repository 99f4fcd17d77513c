package io.watchword.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An ingest worker in a process of its own, as the command line starts it, with short waits. */
final class WorkerProcess implements AutoCloseable {
    private static final String SETTINGS =
            """
            ingest:
              live:
                minBackoff: 200ms
                maxBackoff: 2s
            """;

    final String id;
    private final Process process;
    private final Path said;

    private WorkerProcess(String id, Process process, Path said) {
        this.id = id;
        this.process = process;
        this.said = said;
    }

    /** Starts one; it is not ready yet. */
    static WorkerProcess start(Watching watching, Path directory, String id) throws IOException {
        Path settings = Files.writeString(directory.resolve(id + ".yaml"), SETTINGS);
        Path said = directory.resolve(id + ".out");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx300m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of("io.watchword.deploy.Main", "ingest", "--worker", id));
        command.addAll(List.of("--bootstrap", watching.bootstrapServers()));
        command.addAll(List.of("--data", directory.resolve(id).toString()));
        command.addAll(List.of("-c", settings.toString()));
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(said.toFile())
                        .start();
        return new WorkerProcess(id, process, said);
    }

    /** Whether it reads streams. */
    boolean isReady() {
        String text = said();
        assertThat(process.isAlive()).as("it runs; it said: %s", text).isTrue();
        return text.contains("ready in ");
    }

    String said() {
        try {
            return Files.readString(said, UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its decoders, and what confines them. */
    List<ProcessHandle> children() {
        return process.descendants().toList();
    }

    void kill() {
        process.destroyForcibly();
    }

    /** Asks it to end, and returns its exit code. */
    int terminate() throws InterruptedException {
        process.destroy();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("it ends: %s", said()).isTrue();
        return process.exitValue();
    }

    /** Stops it as a machine does that hangs. */
    void freeze() throws Exception {
        signal("STOP");
    }

    void thaw() throws Exception {
        signal("CONT");
    }

    private void signal(String name) throws Exception {
        String command = "kill -" + name + " " + process.pid();
        assertThat(new ProcessBuilder("sh", "-c", command).inheritIO().start().waitFor()).isZero();
    }

    @Override
    public void close() {
        children().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly(); // a stopped one, too
        process.onExit().join();
    }
}
