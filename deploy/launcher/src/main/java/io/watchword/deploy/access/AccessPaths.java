package io.watchword.deploy.access;

import io.watchword.deploy.allinone.DataDirectory;
import java.nio.file.Path;

/** Where an installation keeps who may come in. */
public final class AccessPaths {
    private AccessPaths() {}

    /** No secret of a stream has such a name: those hold a tilde. */
    static Path tokens(Path data) {
        return DataDirectory.secrets(data).resolve("access.tokens");
    }
}
