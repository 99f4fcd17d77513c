package io.watchword.view.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.watchword.view.AccessConfig.Grant;
import io.watchword.view.AccessConfig.Login;
import io.watchword.view.AccessConfig.OidcConfig;
import io.watchword.view.access.oidc.JwtVerifier;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** People and programs with credentials of every kind, good and bad, and what decides on them. */
public final class Tenants {
    public static final String ISSUER = "https://login.example.org/realm";
    public static final String AUDIENCE = "watchword";
    private static final String SEALING = Secret.fresh();
    private static final RSAKey KEY = key("one");
    private static final RSAKey STRANGE = key("one"); // of another issuer, by the same name

    public final TestClock clock = new TestClock();
    public final List<Audit.Entry> noted = new CopyOnWriteArrayList<>();
    public final List<ApiToken> tokens = new CopyOnWriteArrayList<>();
    public final SharedAccess shared = new SharedAccess(Duration.ofDays(30), clock);
    public final AccessControl control;
    private final int perMinute;
    private final int maxFeeds;

    public Tenants() {
        this(100_000, 4);
    }

    public Tenants(int perMinute, int maxFeeds) {
        this.perMinute = perMinute;
        this.maxFeeds = maxFeeds;
        this.control = instance(shared);
    }

    /** Another instance, or another run, which decides by the same tokens and secrets. */
    public AccessControl instance(SharedAccess knows) {
        OidcConfig oidc =
                new OidcConfig(
                        ISSUER,
                        AUDIENCE,
                        "groups",
                        List.of(
                                new Grant("yard", List.of("read:stream:yard", "search")),
                                new Grant("chiefs", List.of("all"))),
                        Login.DEFAULT);
        return new AccessControl(
                new AccessControl.Parts(
                        () -> List.copyOf(tokens),
                        Optional.of(
                                new JwtVerifier(
                                        oidc,
                                        new ImmutableJWKSet<>(new JWKSet(KEY.toPublicJWK())),
                                        clock)),
                        new Sessions(
                                new Seal(SEALING, "session"),
                                Duration.ofMinutes(30),
                                Duration.ofHours(12),
                                clock),
                        knows,
                        new RateLimits(perMinute, clock::nanos),
                        maxFeeds,
                        Optional.empty(),
                        Optional.of(Secret.sha256("peers' secret")),
                        noted::add,
                        clock),
                clock::nanos);
    }

    private static RSAKey key(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A token with these scopes; returns its secret. */
    public String give(String name, String... scopes) {
        return give(name, Optional.empty(), scopes);
    }

    public String give(String name, Optional<Instant> end, String... scopes) {
        String secret = ApiToken.PREFIX + Secret.fresh();
        tokens.add(
                new ApiToken(
                        name,
                        Secret.sha256(secret),
                        Scopes.parse(List.of(scopes)),
                        clock.instant(),
                        end));
        return secret;
    }

    public void withdraw(String name) {
        tokens.removeIf(token -> token.name().equals(name));
    }

    /** A good token of the identity provider, but for what is changed in it. */
    public String jwt(Consumer<JWTClaimsSet.Builder> change) {
        return sign(claims(change), KEY);
    }

    private JWTClaimsSet claims(Consumer<JWTClaimsSet.Builder> change) {
        JWTClaimsSet.Builder claims =
                new JWTClaimsSet.Builder()
                        .issuer(ISSUER)
                        .audience(AUDIENCE)
                        .subject("alice")
                        .claim("groups", List.of("chiefs"))
                        .expirationTime(Date.from(clock.instant().plusSeconds(300)));
        change.accept(claims);
        return claims.build();
    }

    private static String sign(JWTClaimsSet claims, RSAKey key) {
        try {
            SignedJWT jwt =
                    new SignedJWT(
                            new JWSHeader.Builder(JWSAlgorithm.RS256)
                                    .type(JOSEObjectType.JWT)
                                    .keyID(key.getKeyID())
                                    .build(),
                            claims);
            jwt.sign(new RSASSASigner(key));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Signed with the public key as if it were a shared secret. */
    private String confused() {
        try {
            SignedJWT jwt =
                    new SignedJWT(
                            new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(KEY.getKeyID()).build(),
                            claims(same -> {}));
            jwt.sign(new MACSigner(KEY.toRSAPublicKey().getEncoded()));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What must open nothing, by what is wrong with it; all that is not is well. */
    public Map<String, Optional<String>> bad() {
        Instant past = clock.instant().minusSeconds(120);
        String withdrawn = give("withdrawn", "all");
        withdraw("withdrawn");
        Map<String, Optional<String>> bad = new LinkedHashMap<>();
        bad.put("nothing", Optional.empty());
        bad.put("no bearer", Optional.of("Basic YWxpY2U6c2VjcmV0"));
        bad.put("empty", Optional.of("Bearer "));
        bad.put("garbage", Optional.of("Bearer garbage"));
        bad.put("made up", Optional.of("Bearer ww_" + Secret.fresh()));
        bad.put("withdrawn", Optional.of("Bearer " + withdrawn));
        bad.put("expired", Optional.of("Bearer " + give("old", Optional.of(past), "all")));
        bad.put(
                "JWT expired",
                Optional.of("Bearer " + jwt(claims -> claims.expirationTime(Date.from(past)))));
        bad.put(
                "JWT without end",
                Optional.of("Bearer " + jwt(claims -> claims.expirationTime(null))));
        bad.put(
                "JWT not yet",
                Optional.of(
                        "Bearer "
                                + jwt(
                                        claims ->
                                                claims.notBeforeTime(
                                                        Date.from(
                                                                clock.instant()
                                                                        .plusSeconds(120))))));
        bad.put(
                "JWT for others",
                Optional.of("Bearer " + jwt(claims -> claims.audience("billing"))));
        bad.put(
                "JWT of others",
                Optional.of("Bearer " + jwt(claims -> claims.issuer("https://evil.example"))));
        bad.put("JWT of nobody", Optional.of("Bearer " + jwt(claims -> claims.subject(null))));
        bad.put(
                "JWT alg=none",
                Optional.of("Bearer " + new PlainJWT(claims(same -> {})).serialize()));
        bad.put("JWT HS for RS", Optional.of("Bearer " + confused()));
        bad.put("JWT other key", Optional.of("Bearer " + sign(claims(same -> {}), STRANGE)));
        return bad;
    }
}
