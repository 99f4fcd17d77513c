package io.watchword.deploy.access;

import io.watchword.deploy.allinone.DataDirectory;
import io.watchword.deploy.secret.SecretStore;
import io.watchword.view.access.Audit;
import io.watchword.view.access.AuditLog;
import io.watchword.view.access.TokenFile;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which installation the commands of {@code tokens} mean. */
final class AccessData {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Data directory (default: the user's, as for up).")
    private @Nullable Path data;

    private Path data() {
        return data == null ? DataDirectory.ofUser() : data;
    }

    TokenFile tokens() {
        // Makes the directory, and closes it to others.
        SecretStore unused = SecretStore.open(DataDirectory.secrets(data()), Map.of());
        return new TokenFile(AccessPaths.tokens(data()));
    }

    AuditLog audit() {
        return new AuditLog(DataDirectory.audit(data()), Clock.systemUTC());
    }

    void note(String what, String of) {
        audit().record(new Audit.Entry("local", "", what, of, "done"));
    }
}
