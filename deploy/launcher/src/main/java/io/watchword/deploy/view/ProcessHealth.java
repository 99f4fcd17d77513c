package io.watchword.deploy.view;

import static java.util.Objects.requireNonNull;

import io.watchword.deploy.metrics.Meters;
import io.watchword.deploy.metrics.Readiness;
import io.watchword.fusion.client.ModelGate;
import io.watchword.view.health.Health;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** How this process does, by what its components say. Thread-safe. */
public final class ProcessHealth implements Health {
    private final Readiness readiness;
    private final Meters meters;
    private final Path data;
    private final AtomicReference<Optional<ModelGate>> gate =
            new AtomicReference<>(Optional.empty());

    /**
     * @param data directory whose disk is looked at
     */
    public ProcessHealth(Readiness readiness, Meters meters, Path data) {
        this.readiness = readiness;
        this.meters = meters;
        this.data = data;
    }

    /** From now on says how the language model does. */
    public void watch(ModelGate model) {
        gate.set(Optional.of(model));
    }

    @Override
    public Report report() {
        Readiness.Answer answer = readiness.ask();
        List<Part> parts = new ArrayList<>();
        for (Map.Entry<String, String> component : answer.components().entrySet()) {
            boolean ok = component.getValue().equals("ok");
            parts.add(new Part(component.getKey(), ok, ok ? "" : component.getValue()));
        }
        return new Report(
                answer.ready(),
                parts,
                requireNonNull(gate.get(), "never null").map(ProcessHealth::model),
                disk());
    }

    private static LanguageModel model(ModelGate gate) {
        return switch (gate.state()) {
            case CLOSED -> new LanguageModel(true, "");
            case HALF_OPEN -> new LanguageModel(false, "does not answer; is tried again");
            case OPEN -> new LanguageModel(false, "does not answer");
        };
    }

    private Optional<Disk> disk() {
        try {
            FileStore store = Files.getFileStore(data);
            return Optional.of(new Disk(store.getUsableSpace(), store.getTotalSpace()));
        } catch (IOException e) { // shown as unknown
            return Optional.empty();
        }
    }

    @Override
    public String metrics() {
        return meters.scrape();
    }
}
