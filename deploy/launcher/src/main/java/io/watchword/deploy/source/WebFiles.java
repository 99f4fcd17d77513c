package io.watchword.deploy.source;

import io.watchword.ingest.IngestConfig;
import io.watchword.ingest.fetch.EgressGuard;
import io.watchword.ingest.fetch.FetchResult;
import io.watchword.ingest.fetch.HostResolver;
import io.watchword.ingest.fetch.Target;
import io.watchword.ingest.http.Download;
import io.watchword.ingest.http.HttpFetchers;
import io.watchword.ingest.source.Secrets;
import io.watchword.ingest.source.SourceUri;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Brings files and finished playlists from the web, to be read like any file. What a person typed
 * may lie at a private address; where it leads from there may not.
 */
public final class WebFiles {
    private static final int MAX_NAME = 100;

    private final IngestConfig config;
    private final Path directory;

    /**
     * @param directory for the files; created when it is needed
     */
    public WebFiles(IngestConfig config, Path directory) {
        this.config = config;
        this.directory = directory;
    }

    /** A file that came, or why it did not. */
    public sealed interface Result {
        /** It is here, whole. */
        record Here(Path file) implements Result {}

        /**
         * It is not.
         *
         * @param source without secrets
         */
        record Failed(String source, String detail) implements Result {}
    }

    /**
     * Fetches one address, to its end.
     *
     * @param progress told from this thread
     * @throws IOException if it cannot be written here
     * @throws IllegalArgumentException if it is no such address; the message is for people
     */
    public Result fetch(String source, Secrets secrets, Download.Progress progress)
            throws IOException {
        SourceUri uri = SourceUri.parse(source);
        Target target = uri.target(secrets, Map.of());
        List<String> allow = new ArrayList<>(config.egress().allow());
        allow.add(uri.host() + ":" + uri.port());
        Optional<Path> certificates = config.egress().certificates().map(Path::of);
        Files.createDirectories(directory);
        Path file = directory.resolve(name(target));
        try (HttpFetchers fetchers =
                        new HttpFetchers(
                                new EgressGuard(allow, HostResolver.SYSTEM),
                                config.limits(),
                                config.live(),
                                certificates,
                                System::nanoTime);
                Download download = fetchers.download(target, file, progress)) {
            FetchResult result = download.run();
            return result.kind() == FetchResult.Kind.ENDED
                    ? new Result.Here(file)
                    : new Result.Failed(uri.display(), result.detail());
        }
    }

    /** The last part of its path, as far as it can name a file. */
    static String name(Target target) {
        String path = target.path();
        int query = path.indexOf('?');
        String plain = query < 0 ? path : path.substring(0, query);
        String last = plain.substring(plain.lastIndexOf('/') + 1);
        String safe = last.replaceAll("[^\\p{L}\\p{N}._-]+", "_").replaceAll("^[._-]+", "");
        String named = safe.isEmpty() ? target.host().replaceAll("[^A-Za-z0-9.-]", "_") : safe;
        return named.substring(Math.max(0, named.length() - MAX_NAME));
    }
}
