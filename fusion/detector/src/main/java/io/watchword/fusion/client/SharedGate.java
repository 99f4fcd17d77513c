package io.watchword.fusion.client;

import static io.watchword.contract.Checks.checkState;
import static java.util.Objects.requireNonNull;

import io.watchword.fusion.OutageConfig;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One gate to a language model for all in this process who ask it: who finds out that it is down
 * finds out for the others. The first lease makes it, giving back the last forgets it. Flink hands
 * functions over as bytes, so subtasks can meet nowhere else; the map is guarded by the class's
 * lock.
 *
 * @param target gRPC target of the model
 */
public record SharedGate(String target, OutageConfig config) implements Serializable {
    private static final Map<SharedGate, Shared> OPEN = new HashMap<>();

    private static final class Shared {
        private final ModelGate gate;
        private int leases;

        Shared(ModelGate gate) {
            this.gate = gate;
        }
    }

    public SharedGate {
        requireNonNull(target, "target is null");
        requireNonNull(config, "config is null");
    }

    /** The use of a gate, until it is closed. */
    public static final class Lease implements AutoCloseable {
        private final SharedGate key;
        private final Shared shared;
        private final AtomicBoolean closed = new AtomicBoolean();

        private Lease(SharedGate key, Shared shared) {
            this.key = key;
            this.shared = shared;
        }

        public ModelGate gate() {
            return shared.gate;
        }

        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                release(key, shared);
            }
        }
    }

    public Lease acquire() {
        synchronized (SharedGate.class) {
            Shared shared =
                    OPEN.computeIfAbsent(
                            this,
                            key ->
                                    new Shared(
                                            new ModelGate(
                                                    key.target, key.config, System::nanoTime)));
            shared.leases++;
            return new Lease(this, shared);
        }
    }

    private static synchronized void release(SharedGate key, Shared shared) {
        shared.leases--;
        checkState(shared.leases >= 0, "a gate was given back more often than taken");
        if (shared.leases == 0) {
            OPEN.remove(key, shared);
        }
    }
}
