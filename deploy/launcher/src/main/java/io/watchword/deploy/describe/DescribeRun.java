package io.watchword.deploy.describe;

import static io.watchword.contract.Checks.checkState;

import io.watchword.contract.bundle.ModelBundle;
import io.watchword.deploy.ExitCode;
import io.watchword.deploy.UserMistake;
import io.watchword.deploy.allinone.AllInOne;
import io.watchword.deploy.allinone.CloseStack;
import io.watchword.deploy.allinone.DataDirectory;
import io.watchword.deploy.config.PipelineConfig;
import io.watchword.deploy.kafka.BrokerChoice;
import io.watchword.deploy.kafka.ConsumerGroups;
import io.watchword.deploy.terminal.Terminal;
import io.watchword.fusion.FuseConfig;
import io.watchword.fusion.revise.kafka.KafkaReviser;
import io.watchword.ingest.IngestConfig;
import io.watchword.ingest.child.DecoderLauncher;
import io.watchword.ingest.child.ProcessDecoderLauncher;
import io.watchword.ingest.decode.ReadResult;
import io.watchword.llm.LlmConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of {@code describe}: starts the pipeline, has the files ingested, waits until the last
 * event of the last file has landed in every sink, and shows the events.
 *
 * <p>A stream whose events are all there from an earlier run in the same data directory is not read
 * again.
 */
final class DescribeRun {
    private static final Logger logger = LoggerFactory.getLogger(DescribeRun.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(20);
    private static final long STALLED_NS = Duration.ofMinutes(3).toNanos();

    /** A record that one reader has seen the other has seen after this. */
    private static final long SETTLED_NS = Duration.ofSeconds(3).toNanos();

    private final DescribeOptions options;
    private final PipelineConfig config;
    private final ModelBundle bundle;
    private final DataDirectory data;
    private final Terminal terminal;
    private final RecordKeeper keeper;
    private final FuseConfig fuse;
    private final CompletionTracker tracker;

    DescribeRun(
            DescribeOptions options,
            PipelineConfig config,
            ModelBundle bundle,
            DataDirectory data,
            Terminal terminal,
            RecordKeeper keeper) {
        this.options = options;
        this.config = config;
        this.bundle = bundle;
        this.data = data;
        this.terminal = terminal;
        this.keeper = keeper;
        this.fuse = config.fuse();
        this.tracker = new CompletionTracker(fuse.sha256(), bundle.sha256());
    }

    /**
     * Returns the exit code.
     *
     * @param open takes what must be closed at the end
     */
    int describe(List<Path> files, BrokerChoice broker, CloseStack open) throws Exception {
        progress("starting ...");
        CompletableFuture<Intake.Sources> identified =
                CompletableFuture.supplyAsync(() -> Intake.identify(files));
        CompletableFuture<DecoderLauncher> decoders = CompletableFuture.supplyAsync(this::decoders);
        AllInOne pipeline =
                open.add(
                        "pipeline",
                        AllInOne.start(
                                settings(),
                                () -> broker.start(data.broker(), options.brokerPort())),
                        CLOSE_LIMIT);
        double readyS = ManagementFactory.getRuntimeMXBean().getUptime() / 1e3;
        logger.atInfo().addKeyValue("seconds", readyS).log("ready");
        if (!options.quiet()) {
            terminal.say(String.format(Locale.ROOT, "ready in %.1f s", readyS));
        }
        try (TopicReader reader = TopicReader.open(pipeline.bootstrapServers(), tracker, keeper);
                Admin admin =
                        Admin.create(Map.of("bootstrap.servers", pipeline.bootstrapServers()))) {
            reader.catchUp();
            Intake.Sources sources = identified.get();
            List<Intake.Source> unread = new ArrayList<>();
            for (Intake.Source source : sources.sources()) {
                if (mustBeRead(source.streamId())) {
                    unread.add(source);
                }
            }
            try (Intake intake =
                    Intake.start(
                            sources,
                            unread,
                            config.ingest(),
                            decoders.get(),
                            pipeline.bootstrapServers(),
                            this::noteTaken)) {
                await(intake, pipeline, reader, admin);
                reader.catchUp(); // what is kept is whole
                return report(intake);
            }
        }
    }

    private DecoderLauncher decoders() {
        IngestConfig ingest = config.ingest();
        try {
            return ProcessDecoderLauncher.open(ingest.decoder(), ingest.live().terminateGrace());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (IllegalArgumentException e) {
            throw new UserMistake(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Whether a stream's segments must go in. If they all went in for this purpose in an earlier
     * run, then what that run left undone is going on by itself.
     */
    private boolean mustBeRead(String streamId) throws IOException {
        boolean whole = tracker.ingested(streamId) && tracker.failure(streamId).isEmpty();
        boolean underWay = data.isTaken(streamId, fuse.sha256());
        return !whole || !(underWay || tracker.described(streamId));
    }

    private void noteTaken(Intake.Source source) {
        try {
            data.noteTaken(source.streamId(), fuse.sha256());
        } catch (IOException e) { // then the next run reads the file again
            logger.atWarn()
                    .addKeyValue("streamId", source.streamId())
                    .setCause(e)
                    .log("stream not noted");
        }
    }

    private AllInOne.Settings settings() {
        LlmConfig llm = config.llm();
        return new AllInOne.Settings(
                bundle,
                options.bundle(),
                config.encode(),
                fuse,
                llm.withPort(options.llmPort() == 0 ? llm.port() : options.llmPort()),
                options.config().map(given -> config.log()),
                data,
                options.out());
    }

    /** Returns when everything has landed; throws when something died or nothing moves any more. */
    private void await(Intake intake, AllInOne pipeline, TopicReader reader, Admin admin)
            throws Exception {
        long startNs = System.nanoTime();
        long movedNs = startNs;
        int finished = 0;
        while (true) {
            int moved = reader.poll(POLL);
            if (finished < intake.finished()) {
                finished = intake.finished();
                moved++;
            }
            long nowNs = System.nanoTime();
            movedNs = moved > 0 ? nowNs : movedNs;
            Optional<String> failure = pipeline.failure().or(intake::failure);
            checkState(failure.isEmpty(), "%s", failure.orElse(""));
            boolean landed =
                    intake.isDone()
                            && tracker.described(intake.expected())
                            && ConsumerGroups.haveAllEvents(admin, pipeline.sinkGroups());
            if (landed && !awaitsTheModel(intake, pipeline, nowNs - movedNs)) {
                terminal.clearProgress();
                return;
            }
            checkState(
                    landed || nowNs - movedNs < STALLED_NS,
                    "nothing has moved for %d s: %s",
                    STALLED_NS / 1_000_000_000,
                    missing(intake));
            progress(progress(intake, nowNs - startNs).line());
        }
    }

    /**
     * Whether captions that were written without the model may still be revised: while something
     * moves, and for as long after it as the configuration says.
     */
    private boolean awaitsTheModel(Intake intake, AllInOne pipeline, long stillNs) {
        if (tracker.degraded(intake.expected()) == 0) {
            return false;
        }
        KafkaReviser.Counts captions = pipeline.describing().captions();
        boolean settled = stillNs > SETTLED_NS && captions.read() && captions.waiting() == 0;
        return !settled && stillNs < fuse.outage().waitAtEnd().toNanos();
    }

    private String missing(Intake intake) {
        return intake.expected().stream()
                .filter(stream -> !tracker.described(stream))
                .map(stream -> stream + ": " + tracker.missing(stream))
                .findFirst()
                .orElse("the sinks have not written every event");
    }

    private Progress progress(Intake intake, long elapsedNs) {
        long doneUs = 0;
        long totalUs = 0;
        boolean known = true;
        int described = 0;
        for (String stream : intake.expected()) {
            doneUs += tracker.encodedUs(stream);
            OptionalLong duration = tracker.durationUs(stream);
            known &= duration.isPresent();
            totalUs += Math.max(duration.orElse(0), tracker.encodedUs(stream));
            described += tracker.described(stream) ? 1 : 0;
        }
        return new Progress(
                described,
                intake.expected().size(),
                doneUs,
                known ? OptionalLong.of(totalUs) : OptionalLong.empty(),
                elapsedNs);
    }

    private int report(Intake intake) throws IOException {
        int code = intake.unidentified().isEmpty() ? ExitCode.OK : ExitCode.UNREADABLE;
        intake.unidentified().forEach(failed -> terminal.complain(failed.detail()));
        List<String> incomplete = new ArrayList<>();
        for (Intake.Source source : intake.sources()) {
            Optional<ReadResult.Failed> failed = intake.failed(source);
            if (failed.isPresent()) {
                terminal.complain(failed.get().detail());
                code = ExitCode.UNREADABLE;
            }
            if (intake.expected().contains(source.streamId())) {
                terminal.out()
                        .print(
                                EventTable.of(
                                        source.name(),
                                        tracker.events(source.streamId()),
                                        terminal.width()));
            }
            List<String> deadLetters = tracker.deadLetters(source.streamId());
            if (!deadLetters.isEmpty()) {
                incomplete.add(
                        "%s: %d records could not be processed, events may be missing; the first: %s"
                                .formatted(source.name(), deadLetters.size(), deadLetters.get(0)));
            }
        }
        terminal.out().flush();
        incomplete.forEach(terminal::complain);
        warnOfDegraded(intake);
        if (!options.quiet() && !keeper.wanted()) {
            new WrittenFiles(options.out())
                    .holding(intake.expected(), fuse.language())
                    .forEach(file -> terminal.say("wrote " + file));
        }
        return incomplete.isEmpty() ? code : ExitCode.INTERNAL;
    }

    /** Not a failure: the events are there, and what they lack comes when the model is back. */
    private void warnOfDegraded(Intake intake) {
        long degraded = tracker.degraded(intake.expected());
        if (degraded == 0) {
            return;
        }
        long all = intake.expected().stream().mapToLong(id -> tracker.events(id).size()).sum();
        terminal.complain(
                "%d of %d captions were written without the language model, which did not answer%s"
                        .formatted(
                                degraded,
                                all,
                                data.isTemporary()
                                        ? ""
                                        : "; describe the same files again with --data "
                                                + data.root()
                                                + " to have them written by it"));
    }

    private void progress(String line) {
        if (!options.quiet()) {
            terminal.progress(line);
        }
    }
}
