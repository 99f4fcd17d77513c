package io.watchword.view.access.oidc;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.util.URLUtils;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.watchword.view.AccessConfig.Grant;
import io.watchword.view.AccessConfig.Login;
import io.watchword.view.AccessConfig.OidcConfig;
import io.watchword.view.access.Seal;
import io.watchword.view.access.TestClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * An identity provider on this machine, as strict as the flow asks for: addresses must be
 * registered, a code is good once, and only with the verifier whose challenge it was asked with.
 * Everybody there is alice.
 */
public final class TestProvider implements AutoCloseable {
    public static final String CLIENT = "watchword-page";
    public static final String SECRET = "s%cret :+";

    /** What alice does when she is asked. */
    public enum Alice {
        AGREES,
        CANCELS
    }

    private record Asked(String challenge, String nonce, String redirect) {}

    private final TestClock clock;
    private final String redirect;
    private final HttpServer server;
    private final ECKey key = key();
    private final ECKey strange = key();
    private final Map<String, Asked> codes = new ConcurrentHashMap<>();

    public final AtomicInteger tokenRequests = new AtomicInteger();
    public volatile Alice alice = Alice.AGREES;
    public volatile boolean down;
    public volatile boolean strangeKey;
    public volatile boolean postOnly;
    public volatile Consumer<JWTClaimsSet.Builder> change = claims -> {};

    /**
     * @param page address of the page to which people come back
     */
    public TestProvider(TestClock clock, String page) throws IOException {
        this.clock = clock;
        this.redirect = page + OidcLogin.BACK;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool(TestProvider::daemon));
        server.createContext("/", this::answer);
        server.start();
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "identity-provider");
        thread.setDaemon(true);
        return thread;
    }

    private static ECKey key() {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID("1").generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** By another name than the page's, so that it is another site to a browser. */
    public String issuer() {
        return "http://localhost:" + server.getAddress().getPort() + "/realm";
    }

    /** What signs people in here. */
    public OidcLogin login(String sealing, Optional<String> secret, String name) {
        OidcConfig config =
                new OidcConfig(
                        issuer(),
                        "",
                        "groups",
                        List.of(
                                new Grant("yard", List.of("read:stream:yard", "subscribe")),
                                new Grant("chiefs", List.of("all"))),
                        new Login(CLIENT, "", name, "", List.of("openid", "groups")));
        return new OidcLogin(
                new OidcLogin.Parts(
                        config,
                        new Issuer(issuer(), clock::nanos),
                        secret,
                        URI.create(redirect),
                        new Seal(sealing, "sign-in"),
                        clock));
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (down) {
                send(exchange, 503, "");
                return;
            }
            switch (exchange.getRequestURI().getPath()) {
                case "/realm/.well-known/openid-configuration" -> send(exchange, 200, document());
                case "/realm/keys" -> send(exchange, 200, new JWKSet(key.toPublicJWK()).toString());
                case "/realm/authorize" -> authorize(exchange);
                case "/realm/token" -> token(exchange);
                default -> send(exchange, 404, "");
            }
        }
    }

    private String document() {
        return """
        {"issuer":"%1$s","authorization_endpoint":"%1$s/authorize",
         "token_endpoint":"%1$s/token","jwks_uri":"%1$s/keys",
         "token_endpoint_auth_methods_supported":["client_secret_%2$s"],
         "authorization_response_iss_parameter_supported":true}
        """
                .formatted(issuer(), postOnly ? "post" : "basic");
    }

    private static void send(HttpExchange exchange, int status, String json) throws IOException {
        byte[] bytes = json.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static String only(Map<String, List<String>> all, String name) {
        List<String> values = all.getOrDefault(name, List.of());
        return values.size() == 1 ? values.get(0) : "";
    }

    private void authorize(HttpExchange exchange) throws IOException {
        Map<String, List<String>> asked =
                URLUtils.parseParameters(exchange.getRequestURI().getRawQuery());
        boolean proper =
                only(asked, "response_type").equals("code")
                        && only(asked, "client_id").equals(CLIENT)
                        && only(asked, "redirect_uri").equals(redirect)
                        && only(asked, "scope").equals("openid groups")
                        && only(asked, "code_challenge_method").equals("S256")
                        && only(asked, "code_challenge").length() == 43
                        && only(asked, "nonce").length() >= 43
                        && only(asked, "state").length() >= 43;
        if (!proper) {
            send(exchange, 400, "");
            return;
        }
        String back = redirect + "?state=" + only(asked, "state") + "&iss=" + issuer();
        if (alice == Alice.CANCELS) {
            back += "&error=access_denied&error_description=%3Cimg%20src=x%20onerror=alert(1)%3E";
        } else {
            String code = UUID.randomUUID().toString();
            codes.put(
                    code, new Asked(only(asked, "code_challenge"), only(asked, "nonce"), redirect));
            back += "&code=" + code;
        }
        exchange.getResponseHeaders().set("Location", back);
        exchange.sendResponseHeaders(302, -1);
    }

    private void token(HttpExchange exchange) throws IOException {
        tokenRequests.incrementAndGet();
        Map<String, List<String>> form =
                URLUtils.parseParameters(
                        new String(exchange.getRequestBody().readAllBytes(), UTF_8));
        if (!isClient(exchange, form)) {
            send(exchange, 401, "{\"error\":\"invalid_client\"}");
            return;
        }
        Asked asked = codes.remove(only(form, "code"));
        boolean proper =
                asked != null
                        && only(form, "grant_type").equals("authorization_code")
                        && only(form, "redirect_uri").equals(asked.redirect())
                        && challenge(only(form, "code_verifier")).equals(asked.challenge());
        if (!proper) {
            send(exchange, 400, "{\"error\":\"invalid_grant\"}");
            return;
        }
        send(
                exchange,
                200,
                "{\"token_type\":\"Bearer\",\"access_token\":\"opaque\",\"id_token\":\""
                        + idToken(Objects.requireNonNull(asked).nonce())
                        + "\"}");
    }

    /** By its secret in the header or, where the document says so, in the form. */
    private boolean isClient(HttpExchange exchange, Map<String, List<String>> form) {
        if (postOnly) {
            return only(form, "client_id").equals(CLIENT)
                    && only(form, "client_secret").equals(SECRET);
        }
        String header = exchange.getRequestHeaders().getFirst("Authorization");
        if (header == null) {
            return only(form, "client_id").equals(CLIENT); // a public client
        }
        String secret = java.net.URLEncoder.encode(SECRET, UTF_8);
        String expected =
                Base64.getEncoder().encodeToString((CLIENT + ":" + secret).getBytes(UTF_8));
        return header.equals("Basic " + expected);
    }

    private static String challenge(String verifier) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private String idToken(String nonce) {
        JWTClaimsSet.Builder claims =
                new JWTClaimsSet.Builder()
                        .issuer(issuer())
                        .audience(CLIENT)
                        .subject("alice")
                        .claim("nonce", nonce)
                        .claim("groups", List.of("chiefs"))
                        .issueTime(Date.from(clock.instant()))
                        .expirationTime(Date.from(clock.instant().plusSeconds(3600)));
        change.accept(claims);
        try {
            SignedJWT jwt =
                    new SignedJWT(
                            new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("1").build(),
                            claims.build());
            jwt.sign(new ECDSASigner(strangeKey ? strange : key));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
