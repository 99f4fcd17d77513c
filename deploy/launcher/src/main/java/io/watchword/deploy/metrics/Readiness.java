package io.watchword.deploy.metrics;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Whether the process does its work: each component says what is wrong with it. Not ready until it
 * is said to be, and not any more once it is stopping. Any thread may ask.
 */
public final class Readiness {
    private final Map<String, Supplier<Optional<String>>> components = new LinkedHashMap<>();
    private volatile String phase = "starting";

    /** What there is to say at one time. */
    public record Answer(boolean ready, Map<String, String> components) {}

    /**
     * Asks one more component from now on.
     *
     * @param problem what is wrong with it, or nothing; quick to say
     */
    public synchronized void add(String name, Supplier<Optional<String>> problem) {
        components.put(name, problem);
    }

    /** From now on the process is ready while all components are. */
    public void started() {
        phase = "";
    }

    /** From now on the process is not ready, whatever its components say. */
    public void stopping() {
        phase = "stopping";
    }

    /** Asks every component. */
    public synchronized Answer ask() {
        Map<String, String> said = new LinkedHashMap<>();
        boolean ready = phase.isEmpty();
        said.put("process", ready ? "ok" : phase);
        for (Map.Entry<String, Supplier<Optional<String>>> component : components.entrySet()) {
            Optional<String> problem = problem(component.getValue());
            said.put(component.getKey(), problem.orElse("ok"));
            ready &= problem.isEmpty();
        }
        return new Answer(ready, said);
    }

    private static Optional<String> problem(Supplier<Optional<String>> component) {
        try {
            return component.get();
        } catch (RuntimeException e) { // a component that cannot even say is not ready
            return Optional.of("does not answer");
        }
    }
}
