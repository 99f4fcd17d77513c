package io.watchword.view;

import static io.watchword.contract.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import io.watchword.view.access.Scopes;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * The {@code access} section of pipeline.yaml: who may come in from elsewhere.
 *
 * @param required whether callers must show a token or sign in
 * @param hosts names by which browsers reach the page, as in its address, without a port
 * @param behindProxy whether a proxy in front ends TLS and passes the Host header on
 * @param sessionIdle without a request for so long, a browser must sign in again
 * @param sessionMax after so long it must in any case
 * @param requestsPerMinute of one caller
 * @param maxFeeds that one caller may have open at once
 * @param peerSecret file with the secret that instances of the view share; empty where there is one
 */
public record AccessConfig(
        boolean required,
        List<String> hosts,
        boolean behindProxy,
        Duration sessionIdle,
        Duration sessionMax,
        int requestsPerMinute,
        int maxFeeds,
        String peerSecret,
        TlsConfig tls,
        OidcConfig oidc) {
    public static final AccessConfig DEFAULT =
            new AccessConfig(
                    false,
                    List.of(),
                    false,
                    Duration.ofMinutes(30),
                    Duration.ofHours(12),
                    1200,
                    16,
                    "",
                    TlsConfig.DEFAULT,
                    OidcConfig.DEFAULT);

    public AccessConfig {
        hosts = List.copyOf(hosts);
        requireNonNull(peerSecret, "access.peerSecret is missing");
        requireNonNull(tls, "access.tls is missing");
        requireNonNull(oidc, "access.oidc is missing");
        for (String host : hosts) {
            checkArgument(
                    host.matches("[A-Za-z0-9.-]{1,253}|\\[[0-9a-fA-F:.]+\\]"),
                    "access.hosts: \"%s\" is no host name without port",
                    host);
        }
        checkArgument(
                sessionIdle.compareTo(Duration.ofMinutes(1)) >= 0,
                "access.sessionIdle is %s, required at least 1 minute",
                sessionIdle);
        checkArgument(
                sessionMax.compareTo(sessionIdle) >= 0,
                "access.sessionMax is %s, shorter than access.sessionIdle",
                sessionMax);
        checkArgument(
                requestsPerMinute >= 10 && requestsPerMinute <= 1_000_000,
                "access.requestsPerMinute is %d, not in [10, 1000000]",
                requestsPerMinute);
        checkArgument(
                maxFeeds >= 1 && maxFeeds <= 10_000,
                "access.maxFeeds is %d, not in [1, 10000]",
                maxFeeds);
        checkArgument(
                !behindProxy || tls.isAbsent(),
                "access.behindProxy and access.tls: required one of them");
    }

    /**
     * What TLS shows to callers.
     *
     * @param certificate PEM file with the chain, the server's own first
     * @param key PEM file with its private key in PKCS #8
     */
    public record TlsConfig(String certificate, String key) {
        public static final TlsConfig DEFAULT = new TlsConfig("", "");

        public TlsConfig {
            checkArgument(
                    certificate.isEmpty() == key.isEmpty(),
                    "access.tls: certificate and key belong together");
        }

        public boolean isAbsent() {
            return certificate.isEmpty();
        }
    }

    /**
     * An identity provider whose access tokens are taken (OpenID Connect).
     *
     * @param issuer its address, as its tokens say it; empty where there is none
     * @param audience what its tokens must be for
     * @param claim of a token that says what its holder may do
     * @param grants which scopes a value of the claim gives
     */
    public record OidcConfig(String issuer, String audience, String claim, List<Grant> grants) {
        public static final OidcConfig DEFAULT = new OidcConfig("", "", "groups", List.of());

        public OidcConfig {
            grants = List.copyOf(grants);
            if (!issuer.isEmpty()) {
                checkIssuer(issuer);
                checkArgument(
                        !audience.isEmpty(),
                        "access.oidc.audience is missing: tokens for others would be taken");
                checkArgument(!claim.isEmpty(), "access.oidc.claim is missing");
                checkArgument(
                        !grants.isEmpty(), "access.oidc.grants is empty: nobody could do anything");
            }
        }

        private static void checkIssuer(String issuer) {
            URI uri;
            try {
                uri = URI.create(issuer);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "access.oidc.issuer is no address: \"" + issuer + "\"", e);
            }
            boolean local = List.of("127.0.0.1", "localhost").contains(uri.getHost());
            checkArgument(
                    "https".equals(uri.getScheme()) || ("http".equals(uri.getScheme()) && local),
                    "access.oidc.issuer is \"%s\", required https://",
                    issuer);
        }

        public boolean isAbsent() {
            return issuer.isEmpty();
        }
    }

    /**
     * Scopes of those whose claim has a value.
     *
     * @param value of the claim
     */
    public record Grant(String value, List<String> scopes) {
        public Grant {
            scopes = List.copyOf(scopes);
            checkArgument(!value.isEmpty(), "access.oidc.grants: a value is empty");
            Scopes parsed = Scopes.parse(scopes);
            checkArgument(
                    !parsed.equals(Scopes.NONE), "access.oidc.grants: %s gives no scope", value);
        }
    }
}
