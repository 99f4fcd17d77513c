package io.watchword.ingest.rtsp;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.watchword.ingest.IngestConfig;
import io.watchword.ingest.IngestConfig.Live;
import io.watchword.ingest.fetch.EgressGuard;
import io.watchword.ingest.fetch.FetchResult;
import io.watchword.ingest.fetch.HostResolver;
import io.watchword.ingest.fetch.Target;
import io.watchword.ingest.fetch.Target.Credentials;
import io.watchword.ingest.testing.PacketLog;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLSocketFactory;

/** A fetcher at work in a thread of its own, and what it brought. */
final class Fetching implements AutoCloseable {
    private final PacketLog log = new PacketLog();
    private final RtspFetcher fetcher;
    private final CompletableFuture<FetchResult> result = new CompletableFuture<>();

    /** What is asked for, and how. */
    static final class Plan {
        private final RtspUrl url;
        private Optional<Credentials> credentials = Optional.empty();
        private final Map<String, String> options = new HashMap<>();
        private Duration connect = Duration.ofSeconds(5);
        private Duration stall = Duration.ofSeconds(5);
        private List<String> allow = List.of("127.0.0.0/8");
        private SSLSocketFactory tls = (SSLSocketFactory) SSLSocketFactory.getDefault();

        private Plan(String url) {
            this.url = RtspUrl.parse(url).orElseThrow();
        }

        Plan as(String user, String password) {
            credentials = Optional.of(new Credentials(user, password));
            return this;
        }

        Plan udp() {
            options.put("transport", "udp");
            return this;
        }

        Plan answersWithin(Duration value) {
            connect = value;
            return this;
        }

        Plan packetsWithin(Duration value) {
            stall = value;
            return this;
        }

        Plan allowing(String... entries) {
            allow = List.of(entries);
            return this;
        }

        Plan trusting(SSLSocketFactory factory) {
            tls = factory;
            return this;
        }

        Fetching start() {
            return new Fetching(this);
        }

        /** Runs it to its end. */
        FetchResult result() throws Exception {
            try (Fetching fetching = start()) {
                return fetching.result();
            }
        }
    }

    private Fetching(Plan plan) {
        Target target =
                new Target(
                        plan.url.scheme(),
                        plan.url.host(),
                        plan.url.port(),
                        plan.url.path(),
                        plan.credentials,
                        plan.options);
        EgressGuard guard = new EgressGuard(plan.allow, HostResolver.SYSTEM);
        fetcher = new RtspFetcher(target, guard, plan.tls, live(plan.connect, plan.stall));
        Thread thread = new Thread(this::run, "fetching");
        thread.setDaemon(true);
        thread.start();
    }

    static Plan from(String url) {
        return new Plan(url);
    }

    static Live live(Duration connect, Duration stall) {
        Live usual = IngestConfig.DEFAULT.live();
        return new Live(
                connect,
                usual.firstFrameTimeout(),
                stall,
                usual.minBackoff(),
                usual.maxBackoff(),
                usual.healthyAfter(),
                usual.authBackoff(),
                usual.terminateGrace(),
                usual.maxHole());
    }

    private void run() {
        try {
            result.complete(fetcher.run(log));
        } catch (Throwable e) {
            result.completeExceptionally(e);
        }
    }

    PacketLog log() {
        return log;
    }

    RtspFetcher fetcher() {
        return fetcher;
    }

    FetchResult result() throws Exception {
        return result.get(30, SECONDS);
    }

    @Override
    public void close() {
        fetcher.close();
        result.join();
    }
}
