package io.watchword.view.access;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/**
 * What of a caller must hold for as long as anything stays open for it.
 *
 * @param tokenSha256 of the API token that was shown, which somebody may remove
 * @param sessionId of the browser's session, which may be ended
 * @param endsAt it holds no longer in any case
 */
public record Credential(Optional<String> tokenSha256, Optional<String> sessionId, Instant endsAt) {
    /** Of who needs none. */
    static final Credential ALWAYS =
            new Credential(Optional.empty(), Optional.empty(), Instant.MAX);

    public Credential {
        requireNonNull(tokenSha256, "tokenSha256 is null");
        requireNonNull(sessionId, "sessionId is null");
        requireNonNull(endsAt, "endsAt is null");
    }

    /** Of who showed an API token. */
    static Credential ofToken(ApiToken token) {
        return new Credential(
                Optional.of(token.sha256()),
                Optional.empty(),
                token.expiresAt().orElse(Instant.MAX));
    }

    /** Of whom an identity provider vouched for. */
    public static Credential until(Instant endsAt) {
        return new Credential(Optional.empty(), Optional.empty(), endsAt);
    }
}
