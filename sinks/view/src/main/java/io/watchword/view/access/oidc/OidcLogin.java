package io.watchword.view.access.oidc;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationResponse;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.as.AuthorizationServerMetadata;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.util.URLUtils;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import io.watchword.view.AccessConfig.Login;
import io.watchword.view.AccessConfig.OidcConfig;
import io.watchword.view.access.Caller;
import io.watchword.view.access.Refused;
import io.watchword.view.access.Seal;
import io.watchword.view.access.Secret;
import io.watchword.view.access.oidc.SignInFailed.Why;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * People sign in at an identity provider by way of their browser: the authorization code flow of
 * OpenID Connect, with PKCE (RFC 7636), state and nonce. What must be remembered until they come
 * back is in the browser that began, sealed, so that any instance can go on. Thread-safe.
 */
public final class OidcLogin {
    /** Where the provider sends people back to, below the page's address. */
    public static final String BACK = Login.BACK;

    /** Where the page sends them off. */
    public static final String START = "/api/v1/session/oidc";

    /** So long it may take at the provider. */
    public static final Duration MOST = Duration.ofMinutes(10);

    /** A session ends then, whatever the provider says. */
    static final Duration LONGEST_SESSION = Duration.ofHours(8);

    private static final int RANDOM_BYTES = 32;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Parts parts;
    private final ClientID client;
    private final JwtVerifier verifier;
    private final TokenEndpoint tokens;

    /**
     * What it works with.
     *
     * @param clientSecret empty for a client that has none
     * @param redirect public address of {@link #BACK}, as it is registered at the provider
     */
    public record Parts(
            OidcConfig config,
            Issuer issuer,
            Optional<String> clientSecret,
            URI redirect,
            Seal seal,
            Clock clock) {}

    /**
     * Someone leaves for the provider.
     *
     * @param to where the browser goes
     * @param kept what it must show when it comes back
     */
    public record Begun(URI to, String kept) {}

    /** What the browser that began it kept. */
    private record Kept(String state, String nonce, String verifier, Instant endsAt) {}

    public OidcLogin(Parts parts) {
        this.parts = requireNonNull(parts, "parts is null");
        String clientId = parts.config().login().clientId();
        this.client = new ClientID(clientId);
        this.verifier = new JwtVerifier(parts.config(), clientId, parts.issuer(), parts.clock());
        this.tokens =
                new TokenEndpoint(parts.issuer(), client, parts.clientSecret(), parts.redirect());
    }

    /** What people know the provider by. */
    public String name() {
        return parts.config().login().shownName(parts.config().issuer());
    }

    /** The page's own address, as it is configured. */
    public String page() {
        String back = parts.redirect().toString();
        return back.substring(0, back.length() - BACK.length());
    }

    /**
     * Sends someone to the provider.
     *
     * @throws SignInFailed if it cannot be found
     */
    public Begun begin() {
        State state = new State(RANDOM_BYTES);
        Nonce nonce = new Nonce(RANDOM_BYTES);
        CodeVerifier proof = new CodeVerifier();
        URI to =
                new AuthenticationRequest.Builder(
                                ResponseType.CODE,
                                new Scope(parts.config().login().scopes().toArray(String[]::new)),
                                client,
                                parts.redirect())
                        .endpointURI(authorization())
                        .state(state)
                        .nonce(nonce)
                        .codeChallenge(proof, CodeChallengeMethod.S256)
                        .build()
                        .toURI();
        String kept =
                JSON.createObjectNode()
                        .put("state", state.getValue())
                        .put("nonce", nonce.getValue())
                        .put("verifier", proof.getValue())
                        .put("ends", parts.clock().instant().plus(MOST).getEpochSecond())
                        .toString();
        return new Begun(to, parts.seal().seal(kept));
    }

    /**
     * Someone comes back.
     *
     * @param query with which the provider sent them
     * @param shown what their browser kept
     * @return who may be granted nothing
     * @throws SignInFailed if nobody can be let in by that
     */
    public Caller finish(String query, Optional<String> shown) {
        Kept kept =
                shown.flatMap(parts.seal()::open)
                        .map(OidcLogin::parse)
                        .orElseThrow(() -> new SignInFailed(Why.NOT_BEGUN));
        AuthorizationResponse response = response(query);
        if (response.getState() == null
                || !Secret.isSame(response.getState().getValue(), kept.state())) {
            throw new SignInFailed(Why.NOT_BEGUN);
        }
        if (!parts.clock().instant().isBefore(kept.endsAt())) {
            throw new SignInFailed(Why.TOO_LATE);
        }
        checkIssuer(response);
        if (!response.indicatesSuccess()) {
            throw ProviderRefusal.of("authorization", response.toErrorResponse().getErrorObject());
        }
        AuthorizationCode code = response.toSuccessResponse().getAuthorizationCode();
        if (code == null) {
            throw new SignInFailed(Why.NOT_VERIFIED);
        }
        return verified(tokens.idToken(code, new CodeVerifier(kept.verifier())), kept);
    }

    private URI authorization() {
        try {
            return parts.issuer().safe(metadata().getAuthorizationEndpointURI());
        } catch (KeySourceException e) {
            throw ProviderRefusal.down(e);
        }
    }

    private AuthorizationResponse response(String query) {
        try {
            return AuthorizationResponse.parse(parts.redirect(), URLUtils.parseParameters(query));
        } catch (ParseException | IllegalArgumentException e) {
            throw new SignInFailed(Why.NOT_BEGUN);
        }
    }

    /** RFC 9207: a provider that says who it is must be the one that was asked. */
    private void checkIssuer(AuthorizationResponse response) {
        boolean other =
                response.getIssuer() == null
                        ? metadata().supportsAuthorizationResponseIssuerParam()
                        : !response.getIssuer().getValue().equals(parts.config().issuer());
        if (other) {
            throw new SignInFailed(Why.NOT_VERIFIED);
        }
    }

    private Caller verified(String idToken, Kept kept) {
        try {
            Instant most = parts.clock().instant().plus(LONGEST_SESSION);
            return verifier.verify(idToken, claims -> isMeant(claims, kept)).noLongerThan(most);
        } catch (Refused e) {
            throw new SignInFailed(
                    e.reason() == Refused.Reason.UNDECIDED ? Why.PROVIDER_DOWN : Why.NOT_VERIFIED);
        }
    }

    /** For this sign-in, and where it is for several clients, given out to this one. */
    private boolean isMeant(JWTClaimsSet claims, Kept kept) {
        boolean sole = claims.getAudience().size() == 1 && claims.getClaim("azp") == null;
        return (sole || client.getValue().equals(claims.getClaim("azp")))
                && claims.getClaim("nonce") instanceof String nonce
                && Secret.isSame(nonce, kept.nonce());
    }

    private AuthorizationServerMetadata metadata() {
        try {
            return parts.issuer().metadata();
        } catch (KeySourceException e) {
            throw ProviderRefusal.down(e);
        }
    }

    private static Kept parse(String text) {
        try {
            JsonNode node = JSON.readTree(text);
            return new Kept(
                    node.path("state").asText(),
                    node.path("nonce").asText(),
                    node.path("verifier").asText(),
                    Instant.ofEpochSecond(node.path("ends").asLong()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was sealed is no JSON", e);
        }
    }
}
