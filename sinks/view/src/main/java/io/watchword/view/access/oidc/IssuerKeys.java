package io.watchword.view.access.oidc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The public keys of an issuer, from where its configuration document says. Looked up when they are
 * first needed, so that a provider that is down does not keep the view from starting; kept for some
 * minutes, and used on while the provider is down. Thread-safe.
 */
public final class IssuerKeys implements JWKSource<SecurityContext> {
    private static final int TIMEOUT_MS = 3000;
    private static final int MAX_BYTES = 256 << 10;
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String issuer;
    private final LongSupplier nanoClock;
    private final DefaultResourceRetriever fetch =
            new DefaultResourceRetriever(TIMEOUT_MS, TIMEOUT_MS, MAX_BYTES);
    private @Nullable JWKSource<SecurityContext> keys; // guarded by this
    private long triedNs; // guarded by this

    public IssuerKeys(String issuer, LongSupplier nanoClock) {
        this.issuer = issuer;
        this.nanoClock = nanoClock;
        this.triedNs = nanoClock.getAsLong() - PAUSE.toNanos();
    }

    @Override
    public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context)
            throws KeySourceException {
        return source().get(selector, context);
    }

    private synchronized JWKSource<SecurityContext> source() throws KeySourceException {
        if (keys != null) {
            return keys;
        }
        if (nanoClock.getAsLong() - triedNs < PAUSE.toNanos()) {
            throw new KeySourceException("the issuer was asked a moment ago");
        }
        triedNs = nanoClock.getAsLong();
        try {
            String at = issuer.endsWith("/") ? issuer : issuer + "/";
            URL document = URI.create(at + ".well-known/openid-configuration").toURL();
            JsonNode told = JSON.readTree(fetch.retrieveResource(document).getContent());
            if (!told.path("issuer").asText().equals(issuer)) {
                throw new KeySourceException("the document is of another issuer");
            }
            URI place = URI.create(told.path("jwks_uri").asText());
            boolean safe = "https".equals(place.getScheme()) || issuer.startsWith("http:");
            if (!safe) {
                throw new KeySourceException("the keys' address is not https");
            }
            keys =
                    JWKSourceBuilder.<SecurityContext>create(place.toURL(), fetch)
                            .retrying(true)
                            .outageTolerant(true)
                            .build();
            return keys;
        } catch (IOException | IllegalArgumentException e) {
            throw new KeySourceException("the issuer's document cannot be read", e);
        }
    }
}
