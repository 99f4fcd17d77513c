package io.watchword.ingest.child;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out how decoder processes can be confined on this machine, by starting one in each way. */
final class SandboxTrial {
    private static final Logger LOG = LoggerFactory.getLogger(SandboxTrial.class);
    private static final long LIMIT_SECONDS = 30;

    private SandboxTrial() {}

    /**
     * The strongest way that works; without a network, or at least with limits.
     *
     * @param candidates the strongest first
     */
    static Confinement strongest(ChildCommand command, List<Confinement> candidates) {
        for (Confinement candidate : candidates) {
            Optional<ProbeAnswer> answer = ask(command, candidate);
            boolean isolated = candidate.sandbox().compareTo(Sandbox.LIMITS) < 0;
            if (answer.isPresent() && !(isolated && answer.get().networks() > 0)) {
                return candidate;
            }
            LOG.atDebug()
                    .addKeyValue("sandbox", candidate.sandbox().text())
                    .log("sandbox does not work here");
        }
        return Confinement.NONE;
    }

    /** Starts a decoder that only says what it has. */
    static Optional<ProbeAnswer> ask(ChildCommand command, Confinement confinement) {
        List<String> words = new ArrayList<>(confinement.words());
        words.addAll(command.words(ChildCommand.PROBE));
        ProcessBuilder builder =
                new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().putAll(Confinement.ENVIRONMENT);
        try {
            Process process = builder.start();
            process.onExit()
                    .orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS)
                    .exceptionally(late -> process.destroyForcibly());
            process.getOutputStream().close();
            try (DataInputStream in = new DataInputStream(process.getInputStream())) {
                ProbeAnswer answer = ProbeAnswer.read(in);
                return process.onExit().join().exitValue() == 0
                        ? Optional.of(answer)
                        : Optional.empty();
            }
        } catch (IOException e) {
            return Optional.empty(); // the tool refused, or the decoder did not get far
        }
    }
}
