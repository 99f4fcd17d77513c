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
    /** What an impatient fetcher waits for a byte, or a playlist to change. */
    static final Duration SHORT = Duration.ofMillis(600);

    private static final Duration PATIENT = Duration.ofSeconds(8);
    static final IngestConfig.Limits LIMITS =
            new IngestConfig.Limits(
                    1920 * 1080,
                    16,
                    1 << 20,
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(1),
                    1 << 20,
                    2 << 20);

    final HttpFetchers fetchers;

    private Fetching(HttpFetchers fetchers) {
        this.fetchers = fetchers;
    }

    static Fetching allowed(HlsServer... servers) {
        return allowed(entries(servers), HostResolver.SYSTEM, Optional.empty());
    }

    static Fetching allowed(
            List<String> entries, HostResolver resolver, Optional<Path> certificates) {
        return open(entries, resolver, certificates, PATIENT);
    }

    /** For tests of how long it waits; a busy machine could fail others with it. */
    static Fetching impatient(HlsServer... servers) {
        return open(entries(servers), HostResolver.SYSTEM, Optional.empty(), SHORT);
    }

    /** Likewise, for any server of this machine. */
    static Fetching impatient() {
        return open(List.of("127.0.0.0/8"), HostResolver.SYSTEM, Optional.empty(), SHORT);
    }

    private static List<String> entries(HlsServer... servers) {
        List<String> entries = new ArrayList<>();
        for (HlsServer server : servers) {
            entries.add("127.0.0.1/32:" + server.port());
        }
        return entries;
    }

    private static Fetching open(
            List<String> entries,
            HostResolver resolver,
            Optional<Path> certificates,
            Duration stallTimeout) {
        try {
            return new Fetching(
                    new HttpFetchers(
                            new EgressGuard(entries, resolver),
                            LIMITS,
                            live(stallTimeout),
                            certificates,
                            System::nanoTime));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static IngestConfig.Live live(Duration stallTimeout) {
        IngestConfig.Live usual = IngestConfig.DEFAULT.live();
        return new IngestConfig.Live(
                Duration.ofSeconds(2),
                usual.firstFrameTimeout(),
                stallTimeout,
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
