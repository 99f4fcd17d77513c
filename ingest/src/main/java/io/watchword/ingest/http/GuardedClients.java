package io.watchword.ingest.http;

import io.watchword.ingest.fetch.EgressGuard;
import io.watchword.ingest.fetch.ForbiddenAddressException;
import io.watchword.ingest.fetch.Target.Credentials;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.auth.AuthSchemeFactory;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.StandardAuthScheme;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.DefaultSchemePortResolver;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.auth.BasicSchemeFactory;
import org.apache.hc.client5.http.impl.auth.DigestSchemeFactory;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.config.Registry;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.pool.PoolReusePolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * Makes HTTP clients that reach only what the egress guard lets pass. They know no proxy, neither
 * of the environment nor of the system properties, keep no cookies, unpack nothing, and leave
 * redirects and retries to their user.
 */
final class GuardedClients {
    private static final Http1Config LIMITS =
            Http1Config.custom().setMaxHeaderCount(100).setMaxLineLength(16 << 10).build();
    private static final int MAX_CONNECTIONS = 4;

    private final EgressGuard guard;
    private final SSLContext trust;
    private final Timeout connectTimeout;
    private final Timeout silence;

    /**
     * @param silence longest wait for a byte
     */
    GuardedClients(EgressGuard guard, SSLContext trust, Duration connectTimeout, Duration silence) {
        this.guard = guard;
        this.trust = trust;
        this.connectTimeout = Timeout.of(connectTimeout);
        this.silence = Timeout.of(silence);
    }

    /** A client that gives the credentials to this scheme, host and port, and nobody else. */
    CloseableHttpClient open(HttpAddress home, Optional<Credentials> credentials) {
        BasicCredentialsProvider provider = new BasicCredentialsProvider();
        credentials.ifPresent(
                each ->
                        provider.setCredentials(
                                new AuthScope(home.scheme(), home.host(), home.port(), null, null),
                                new UsernamePasswordCredentials(
                                        each.user(), each.password().toCharArray())));
        return HttpClientBuilder.create()
                .setConnectionManager(connections())
                .setRoutePlanner(new DefaultRoutePlanner(DefaultSchemePortResolver.INSTANCE))
                .setDefaultCredentialsProvider(provider)
                .setDefaultAuthSchemeRegistry(authentication())
                .setDefaultRequestConfig(
                        RequestConfig.custom()
                                .setConnectionRequestTimeout(connectTimeout)
                                .setResponseTimeout(silence)
                                .setTargetPreferredAuthSchemes(
                                        List.of(
                                                StandardAuthScheme.DIGEST,
                                                StandardAuthScheme.BASIC))
                                .setProtocolUpgradeEnabled(false)
                                .build())
                .setUserAgent("Watchword")
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableContentCompression()
                .disableConnectionState()
                .build();
    }

    private static Registry<AuthSchemeFactory> authentication() {
        return RegistryBuilder.<AuthSchemeFactory>create()
                .register(StandardAuthScheme.BASIC, BasicSchemeFactory.INSTANCE)
                .register(StandardAuthScheme.DIGEST, DigestSchemeFactory.INSTANCE)
                .build();
    }

    private PoolingHttpClientConnectionManager connections() {
        Registry<TlsSocketStrategy> tls =
                RegistryBuilder.<TlsSocketStrategy>create()
                        .register("https", new DefaultClientTlsStrategy(trust))
                        .build();
        PoolingHttpClientConnectionManager connections =
                new PoolingHttpClientConnectionManager(
                        new DefaultHttpClientConnectionOperator(
                                // A plain socket would ask the system properties for a SOCKS proxy.
                                proxy -> new Socket(Proxy.NO_PROXY),
                                DefaultSchemePortResolver.INSTANCE,
                                new GuardedResolver(guard),
                                tls),
                        PoolConcurrencyPolicy.STRICT,
                        PoolReusePolicy.LIFO,
                        TimeValue.ofMinutes(5),
                        ManagedHttpClientConnectionFactory.builder().http1Config(LIMITS).build());
        connections.setMaxTotal(MAX_CONNECTIONS);
        connections.setDefaultMaxPerRoute(1);
        connections.setDefaultConnectionConfig(
                ConnectionConfig.custom()
                        .setConnectTimeout(connectTimeout)
                        .setSocketTimeout(silence)
                        .setValidateAfterInactivity(TimeValue.ofMilliseconds(500))
                        .build());
        return connections;
    }

    /** Asked for every connection, also where the host is written as a number. */
    private record GuardedResolver(EgressGuard guard) implements DnsResolver {
        @Override
        public List<InetSocketAddress> resolve(String host, int port) throws UnknownHostException {
            try {
                return guard.resolve(host, port).stream()
                        .map(address -> new InetSocketAddress(address, port))
                        .toList();
            } catch (ForbiddenAddressException e) {
                UnknownHostException refused = new UnknownHostException(host);
                refused.initCause(e);
                throw refused;
            }
        }

        @Override
        public InetAddress[] resolve(String host) {
            throw new UnsupportedOperationException("the guard must know the port");
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }
}
