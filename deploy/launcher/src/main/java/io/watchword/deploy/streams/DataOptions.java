package io.watchword.deploy.streams;

import io.watchword.deploy.allinone.DataDirectory;
import io.watchword.view.access.Audit;
import io.watchword.view.access.AuditLog;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which installation the commands of {@code streams} mean. */
final class DataOptions {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Data directory (default: the user's, as for up).")
    private @Nullable Path data;

    @Option(
            names = "--bootstrap",
            paramLabel = "HOST:PORT",
            description = "Kafka elsewhere, in place of the data directory's.")
    private @Nullable String bootstrap;

    private Path data() {
        return data == null ? DataDirectory.ofUser() : data;
    }

    ControlPlane open() throws Exception {
        return ControlPlane.open(data(), Optional.ofNullable(bootstrap));
    }

    /** Notes in the audit log what is about to be done: what cannot be noted is not done. */
    void note(String what, String streamId) {
        new AuditLog(DataDirectory.audit(data()), Clock.systemUTC())
                .record(new Audit.Entry("local", "", what, streamId, "done"));
    }
}
