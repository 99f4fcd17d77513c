package io.watchword.ingest.http;

import io.watchword.ingest.IngestConfig;
import io.watchword.ingest.fetch.EgressGuard;
import io.watchword.ingest.fetch.FetchResult;
import io.watchword.ingest.fetch.Fetcher;
import io.watchword.ingest.fetch.HostResolver;
import io.watchword.ingest.fetch.MediaSink;
import io.watchword.ingest.fetch.Target;
import io.watchword.ingest.testing.HlsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Fetchers that may reach some servers of a test and no others, and wait for little. */
final class Fetching implements AutoCloseable {
    static final Duration SHORT = Duration.ofMillis(600);
    static final IngestConfig.Limits LIMITS =
            new IngestConfig.Limits(
                    1920 * 1080,
                    16,
                    1 << 20,
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(1),
                    1 << 20,
                    4 << 20);

    final HttpFetchers fetchers;

    private Fetching(HttpFetchers fetchers) {
        this.fetchers = fetchers;
    }

    static Fetching allowed(HlsServer... servers) {
        List<String> entries = new ArrayList<>();
        for (HlsServer server : servers) {
            entries.add("127.0.0.1/32:" + server.port());
        }
        return allowed(entries, HostResolver.SYSTEM, Optional.empty());
    }

    static Fetching allowed(
            List<String> entries, HostResolver resolver, Optional<Path> certificates) {
        try {
            return new Fetching(
                    new HttpFetchers(
                            new EgressGuard(entries, resolver),
                            LIMITS,
                            live(),
                            certificates,
                            System::nanoTime));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static IngestConfig.Live live() {
        IngestConfig.Live usual = IngestConfig.DEFAULT.live();
        return new IngestConfig.Live(
                SHORT,
                usual.firstFrameTimeout(),
                SHORT,
                Duration.ofMillis(5),
                Duration.ofMillis(20),
                usual.healthyAfter(),
                usual.authBackoff(),
                usual.terminateGrace(),
                usual.maxHole());
    }

    FetchResult run(String address, MediaSink sink) {
        return run(target(address), sink);
    }

    FetchResult run(Target target, MediaSink sink) {
        try (Fetcher fetcher = fetchers.open(target)) {
            return fetcher.run(sink);
        }
    }

    static Target target(String address) {
        URI uri = URI.create(address);
        String path = uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
        return new Target(
                uri.getScheme(), uri.getHost(), uri.getPort(), path, Optional.empty(), Map.of());
    }

    static Target with(Target target, String user, String password) {
        return new Target(
                target.scheme(),
                target.host(),
                target.port(),
                target.path(),
                Optional.of(new Target.Credentials(user, password)),
                target.options());
    }

    static Target with(Target target, Map<String, String> options) {
        return new Target(
                target.scheme(),
                target.host(),
                target.port(),
                target.path(),
                target.credentials(),
                options);
    }

    /** Bytes that differ from place to place. */
    static byte[] media(int seed, int length) {
        byte[] bytes = new byte[length];
        new java.util.Random(seed).nextBytes(bytes);
        bytes[0] = 0x47;
        return bytes;
    }

    @Override
    public void close() {
        fetchers.close();
    }
}
