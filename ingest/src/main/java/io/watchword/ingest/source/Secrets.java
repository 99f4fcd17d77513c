package io.watchword.ingest.source;

import java.util.Optional;

/** Where the values are that a source's address only names. */
@FunctionalInterface
public interface Secrets {
    /**
     * @param name {@code secret:NAME} for the secret store, else an environment variable
     * @return empty if there is none
     */
    Optional<String> find(String name);
}
