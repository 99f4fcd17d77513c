package io.watchword.deploy.redescribe;

import io.watchword.contract.Decoded;
import io.watchword.contract.Embedding;
import io.watchword.contract.Event;
import io.watchword.contract.EventCodec;
import io.watchword.contract.TimeSpan;
import io.watchword.deploy.ExitCode;
import io.watchword.deploy.UserMistake;
import io.watchword.deploy.allinone.DataDirectory;
import io.watchword.deploy.config.ConfigLoader;
import io.watchword.deploy.config.PipelineConfig;
import io.watchword.deploy.describe.EventTable;
import io.watchword.deploy.log.ModelAtHand;
import io.watchword.deploy.log.NotStored;
import io.watchword.deploy.log.StoredLog;
import io.watchword.deploy.log.StoredTimes;
import io.watchword.deploy.log.StreamChoice;
import io.watchword.deploy.secret.SecretStore;
import io.watchword.deploy.terminal.Terminal;
import io.watchword.fusion.FuseConfig;
import io.watchword.fusion.client.GrpcDescriber;
import io.watchword.fusion.client.SharedGate;
import io.watchword.fusion.describe.Describer;
import io.watchword.fusion.describe.Keyframes;
import io.watchword.fusion.log.StoredStream;
import io.watchword.fusion.log.StoredStream.StoredBundle;
import io.watchword.fusion.log.kafka.KafkaEventWriter;
import io.watchword.fusion.redescribe.Revisions;
import io.watchword.fusion.redescribe.StoredQuestions;
import io.watchword.sinks.jsonl.JsonLinesOutput;
import io.watchword.sinks.row.EventJson;
import io.watchword.sinks.store.EventOutput;
import io.watchword.sinks.vtt.VttOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** One run of {@code redescribe}: reads nothing but the log. */
final class RedescribeRun {
    private static final int MAX_PROMPT_CHARS = 1_000;

    private final RedescribeOptions options;
    private final Terminal terminal;
    private final ZoneId zone;

    RedescribeRun(RedescribeOptions options, Terminal terminal, ZoneId zone) {
        this.options = options;
        this.terminal = terminal;
        this.zone = zone;
    }

    /** Returns the exit code. */
    int run(Path usualBundle) throws Exception {
        PipelineConfig configured = ConfigLoader.load(options.config());
        PipelineConfig config = options.language().map(configured::withLanguage).orElse(configured);
        if (options.prompt().length() > MAX_PROMPT_CHARS) {
            throw new UserMistake("--prompt: longer than " + MAX_PROMPT_CHARS + " characters");
        }
        options.out().ifPresent(RedescribeRun::makeOut);
        try (StoredLog log = StoredLog.open(options.data())) {
            StoredStream stream = StreamChoice.of(options.stream(), log.understanding().streams());
            TimeSpan span = new StoredTimes(stream, zone).span(options.from(), options.to());
            StoredBundle stored = newest(stream, span);
            ModelAtHand.Wish wish =
                    new ModelAtHand.Wish(
                            log.llmTarget(),
                            options.bundle(),
                            usualBundle,
                            config.llm(),
                            name -> secrets().find(name));
            try (ModelAtHand model = ModelAtHand.open(wish, stored)) {
                return describe(
                        log,
                        stream,
                        span,
                        stored,
                        options.compression().map(config.fuse()::with).orElse(config.fuse()),
                        model);
            }
        }
    }

    private SecretStore secrets() {
        return SecretStore.open(DataDirectory.secrets(options.data()), System.getenv());
    }

    private static void makeOut(Path out) {
        try {
            Files.createDirectories(out);
        } catch (IOException e) {
            throw new UserMistake("--out " + out + ": cannot be created");
        }
    }

    private static StoredBundle newest(StoredStream stream, TimeSpan span) {
        return stream.bundles().stream()
                .filter(bundle -> bundle.span().overlaps(span))
                .findFirst()
                .orElseThrow(
                        () ->
                                new NotStored(
                                        List.of(
                                                "nothing of "
                                                        + stream.streamId()
                                                        + " is stored in that span")));
    }

    private int describe(
            StoredLog log,
            StoredStream stream,
            TimeSpan span,
            StoredBundle stored,
            FuseConfig config,
            ModelAtHand model)
            throws Exception {
        long beginNs = System.nanoTime();
        List<Event> told = new ArrayList<>();
        log.events().read(stream.streamId(), span, told::add);
        UnaryOperator<Embedding> seenAs =
                model.bundleSha256().equals(stored.sha256())
                        ? UnaryOperator.identity()
                        : embedding -> embedding.ofBundle(model.bundle(), model.bundleSha256());
        Retelling retelling;
        try (Describer describer = describer(model, config)) {
            retelling = new Retelling(describer, config, options.prompt(), new Revisions(told));
            new StoredQuestions(log.understanding(), config)
                    .find(stream.streamId(), stored.sha256(), span, told, seenAs, retelling::ask);
            retelling.finish();
        }
        List<Event> events = retelling.events();
        terminal.out().print(EventTable.of(stream.source(), events, terminal.width()));
        terminal.out().flush();
        options.out().ifPresent(out -> write(out, events));
        if (options.publish()) {
            publish(log.bootstrapServers(), events);
        }
        if (!options.quiet()) {
            terminal.say(
                    String.format(
                            Locale.ROOT,
                            "%d events of %.0f s described again in %.1f s",
                            events.size(),
                            span.durationUs() / 1e6,
                            (System.nanoTime() - beginNs) / 1e9));
        }
        retelling.problem().ifPresent(terminal::complain);
        return retelling.problem().isEmpty() ? ExitCode.OK : ExitCode.INTERNAL;
    }

    private static Describer describer(ModelAtHand model, FuseConfig config) {
        return GrpcDescriber.ofNoHaste(
                new SharedGate(model.target(), config.outage()),
                config.describing(),
                Keyframes.NONE); // the pictures may be gone
    }

    private void write(Path out, List<Event> events) {
        try {
            for (EventOutput output : List.of(JsonLinesOutput.open(out), VttOutput.open(out))) {
                events.forEach(event -> output.add(json(event)));
                output.write();
            }
        } catch (IllegalArgumentException e) {
            throw new UserMistake("--out: " + e.getMessage());
        }
        if (!options.quiet()) {
            terminal.say("wrote " + out.resolve(JsonLinesOutput.FILE));
        }
    }

    private static EventJson json(Event event) {
        if (EventJson.decode(EventCodec.encode(event)) instanceof Decoded.Valid<EventJson> valid) {
            return valid.value();
        }
        throw new IllegalStateException("event " + event.eventId() + " is no JSON line");
    }

    private static void publish(String bootstrapServers, List<Event> events)
            throws InterruptedException {
        try (KafkaEventWriter writer = KafkaEventWriter.open(bootstrapServers)) {
            events.forEach(writer::append);
            writer.flush();
        }
    }
}
