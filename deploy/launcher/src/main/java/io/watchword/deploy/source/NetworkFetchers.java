package io.watchword.deploy.source;

import io.watchword.contract.StreamSpec;
import io.watchword.ingest.IngestConfig;
import io.watchword.ingest.fetch.EgressGuard;
import io.watchword.ingest.fetch.FetchResult;
import io.watchword.ingest.fetch.Fetcher;
import io.watchword.ingest.fetch.Fetchers;
import io.watchword.ingest.fetch.HostResolver;
import io.watchword.ingest.fetch.MediaSink;
import io.watchword.ingest.fetch.Target;
import io.watchword.ingest.fetch.Trust;
import io.watchword.ingest.http.HttpFetchers;
import io.watchword.ingest.rtsp.RtspFetcher;
import io.watchword.ingest.source.Secrets;
import io.watchword.ingest.source.SourceUri;
import io.watchword.ingest.udp.UdpFetcher;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;

/**
 * Opens a stream's address under the egress policy: what pipeline.yaml allows to all streams, and
 * what the stream's own operator allowed to it.
 */
public final class NetworkFetchers implements Fetchers {
    private final IngestConfig config;
    private final HostResolver resolver;
    private final Optional<Path> certificates;
    private final SSLSocketFactory tls;

    /**
     * @throws IOException if the file of certificates cannot be read
     */
    public NetworkFetchers(IngestConfig config, HostResolver resolver) throws IOException {
        this.config = config;
        this.resolver = resolver;
        this.certificates = config.egress().certificates().map(Path::of);
        this.tls = Trust.context(certificates).getSocketFactory();
    }

    @Override
    public Fetcher open(StreamSpec spec, Secrets secrets) {
        SourceUri source = SourceUri.parse(spec.source());
        return switch (source.kind()) {
            case RTSP ->
                    new RtspFetcher(
                            source.target(secrets, spec.options()),
                            guard(spec),
                            tls,
                            config.live());
            case HTTP -> http(spec, source.target(secrets, spec.options()));
            case UDP ->
                    new UdpFetcher(
                            source.target(secrets, spec.options()), guard(spec), config.live());
            case DEVICE ->
                    throw new IllegalArgumentException(
                            source + ": capture devices cannot be read in this version");
            case PATH -> throw new IllegalArgumentException(source + ": no network address");
        };
    }

    private EgressGuard guard(StreamSpec spec) {
        List<String> allow = new ArrayList<>(config.egress().allow());
        allow.addAll(spec.allow());
        return new EgressGuard(allow, resolver);
    }

    private Fetcher http(StreamSpec spec, Target target) {
        HttpFetchers fetchers = httpFetchers(spec);
        Fetcher fetcher = fetchers.open(target);
        return new Fetcher() {
            @Override
            public FetchResult run(MediaSink sink) {
                return fetcher.run(sink);
            }

            @Override
            public void close() {
                fetcher.close();
                fetchers.close();
            }
        };
    }

    private HttpFetchers httpFetchers(StreamSpec spec) {
        try {
            return new HttpFetchers(
                    guard(spec), config.limits(), config.live(), certificates, System::nanoTime);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "ingest.egress.certificates cannot be read: " + e.getMessage(), e);
        }
    }
}
