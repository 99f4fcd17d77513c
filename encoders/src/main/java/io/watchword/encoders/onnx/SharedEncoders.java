package io.watchword.encoders.onnx;

import static io.watchword.contract.Checks.checkState;
import static java.util.Objects.requireNonNull;

import io.watchword.contract.bundle.ModelBundle;
import io.watchword.encoders.EncodeConfig;
import io.watchword.encoders.encode.BundleEncoder;
import io.watchword.encoders.encode.EncoderLease;
import io.watchword.encoders.encode.EncoderSource;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * One set of a bundle's models for all who ask in this process: the first lease opens it, giving
 * back the last closes it. Flink hands functions over as bytes, so this is the one place where
 * subtasks can meet; the map is guarded by the class's lock.
 *
 * @param bundleDirectory directory of the bundle
 */
public record SharedEncoders(String bundleDirectory, EncodeConfig config) implements EncoderSource {
    private static final Map<SharedEncoders, Shared> OPEN = new HashMap<>();

    private static final class Shared {
        private final OpenEncoder open;
        private final BundleEncoder encoder;
        private int leases;

        Shared(OpenEncoder open) {
            this.open = open;
            this.encoder = open.encoder();
        }
    }

    public SharedEncoders {
        requireNonNull(bundleDirectory, "encode.modelBundle is missing");
        requireNonNull(config, "config is null");
    }

    /** Sets of models open in this process. */
    static int open() {
        synchronized (SharedEncoders.class) {
            return OPEN.size();
        }
    }

    @Override
    public EncoderLease acquire() {
        synchronized (SharedEncoders.class) {
            Shared shared = OPEN.computeIfAbsent(this, SharedEncoders::load);
            shared.leases++;
            return new Lease(this, shared);
        }
    }

    private static Shared load(SharedEncoders key) {
        ModelBundle bundle = ModelBundle.open(Path.of(key.bundleDirectory));
        return new Shared(OpenEncoder.open(bundle, key.config));
    }

    private static void release(SharedEncoders key, Shared shared) {
        synchronized (SharedEncoders.class) {
            shared.leases--;
            checkState(shared.leases >= 0, "encoders were given back more often than taken");
            if (shared.leases == 0) {
                OPEN.remove(key, shared);
                shared.open.close();
            }
        }
    }

    private static final class Lease implements EncoderLease {
        private final SharedEncoders key;
        private final Shared shared;
        private boolean closed;

        Lease(SharedEncoders key, Shared shared) {
            this.key = key;
            this.shared = shared;
        }

        @Override
        public BundleEncoder encoder() {
            return shared.encoder;
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                release(key, shared);
            }
        }
    }
}
