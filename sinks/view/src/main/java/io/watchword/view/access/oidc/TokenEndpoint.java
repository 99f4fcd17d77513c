package io.watchword.view.access.oidc;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.as.AuthorizationServerMetadata;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import io.watchword.view.access.oidc.SignInFailed.Why;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where an identity provider gives an ID token for a code. Thread-safe. */
final class TokenEndpoint {
    private static final Logger logger = LoggerFactory.getLogger(TokenEndpoint.class);
    private static final int TIMEOUT_MS = 3000;

    private final Issuer issuer;
    private final ClientID client;
    private final Optional<String> clientSecret;
    private final URI redirect;

    TokenEndpoint(Issuer issuer, ClientID client, Optional<String> clientSecret, URI redirect) {
        this.issuer = issuer;
        this.client = client;
        this.clientSecret = clientSecret;
        this.redirect = redirect;
    }

    /**
     * Gives the code back, once.
     *
     * @param proof that it was this side that asked for it
     * @return not yet verified
     * @throws SignInFailed if there is none for it
     */
    String idToken(AuthorizationCode code, CodeVerifier proof) {
        AuthorizationCodeGrant grant = new AuthorizationCodeGrant(code, redirect, proof);
        AuthorizationServerMetadata metadata = metadata();
        URI at = at(metadata);
        HTTPRequest request =
                clientSecret
                        .map(
                                secret ->
                                        new TokenRequest.Builder(
                                                at, authentication(secret, metadata), grant))
                        .orElseGet(() -> new TokenRequest.Builder(at, client, grant))
                        .build()
                        .toHTTPRequest();
        request.setConnectTimeout(TIMEOUT_MS);
        request.setReadTimeout(TIMEOUT_MS);
        request.setFollowRedirects(false);
        try {
            HTTPResponse answer = request.send();
            if (answer.getStatusCode() >= 500) {
                throw new SignInFailed(Why.PROVIDER_DOWN);
            }
            TokenResponse response = OIDCTokenResponseParser.parse(answer);
            if (!response.indicatesSuccess()) {
                throw ProviderRefusal.of("token", response.toErrorResponse().getErrorObject());
            }
            OIDCTokenResponse success = (OIDCTokenResponse) response.toSuccessResponse();
            return success.getOIDCTokens().getIDTokenString();
        } catch (IOException e) {
            logger.atWarn().setCause(e).log("the identity provider does not answer");
            throw new SignInFailed(Why.PROVIDER_DOWN);
        } catch (ParseException e) {
            logger.atWarn().setCause(e).log("the identity provider's answer cannot be read");
            throw new SignInFailed(Why.NOT_VERIFIED);
        }
    }

    private ClientAuthentication authentication(
            String secret, AuthorizationServerMetadata metadata) {
        Secret shown = new Secret(secret);
        List<ClientAuthenticationMethod> taken = metadata.getTokenEndpointAuthMethods();
        boolean post =
                taken != null
                        && !taken.contains(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                        && taken.contains(ClientAuthenticationMethod.CLIENT_SECRET_POST);
        return post ? new ClientSecretPost(client, shown) : new ClientSecretBasic(client, shown);
    }

    private AuthorizationServerMetadata metadata() {
        try {
            return issuer.metadata();
        } catch (KeySourceException e) {
            throw ProviderRefusal.down(e);
        }
    }

    private URI at(AuthorizationServerMetadata metadata) {
        try {
            return issuer.safe(metadata.getTokenEndpointURI());
        } catch (KeySourceException e) {
            throw ProviderRefusal.down(e);
        }
    }
}
