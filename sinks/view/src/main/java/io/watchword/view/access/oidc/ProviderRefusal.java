package io.watchword.view.access.oidc;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import io.watchword.view.access.oidc.SignInFailed.Why;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an identity provider's refusal means to who wanted to sign in. */
final class ProviderRefusal {
    private static final Logger logger = LoggerFactory.getLogger(ProviderRefusal.class);

    private ProviderRefusal() {}

    /** The provider's words for people are not passed on: anybody can write an address. */
    static SignInFailed of(String where, ErrorObject error) {
        String code = Objects.requireNonNullElse(error.getCode(), "");
        if (code.equals(OAuth2Error.ACCESS_DENIED_CODE)) {
            return new SignInFailed(Why.CANCELLED);
        }
        if (code.equals(OAuth2Error.INVALID_GRANT_CODE)) {
            return new SignInFailed(Why.TOO_LATE);
        }
        logger.atWarn()
                .addKeyValue("endpoint", where)
                .addKeyValue("code", code.replaceAll("[^A-Za-z0-9_-]", "?"))
                .log("the identity provider refuses");
        boolean down =
                code.equals(OAuth2Error.SERVER_ERROR.getCode())
                        || code.equals(OAuth2Error.TEMPORARILY_UNAVAILABLE.getCode());
        return new SignInFailed(down ? Why.PROVIDER_DOWN : Why.NOT_VERIFIED);
    }

    static SignInFailed down(KeySourceException e) {
        logger.atWarn().setCause(e).log("the identity provider cannot be used");
        return new SignInFailed(Why.PROVIDER_DOWN);
    }
}
