package io.watchword.ingest.child;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Makes a clip in a process of its own: it reads bytes that came from outside. */
public final class ClipChild {
    private static final String MAIN = "io.watchword.ingest.ffmpeg.ClipMain";

    private ClipChild() {}

    /**
     * Waits for it.
     *
     * @param limit after which the process is killed
     */
    public static ClipOutcome run(ClipOrder order, Duration limit) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(ChildCommand.ofThisProcess().words(MAIN, "clip"))
                        .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().putAll(Confinement.ENVIRONMENT);
        Process process = builder.start();
        process.onExit()
                .orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(late -> process.destroyForcibly());
        try (DataOutputStream to = new DataOutputStream(process.getOutputStream());
                DataInputStream from = new DataInputStream(process.getInputStream())) {
            order.write(to);
            to.flush();
            return ClipOutcome.read(from);
        } catch (EOFException e) {
            return new ClipOutcome.Refused("the recording could not be read");
        } finally {
            process.destroyForcibly();
        }
    }
}
