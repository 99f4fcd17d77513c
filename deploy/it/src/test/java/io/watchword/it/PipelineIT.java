package io.watchword.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.watchword.deploy.kafka.BrokerChoice;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pipeline on the embedded broker. */
class PipelineIT extends PipelineContract {
    private final Path directory;

    PipelineIT(@TempDir Path directory) {
        super(directory);
        this.directory = directory;
    }

    @Override
    BrokerChoice broker() {
        return BrokerChoice.EMBEDDED;
    }

    @Test
    void aKilledRunGoesOnWhereItStoppedWithTheSameIds() throws Exception {
        Path clip = Clips.make(directory.resolve("clip.mp4"), 24);
        Path data = directory.resolve("killed-data");
        Path out = directory.resolve("killed-out");

        killWhenAnEventLanded(clip, out, data);
        CommandLines.Result resumed = describe(clip, out, data);

        assertThat(resumed.exitCode()).as(resumed.err()).isZero();
        CommandLines.Result undisturbed =
                describe(clip, directory.resolve("out"), directory.resolve("data"));
        assertThat(undisturbed.exitCode()).as(undisturbed.err()).isZero();
        assertThat(resumed.out()).isEqualTo(undisturbed.out());
        assertThat(ids(out)).isEqualTo(ids(directory.resolve("out")));
        assertThat(events(out)).hasSameSizeAs(ids(out));
    }

    /** A process of its own, killed without warning once its first event is in a file. */
    private static void killWhenAnEventLanded(Path clip, Path out, Path data) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx1g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of("io.watchword.deploy.Main", "describe", clip.toString()));
        command.addAll(List.of("--bundle", BUNDLE.toString(), "--out", out.toString()));
        command.addAll(List.of("--data", data.toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            awaitReady(process);
            while (process.isAlive() && !Files.exists(out.resolve("events.jsonl"))) {
                Thread.onSpinWait();
            }
        } finally {
            process.destroyForcibly();
        }
        process.waitFor();
    }

    private static void awaitReady(Process process) throws IOException {
        BufferedReader said =
                new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        StringBuilder all = new StringBuilder();
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            all.append(line).append('\n');
            if (line.startsWith("ready in ")) {
                return;
            }
        }
        assertThat(all).as("what the process said before it ended").contains("ready in ");
    }
}
