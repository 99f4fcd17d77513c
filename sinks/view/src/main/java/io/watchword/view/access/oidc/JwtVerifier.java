package io.watchword.view.access.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.watchword.view.AccessConfig.Grant;
import io.watchword.view.AccessConfig.OidcConfig;
import io.watchword.view.access.BearerVerifier;
import io.watchword.view.access.Caller;
import io.watchword.view.access.Refused;
import io.watchword.view.access.Scopes;
import java.text.ParseException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Tokens of an identity provider as signed JWTs: of the one issuer, for this audience, within their
 * time, signed by one of its keys with an algorithm for such a key. Never {@code none}, never one
 * with a shared secret: then anybody who knows the public key could sign. Thread-safe.
 */
public final class JwtVerifier implements BearerVerifier {
    private static final Set<JWSAlgorithm> ALGORITHMS =
            Set.of(
                    JWSAlgorithm.RS256,
                    JWSAlgorithm.RS384,
                    JWSAlgorithm.RS512,
                    JWSAlgorithm.PS256,
                    JWSAlgorithm.PS384,
                    JWSAlgorithm.PS512,
                    JWSAlgorithm.ES256,
                    JWSAlgorithm.ES384,
                    JWSAlgorithm.ES512);
    private static final int MAX_CHARACTERS = 8192;
    private static final int CLOCK_SKEW_S = 30;

    private final OidcConfig config;
    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

    /** Of access tokens, which programs show. */
    public JwtVerifier(OidcConfig config, JWKSource<SecurityContext> keys, Clock clock) {
        this(config, config.audience(), keys, clock);
    }

    /**
     * @param audience what tokens must be for
     */
    JwtVerifier(OidcConfig config, String audience, JWKSource<SecurityContext> keys, Clock clock) {
        this.config = config;
        processor.setJWSTypeVerifier(
                new DefaultJOSEObjectTypeVerifier<>(
                        JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys));
        DefaultJWTClaimsVerifier<SecurityContext> claims =
                new DefaultJWTClaimsVerifier<>(
                        audience,
                        new JWTClaimsSet.Builder().issuer(config.issuer()).build(),
                        Set.of("sub", "exp")) {
                    @Override
                    protected Date currentTime() {
                        return Date.from(clock.instant());
                    }
                };
        claims.setMaxClockSkew(CLOCK_SKEW_S);
        processor.setJWTClaimsSetVerifier(claims);
    }

    @Override
    public Caller verify(String credential) {
        return verify(credential, claims -> true);
    }

    /**
     * Who it is of.
     *
     * @param more what its claims must fulfil beside
     * @throws Refused if it does not hold
     */
    Caller verify(String credential, Predicate<JWTClaimsSet> more) {
        if (credential.length() > MAX_CHARACTERS) {
            throw invalid();
        }
        try {
            JWTClaimsSet claims = processor.process(credential, null);
            if (!more.test(claims)) {
                throw invalid();
            }
            return Caller.ofProvider(
                    claims.getSubject(),
                    scopes(claims),
                    claims.getExpirationTime().toInstant().plusSeconds(CLOCK_SKEW_S));
        } catch (KeySourceException e) {
            throw new Refused(
                    Refused.Reason.UNDECIDED, "the identity provider does not answer: try again");
        } catch (ParseException | BadJOSEException | JOSEException e) {
            throw invalid(); // the reason would help who forges
        }
    }

    private static Refused invalid() {
        return new Refused(
                Refused.Reason.UNKNOWN_CALLER, "required a token that is valid: sign in");
    }

    /** Of all values that the claim has; others give nothing. */
    private Scopes scopes(JWTClaimsSet claims) {
        Collection<String> values = values(claims.getClaim(config.claim()));
        Scopes scopes = Scopes.NONE;
        for (Grant grant : config.grants()) {
            if (values.contains(grant.value())) {
                scopes = scopes.and(Scopes.parse(grant.scopes()));
            }
        }
        return scopes;
    }

    /** A list, or words in one text as the claim {@code scope} has them. */
    private static List<String> values(@org.jspecify.annotations.Nullable Object claim) {
        List<String> values = new ArrayList<>();
        if (claim instanceof String text) {
            values.addAll(List.of(text.split(" ", -1)));
        } else if (claim instanceof Collection<?> several) {
            several.stream()
                    .filter(String.class::isInstance)
                    .map(String.class::cast)
                    .forEach(values::add);
        }
        return values;
    }
}
