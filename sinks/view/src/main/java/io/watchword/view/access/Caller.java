package io.watchword.view.access;

import static io.watchword.contract.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

/**
 * Someone who has shown who they are.
 *
 * @param principal who: {@code local}, {@code token:NAME} or {@code oidc:SUBJECT}
 */
public record Caller(String principal, Scopes scopes, Credential credential) {
    /** The person at this machine. */
    public static final Caller OWNER = new Caller("local", Scopes.ALL, () -> true);

    /** Of an owner of subscriptions: its records take no longer name. */
    private static final int MAX_CHARACTERS = 100;

    public Caller {
        requireNonNull(scopes, "scopes is null");
        requireNonNull(credential, "credential is null");
        checkArgument(
                !principal.isEmpty() && principal.length() <= MAX_CHARACTERS,
                "a principal of %d characters, not 1 to %d",
                principal.length(),
                MAX_CHARACTERS);
    }

    public Rights rights() {
        return new Rights(principal, scopes.everyStream(), scopes.streamIds());
    }
}
