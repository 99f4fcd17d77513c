package io.watchword.ingest.http;

import io.watchword.ingest.IngestConfig;
import io.watchword.ingest.fetch.EgressGuard;
import io.watchword.ingest.fetch.FetchResult;
import io.watchword.ingest.fetch.Fetcher;
import io.watchword.ingest.fetch.MediaSink;
import io.watchword.ingest.fetch.Target;
import io.watchword.ingest.fetch.Trust;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Opens sources whose addresses begin with http or https. Thread-safe; owns one thread, which ends
 * what takes too long. Close its fetchers first.
 */
public final class HttpFetchers implements AutoCloseable {
    private final GuardedClients clients;
    private final IngestConfig.Limits limits;
    private final HttpTimes times;
    private final LongSupplier nanoClock;
    private final Deadlines deadlines = new Deadlines();

    /**
     * @param certificates PEM file of authorities to trust beside Java's own
     * @throws IOException if that file cannot be read
     */
    public HttpFetchers(
            EgressGuard guard,
            IngestConfig.Limits limits,
            IngestConfig.Live live,
            Optional<Path> certificates,
            LongSupplier nanoClock)
            throws IOException {
        this.clients =
                new GuardedClients(
                        guard,
                        Trust.context(certificates),
                        live.connectTimeout(),
                        live.stallTimeout());
        this.limits = limits;
        this.times = HttpTimes.of(live);
        this.nanoClock = nanoClock;
    }

    /** A playlist is followed; anything else is handed on as it comes. */
    public Fetcher open(Target target) {
        try {
            return new HttpFetcher(session(target), target.options(), limits, times, nanoClock);
        } catch (FetchException e) {
            return new Refused(e.result());
        }
    }

    /** Brings something finite into a file, which is replaced. */
    public Download download(Target target, Path file, Download.Progress progress) {
        return new Download(this::session, target, file, progress, limits, times, nanoClock);
    }

    private HttpSession session(Target target) throws FetchException {
        return new HttpSession(clients, deadlines, target);
    }

    @Override
    public void close() {
        deadlines.close();
    }

    /** What becomes of an address that cannot be read. */
    private record Refused(FetchResult result) implements Fetcher {
        @Override
        public FetchResult run(MediaSink sink) {
            return result;
        }

        @Override
        public void close() {}
    }
}
