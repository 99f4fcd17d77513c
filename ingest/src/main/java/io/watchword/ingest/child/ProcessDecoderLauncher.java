package io.watchword.ingest.child;

import static io.watchword.contract.Checks.checkArgument;

import io.watchword.ingest.IngestConfig;
import io.watchword.ingest.decode.DecodeOrder;
import io.watchword.ingest.decode.DecoderReport;
import io.watchword.ingest.decode.HardwareDecode;
import io.watchword.ingest.decode.ReadResult;
import io.watchword.ingest.source.ReadableFile;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts decoder processes: JVMs of our own with little memory, no environment and, where the
 * system lets it, no network. They end with this process. Any thread may call.
 */
public final class ProcessDecoderLauncher implements DecoderLauncher {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessDecoderLauncher.class);

    private final ChildCommand command;
    private final ProbeAnswer machine;
    private final Confinement confinement;
    private final Confinement withDevices;
    private final Duration grace;

    /**
     * Starts each process: the kernel takes the end of the thread that started one for the end of
     * its parent, and this thread stays as long as we do.
     */
    private final ExecutorService starter =
            Executors.newSingleThreadExecutor(
                    work -> {
                        Thread thread = new Thread(work, "decoder-starter");
                        thread.setDaemon(true);
                        return thread;
                    });

    private ProcessDecoderLauncher(
            ChildCommand command,
            ProbeAnswer machine,
            Confinement confinement,
            Confinement withDevices,
            Duration grace) {
        this.command = command;
        this.machine = machine;
        this.confinement = confinement;
        this.withDevices = withDevices;
        this.grace = grace;
    }

    /**
     * Finds out how decoders can be confined here, which starts a few.
     *
     * @param grace time between SIGTERM and SIGKILL
     * @throws IOException if no decoder starts at all
     * @throws IllegalArgumentException if a sandbox is required and the system offers none
     */
    public static ProcessDecoderLauncher open(IngestConfig.Decoder config, Duration grace)
            throws IOException {
        ChildCommand packed = ChildCommand.ofThisProcess();
        ProbeAnswer machine =
                SandboxTrial.ask(packed, Confinement.NONE)
                        .orElseThrow(() -> new IOException("no decoder process starts"));
        ChildCommand command = packed.withNatives(machine.natives());
        Confinement confinement = Confinement.NONE;
        if (!config.sandbox().equals("off")) {
            confinement = SandboxTrial.strongest(command, candidates(command, config, false));
        }
        Sandbox sandbox = confinement.sandbox();
        checkArgument(
                !config.sandbox().equals("required") || sandbox.compareTo(Sandbox.LIMITS) < 0,
                "ingest.decoder.sandbox is \"required\", and this machine has neither a working"
                        + " bubblewrap nor network namespaces: found %s",
                sandbox.text());
        Confinement withDevices =
                candidates(command, config, true).stream()
                        .filter(candidate -> candidate.sandbox() == Sandbox.BUBBLEWRAP)
                        .filter(candidate -> sandbox == Sandbox.BUBBLEWRAP)
                        .findFirst()
                        .orElse(confinement);
        LOG.atInfo()
                .addKeyValue("sandbox", sandbox.text())
                .addKeyValue("ffmpeg", machine.ffmpeg())
                .addKeyValue("hardware", machine.hardware())
                .log("decoders can start");
        return new ProcessDecoderLauncher(command, machine, confinement, withDevices, grace);
    }

    private static List<Confinement> candidates(
            ChildCommand command, IngestConfig.Decoder config, boolean devices) {
        return Confinement.candidates(command, config.maxMemoryBytes(), devices);
    }

    @Override
    public DecoderChild start(
            DecodeOrder order, Optional<Path> file, Consumer<DecoderReport> reports)
            throws IOException {
        Optional<ReadResult.Failed> problem = file.flatMap(ReadableFile::problem);
        if (problem.isPresent()) {
            throw new UnreadableFileException(problem.get());
        }
        boolean devices = order.config().hardware() != HardwareDecode.NONE;
        List<String> words = new ArrayList<>((devices ? withDevices : confinement).words());
        words.addAll(command.words(OrderCodec.encode(order, file.isPresent())));
        ProcessBuilder builder = new ProcessBuilder(words);
        file.ifPresent(path -> builder.redirectInput(path.toFile()));
        builder.environment().clear();
        builder.environment().putAll(Confinement.ENVIRONMENT);
        return new ProcessDecoderChild(started(builder), file.isPresent(), grace, reports);
    }

    private Process started(ProcessBuilder builder) throws IOException {
        CompletableFuture<Process> process = new CompletableFuture<>();
        starter.execute(
                () -> {
                    try {
                        process.complete(builder.start());
                    } catch (IOException | RuntimeException | Error e) {
                        process.completeExceptionally(e);
                    }
                });
        try {
            return process.get();
        } catch (ExecutionException e) {
            throw new IOException("no decoder process starts", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            CompletableFuture<Void> unused =
                    process.thenAccept(Process::destroyForcibly); // it may be starting
            throw new InterruptedIOException("interrupted before a decoder started");
        }
    }

    @Override
    public Sandbox sandbox() {
        return confinement.sandbox();
    }

    /** Where this machine can decode pictures beside its processor. */
    public List<HardwareDecode> hardware() {
        return machine.hardware();
    }
}
