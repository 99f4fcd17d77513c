package io.watchword.view.access.oidc;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.as.AuthorizationServerMetadata;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * An identity provider: what its configuration document says of it, and its public keys. Looked up
 * when they are first needed, so that a provider that is down does not keep the view from starting;
 * keys are kept for some minutes, and used on while the provider is down. Thread-safe.
 */
public final class Issuer implements JWKSource<SecurityContext> {
    private static final int TIMEOUT_MS = 3000;
    private static final int MAX_BYTES = 256 << 10;
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final String issuer;
    private final LongSupplier nanoClock;
    private final DefaultResourceRetriever fetch =
            new DefaultResourceRetriever(TIMEOUT_MS, TIMEOUT_MS, MAX_BYTES);
    private @Nullable Known known; // guarded by this
    private long triedNs; // guarded by this

    /** What is kept of it. */
    private record Known(AuthorizationServerMetadata metadata, JWKSource<SecurityContext> keys) {}

    public Issuer(String issuer, LongSupplier nanoClock) {
        this.issuer = issuer;
        this.nanoClock = nanoClock;
        this.triedNs = nanoClock.getAsLong() - PAUSE.toNanos();
    }

    @Override
    public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context)
            throws KeySourceException {
        return known().keys().get(selector, context);
    }

    /**
     * Its addresses, and what it can do.
     *
     * @throws KeySourceException if they cannot be found out now
     */
    AuthorizationServerMetadata metadata() throws KeySourceException {
        return known().metadata();
    }

    private synchronized Known known() throws KeySourceException {
        if (known == null) {
            if (nanoClock.getAsLong() - triedNs < PAUSE.toNanos()) {
                throw new KeySourceException("the issuer was asked a moment ago");
            }
            triedNs = nanoClock.getAsLong();
            known = ask();
        }
        return known;
    }

    private Known ask() throws KeySourceException {
        try {
            String at = issuer.endsWith("/") ? issuer : issuer + "/";
            URL document = URI.create(at + ".well-known/openid-configuration").toURL();
            AuthorizationServerMetadata told =
                    AuthorizationServerMetadata.parse(
                            fetch.retrieveResource(document).getContent());
            if (!told.getIssuer().getValue().equals(issuer)) {
                throw new KeySourceException("the document is of another issuer");
            }
            JWKSource<SecurityContext> keys =
                    JWKSourceBuilder.<SecurityContext>create(
                                    safe(told.getJWKSetURI()).toURL(), fetch)
                            .retrying(true)
                            .outageTolerant(true)
                            .build();
            return new Known(told, keys);
        } catch (IOException | ParseException | IllegalArgumentException e) {
            throw new KeySourceException("the issuer's document cannot be read", e);
        }
    }

    /**
     * An address of the document that may be used.
     *
     * @throws KeySourceException if it is missing, or others could listen
     */
    URI safe(@Nullable URI address) throws KeySourceException {
        if (address == null) {
            throw new KeySourceException("the issuer's document lacks an address");
        }
        if (!"https".equals(address.getScheme()) && !issuer.startsWith("http:")) {
            throw new KeySourceException("an address of the issuer is not https");
        }
        return address;
    }
}
