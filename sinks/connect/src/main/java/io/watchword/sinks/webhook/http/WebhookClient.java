package io.watchword.sinks.webhook.http;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.watchword.sinks.delivery.Outcome;
import io.watchword.sinks.webhook.Answer;
import io.watchword.sinks.webhook.EgressPolicy;
import io.watchword.sinks.webhook.Message;
import io.watchword.sinks.webhook.Signature;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.DefaultSchemePortResolver;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.config.Registry;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.ssl.SSLContexts;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * Posts messages to one address and to no other: it follows no redirect, knows no proxy, keeps no
 * cookies, and asks the egress policy at every connection, so that a name cannot change its mind.
 * One attempt each; when to try again is for the caller. Owns its connections and a timer thread.
 */
public final class WebhookClient implements AutoCloseable {
    private final URI url;
    private final Signature signature;
    private final Duration timeout;
    private final InstantSource clock;
    private final CloseableHttpClient client;
    private final ScheduledExecutorService deadlines;

    /**
     * @param timeout longest time for one attempt, from the connection to the answer
     */
    public WebhookClient(
            URI url,
            Signature signature,
            EgressPolicy egress,
            Duration timeout,
            InstantSource clock) {
        this.url = url;
        this.signature = signature;
        this.timeout = timeout;
        this.clock = clock;
        this.client = client(egress, Timeout.of(timeout));
        this.deadlines =
                Executors.newSingleThreadScheduledExecutor(
                        task -> {
                            Thread thread = new Thread(task, "webhook-deadlines");
                            thread.setDaemon(true);
                            return thread;
                        });
    }

    /** Sends the message once. */
    public Outcome send(Message message) {
        Instant now = clock.instant();
        HttpPost post = new HttpPost(url);
        post.setHeader("webhook-id", message.id());
        post.setHeader("webhook-timestamp", Long.toString(now.getEpochSecond()));
        post.setHeader("webhook-signature", signature.sign(message.id(), now, message.body()));
        post.setHeader("Idempotency-Key", message.id());
        post.setEntity(new ByteArrayEntity(message.body(), ContentType.parse(Message.MEDIA_TYPE)));
        // The client's own limits are between two bytes; this one is for the whole attempt.
        ScheduledFuture<?> deadline =
                deadlines.schedule(post::cancel, timeout.toMillis(), MILLISECONDS);
        try {
            return client.execute(post, answer -> outcome(answer, now));
        } catch (IOException e) {
            return Outcome.unreachable(said(e));
        } finally {
            deadline.cancel(false);
        }
    }

    private static Outcome outcome(ClassicHttpResponse answer, Instant now) {
        Header retryAfter = answer.getFirstHeader("Retry-After");
        return Answer.outcome(
                answer.getCode(), Optional.ofNullable(retryAfter).map(Header::getValue), now);
    }

    private String said(IOException thrown) {
        String host = url.getHost();
        Throwable cause = thrown.getCause();
        if (thrown instanceof UnknownHostException && cause instanceof ForbiddenHost forbidden) {
            return String.valueOf(forbidden.getMessage());
        }
        String text = thrown.getMessage();
        return host + ": " + (text == null ? thrown.getClass().getSimpleName() : text);
    }

    private static CloseableHttpClient client(EgressPolicy egress, Timeout timeout) {
        Registry<TlsSocketStrategy> tls =
                RegistryBuilder.<TlsSocketStrategy>create()
                        .register(
                                "https", new DefaultClientTlsStrategy(SSLContexts.createDefault()))
                        .build();
        PoolingHttpClientConnectionManager connections =
                new PoolingHttpClientConnectionManager(
                        new DefaultHttpClientConnectionOperator(
                                // A plain socket would ask the system properties for a proxy.
                                proxy -> new Socket(Proxy.NO_PROXY),
                                DefaultSchemePortResolver.INSTANCE,
                                new PolicedResolver(egress),
                                tls),
                        null,
                        null,
                        null,
                        null);
        connections.setMaxTotal(1);
        connections.setDefaultConnectionConfig(
                ConnectionConfig.custom()
                        .setConnectTimeout(timeout)
                        .setSocketTimeout(timeout)
                        .setTimeToLive(TimeValue.ofMinutes(5)) // names move
                        .setValidateAfterInactivity(TimeValue.ofMilliseconds(500))
                        .build());
        return HttpClientBuilder.create()
                .setConnectionManager(connections)
                .setRoutePlanner(new DefaultRoutePlanner(DefaultSchemePortResolver.INSTANCE))
                .setDefaultRequestConfig(
                        RequestConfig.custom()
                                .setResponseTimeout(timeout)
                                .setProtocolUpgradeEnabled(false)
                                .build())
                .setUserAgent("Watchword")
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .build();
    }

    @Override
    public void close() {
        deadlines.shutdownNow();
        client.close(org.apache.hc.core5.io.CloseMode.IMMEDIATE);
    }

    private static final class ForbiddenHost extends Exception {
        private static final long serialVersionUID = 1L;

        ForbiddenHost(String why) {
            super(why);
        }
    }

    /** Asked for every connection, also where the host is written as a number. */
    private record PolicedResolver(EgressPolicy egress) implements DnsResolver {
        @Override
        public List<InetSocketAddress> resolve(String host, int port) throws UnknownHostException {
            List<InetSocketAddress> addresses = new ArrayList<>();
            for (InetAddress address : resolve(host)) {
                addresses.add(new InetSocketAddress(address, port));
            }
            return addresses;
        }

        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            InetAddress[] addresses = InetAddress.getAllByName(host);
            for (InetAddress address : addresses) {
                Optional<String> problem = egress.problem(host, address);
                if (problem.isPresent()) {
                    UnknownHostException refused = new UnknownHostException(host);
                    refused.initCause(new ForbiddenHost(problem.get()));
                    throw refused;
                }
            }
            return addresses;
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }
}
