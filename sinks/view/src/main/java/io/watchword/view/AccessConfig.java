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
 * @param sessionKey file with the secret under which sessions are sealed, which instances of the
 *     view share; empty for one in the data directory
 * @param ownerUnseen so long after an identity provider last vouched for somebody, their
 *     subscriptions stop
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
        String sessionKey,
        Duration ownerUnseen,
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
                    "",
                    Duration.ofDays(30),
                    1200,
                    16,
                    "",
                    TlsConfig.DEFAULT,
                    OidcConfig.DEFAULT);

    public AccessConfig {
        hosts = List.copyOf(hosts);
        requireNonNull(sessionKey, "access.sessionKey is missing");
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
                ownerUnseen.compareTo(Duration.ofDays(1)) >= 0
                        && ownerUnseen.compareTo(Duration.ofDays(366)) <= 0,
                "access.ownerUnseen is %s, not from 1 to 366 days",
                ownerUnseen);
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
     * An identity provider that vouches for people and programs (OpenID Connect).
     *
     * @param issuer its address, as its tokens say it; empty where there is none
     * @param audience what access tokens must be for; empty where none are taken
     * @param claim of a token that says what its holder may do
     * @param grants which scopes a value of the claim gives
     */
    public record OidcConfig(
            String issuer, String audience, String claim, List<Grant> grants, Login login) {
        public static final OidcConfig DEFAULT =
                new OidcConfig("", "", "groups", List.of(), Login.DEFAULT);

        public OidcConfig {
            grants = List.copyOf(grants);
            requireNonNull(login, "access.oidc.login is missing");
            if (!issuer.isEmpty()) {
                checkIssuer(issuer);
                checkArgument(
                        !audience.isEmpty() || !login.isAbsent(),
                        "access.oidc.audience is missing: tokens for others would be taken");
                checkArgument(!claim.isEmpty(), "access.oidc.claim is missing");
                checkArgument(
                        !grants.isEmpty(), "access.oidc.grants is empty: nobody could do anything");
            }
        }

        private static void checkIssuer(String issuer) {
            checkAddress("access.oidc.issuer", issuer);
        }

        public boolean isAbsent() {
            return issuer.isEmpty();
        }
    }

    /** Nobody may be able to listen: only this machine is reached without TLS. */
    private static void checkAddress(String key, String address) {
        URI uri;
        try {
            uri = URI.create(address);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(key + " is no address: \"" + address + "\"", e);
        }
        boolean local = List.of("127.0.0.1", "localhost").contains(uri.getHost());
        checkArgument(
                "https".equals(uri.getScheme()) || ("http".equals(uri.getScheme()) && local),
                "%s is \"%s\", required https://",
                key,
                address);
    }

    /**
     * How people sign in at the provider by way of the page.
     *
     * @param clientId as which this installation is registered there; empty: the page offers none
     * @param clientSecret name of the secret; empty for a client that has none
     * @param name what the page calls the provider; empty for its host
     * @param redirectUri where the provider sends people back to; empty for the page's own address
     * @param scopes what the provider is asked for
     */
    public record Login(
            String clientId,
            String clientSecret,
            String name,
            String redirectUri,
            List<String> scopes) {
        public static final Login DEFAULT = new Login("", "", "", "", List.of("openid"));

        /** The path of every address that the provider may send people back to. */
        public static final String BACK = "/api/v1/session/oidc/back";

        public Login {
            scopes = List.copyOf(scopes);
            checkArgument(
                    name.length() <= 60,
                    "access.oidc.login.name has %d characters, 60 are allowed",
                    name.length());
            checkArgument(
                    scopes.contains("openid"),
                    "access.oidc.login.scopes: required openid among them, found %s",
                    scopes);
            if (!redirectUri.isEmpty()) {
                checkAddress("access.oidc.login.redirectUri", redirectUri);
                checkArgument(
                        redirectUri.endsWith(BACK),
                        "access.oidc.login.redirectUri is \"%s\", required one that ends with %s",
                        redirectUri,
                        BACK);
            }
        }

        public boolean isAbsent() {
            return clientId.isEmpty();
        }

        /** What the page calls the provider. */
        public String shownName(String issuer) {
            return name.isEmpty() ? String.valueOf(URI.create(issuer).getHost()) : name;
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
