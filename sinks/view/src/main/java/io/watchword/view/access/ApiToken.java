package io.watchword.view.access;

import static io.watchword.contract.Checks.checkArgument;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A credential for a program or a person, as it is kept: its secret is known to the holder alone.
 *
 * @param name names it in lists and the audit log
 * @param sha256 of the secret, in hex
 */
public record ApiToken(
        String name, String sha256, Scopes scopes, Instant createdAt, Optional<Instant> expiresAt) {
    /** How every secret begins, so that people and scanners know one when they see it. */
    public static final String PREFIX = "ww_";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    public ApiToken {
        checkArgument(
                NAME.matcher(name).matches(),
                "token name \"%s\": required 1 to 64 letters, digits, dots, underscores or hyphens",
                name);
        checkArgument(sha256.matches("[0-9a-f]{64}"), "token %s has no SHA-256", name);
        checkArgument(!scopes.equals(Scopes.NONE), "token %s: required a scope", name);
    }

    boolean isExpired(Instant now) {
        return expiresAt.filter(end -> !now.isBefore(end)).isPresent();
    }

    String principal() {
        return "token:" + name;
    }
}
