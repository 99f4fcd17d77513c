package io.watchword.ingest.child;

import io.watchword.ingest.decode.DecodeOrder;
import io.watchword.ingest.decode.DecoderReport;
import io.watchword.ingest.decode.ReadResult;
import io.watchword.ingest.source.ReadableFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Starts decoder processes: JVMs of our own with little memory, no environment and no network. */
public final class ProcessDecoderLauncher implements DecoderLauncher {
    /** All of a decoder's environment. Arenas for each thread would only cost memory. */
    private static final Map<String, String> ENVIRONMENT =
            Map.of("LANG", "C.UTF-8", "MALLOC_ARENA_MAX", "2");

    private final ChildCommand command;
    private final Duration grace;

    /**
     * @param grace time between SIGTERM and SIGKILL
     */
    public ProcessDecoderLauncher(ChildCommand command, Duration grace) {
        this.command = command;
        this.grace = grace;
    }

    @Override
    public DecoderChild start(
            DecodeOrder order, Optional<Path> file, Consumer<DecoderReport> reports)
            throws IOException {
        Optional<ReadResult.Failed> problem = file.flatMap(ReadableFile::problem);
        if (problem.isPresent()) {
            throw new UnreadableFileException(problem.get());
        }
        ProcessBuilder builder =
                new ProcessBuilder(command.words(OrderCodec.encode(order, file.isPresent())));
        file.ifPresent(path -> builder.redirectInput(path.toFile()));
        builder.environment().clear();
        builder.environment().putAll(ENVIRONMENT);
        return new ProcessDecoderChild(builder.start(), file.isPresent(), grace, reports);
    }

    @Override
    public Sandbox sandbox() {
        return Sandbox.NONE;
    }
}
