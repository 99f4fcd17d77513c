package io.watchword.deploy.access;

import io.watchword.deploy.UserMistake;
import io.watchword.deploy.secret.SecretStore;
import io.watchword.view.AccessConfig.Login;
import io.watchword.view.AccessConfig.OidcConfig;
import io.watchword.view.access.BearerVerifier;
import io.watchword.view.access.Seal;
import io.watchword.view.access.oidc.Issuer;
import io.watchword.view.access.oidc.JwtVerifier;
import io.watchword.view.access.oidc.OidcLogin;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;

/**
 * The identity provider of one process.
 *
 * @param seal hides what a browser keeps while somebody signs in there
 */
record Provider(
        OidcConfig config, Issuer issuer, Optional<String> clientSecret, Seal seal, Clock clock) {
    /**
     * Empty where none is configured.
     *
     * @throws UserMistake if its secret is not where the configuration says
     */
    static Optional<Provider> of(
            OidcConfig config, SecretStore secrets, String sealing, Clock clock) {
        return config.isAbsent()
                ? Optional.empty()
                : Optional.of(
                        new Provider(
                                config,
                                new Issuer(config.issuer(), System::nanoTime),
                                secret(config.login(), secrets),
                                new Seal(sealing, "sign-in " + config.issuer()),
                                clock));
    }

    private static Optional<String> secret(Login login, SecretStore secrets) {
        problem(login, secrets)
                .ifPresent(
                        problem -> {
                            throw new UserMistake(problem);
                        });
        return Optional.of(login.clientSecret())
                .filter(name -> !name.isEmpty())
                .flatMap(secrets::find)
                .map(String::strip);
    }

    /** What is wrong with where the secret is to be. */
    static Optional<String> problem(Login login, SecretStore secrets) {
        String name = login.clientSecret();
        try {
            return name.isEmpty() || secrets.find(name).isPresent()
                    ? Optional.empty()
                    : Optional.of("access.oidc.login.clientSecret: nothing is kept under " + name);
        } catch (IllegalArgumentException e) {
            return Optional.of("access.oidc.login.clientSecret: " + e.getMessage());
        }
    }

    Optional<BearerVerifier> bearer() {
        return config.audience().isEmpty()
                ? Optional.empty()
                : Optional.of(new JwtVerifier(config, issuer, clock));
    }

    /**
     * @param page its public address, without a slash at the end
     */
    Optional<OidcLogin> login(String page) {
        Login login = config.login();
        if (login.isAbsent()) {
            return Optional.empty();
        }
        String back = login.redirectUri().isEmpty() ? page + Login.BACK : login.redirectUri();
        return Optional.of(
                new OidcLogin(
                        new OidcLogin.Parts(
                                config, issuer, clientSecret, URI.create(back), seal, clock)));
    }

    @Override
    public String toString() {
        return "identity provider " + config.issuer();
    }
}
