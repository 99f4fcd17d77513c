package io.watchword.ingest.fetch;

import io.watchword.contract.StreamSpec;
import io.watchword.ingest.source.Secrets;

/** Opens network sources. */
@FunctionalInterface
public interface Fetchers {
    /**
     * A connection that is about to be made.
     *
     * @throws IllegalArgumentException if the source is no network address, or a secret it names is
     *     missing; the message is for people
     */
    Fetcher open(StreamSpec spec, Secrets secrets);
}
