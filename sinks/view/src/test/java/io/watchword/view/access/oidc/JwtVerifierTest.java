package io.watchword.view.access.oidc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import io.watchword.view.AccessConfig.Grant;
import io.watchword.view.AccessConfig.Login;
import io.watchword.view.AccessConfig.OidcConfig;
import io.watchword.view.access.Caller;
import io.watchword.view.access.Refused;
import io.watchword.view.access.Scopes;
import io.watchword.view.access.TestClock;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Against an issuer on this machine that serves its documents over HTTP. */
class JwtVerifierTest {
    private final TestClock clock = new TestClock();
    private final ConcurrentHashMap<String, String> documents = new ConcurrentHashMap<>();
    private final AtomicInteger asked = new AtomicInteger();
    private final HttpServer server;
    private final String issuer;
    private final ECKey key = new ECKeyGenerator(Curve.P_256).keyID("1").generate();

    JwtVerifierTest() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    asked.incrementAndGet();
                    String body = documents.get(exchange.getRequestURI().getPath());
                    byte[] bytes = (body == null ? "" : body).getBytes(UTF_8);
                    exchange.getResponseHeaders().set("Content-Type", "application/json");
                    exchange.sendResponseHeaders(body == null ? 503 : 200, bytes.length);
                    exchange.getResponseBody().write(bytes);
                    exchange.close();
                });
        server.start();
        issuer = "http://127.0.0.1:" + server.getAddress().getPort() + "/realm";
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void serve() {
        documents.put(
                "/realm/.well-known/openid-configuration",
                "{\"issuer\":\"" + issuer + "\",\"jwks_uri\":\"" + issuer + "/keys\"}");
        documents.put("/realm/keys", new JWKSet(key.toPublicJWK()).toString());
    }

    private JwtVerifier verifier() {
        OidcConfig config =
                new OidcConfig(
                        issuer,
                        "watchword",
                        "scope",
                        List.of(
                                new Grant("video.read", List.of("read:*")),
                                new Grant("video.search", List.of("search"))),
                        Login.DEFAULT);
        return new JwtVerifier(config, new Issuer(issuer, clock::nanos), clock);
    }

    private String token(String scope) throws Exception {
        SignedJWT jwt =
                new SignedJWT(
                        new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("1").build(),
                        new JWTClaimsSet.Builder()
                                .issuer(issuer)
                                .audience(List.of("other", "watchword"))
                                .subject("s".repeat(200))
                                .claim("scope", scope)
                                .expirationTime(Date.from(clock.instant().plusSeconds(300)))
                                .build());
        jwt.sign(new ECDSASigner(key));
        return jwt.serialize();
    }

    @Test
    void claimsGiveTheScopesThatTheConfigurationSays() throws Exception {
        serve();
        Caller caller = verifier().verify(token("openid video.read admin all read:*"));

        assertThat(caller.scopes()).isEqualTo(Scopes.parse(List.of("read:*")));
        assertThat(caller.principal()).startsWith("oidc:").hasSizeLessThanOrEqualTo(100);
        assertThat(verifier().verify(token("openid")).scopes()).isEqualTo(Scopes.NONE);
    }

    @Test
    void aCallerEndsWithItsToken() throws Exception {
        serve();
        Caller caller = verifier().verify(token("video.read"));

        assertThat(caller.credential().endsAt()).isEqualTo(clock.instant().plusSeconds(330));
    }

    @Test
    void anIssuerThatIsDownIsNotABadTokenAndIsAskedAgainLater() throws Exception {
        JwtVerifier verifier = verifier();
        for (int tries = 0; tries < 3; tries++) {
            assertThatThrownBy(() -> verifier.verify(token("video.read")))
                    .isInstanceOfSatisfying(
                            Refused.class,
                            refused ->
                                    assertThat(refused.reason())
                                            .isEqualTo(Refused.Reason.UNDECIDED));
        }
        assertThat(asked).hasValue(1); // callers cannot have it asked again and again
        serve();
        clock.pass(Duration.ofSeconds(6));

        assertThat(verifier.verify(token("video.search")).scopes().texts())
                .containsExactly("search");
        int before = asked.get();
        verifier.verify(token("video.read"));
        assertThat(asked).hasValue(before); // keys are kept
    }

    @Test
    void keysOfAnotherIssuersDocumentAreNotTaken() throws Exception {
        serve();
        documents.put(
                "/realm/.well-known/openid-configuration",
                "{\"issuer\":\"https://evil.example\",\"jwks_uri\":\"" + issuer + "/keys\"}");

        assertThatThrownBy(() -> verifier().verify(token("video.read")))
                .isInstanceOf(Refused.class);
    }
}
