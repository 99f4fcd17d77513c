package io.watchword.view.access;

import static io.watchword.contract.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * Someone who has shown who they are.
 *
 * @param principal who: {@code local}, {@code token:NAME} or {@code oidc:SUBJECT}
 */
public record Caller(String principal, Scopes scopes, Credential credential) {
    /** The person at this machine. */
    public static final Caller OWNER = new Caller("local", Scopes.ALL, Credential.ALWAYS);

    /** How the principal of someone from an identity provider begins. */
    private static final String OF_PROVIDER = "oidc:";

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

    /**
     * Someone whom an identity provider vouched for.
     *
     * @param subject as the provider knows them; a longer one is hashed
     */
    public static Caller ofProvider(String subject, Scopes scopes, Instant endsAt) {
        boolean tooLong = OF_PROVIDER.length() + subject.length() > MAX_CHARACTERS;
        return new Caller(
                OF_PROVIDER + (tooLong ? Secret.sha256(subject) : subject),
                scopes,
                Credential.until(endsAt));
    }

    /** The same, of whom nothing holds after a time. */
    public Caller noLongerThan(Instant most) {
        return credential.endsAt().isAfter(most)
                ? new Caller(
                        principal,
                        scopes,
                        new Credential(credential.tokenSha256(), credential.sessionId(), most))
                : this;
    }

    boolean isOfProvider() {
        return principal.startsWith(OF_PROVIDER);
    }

    public Rights rights() {
        return new Rights(principal, scopes.everyStream(), scopes.streamIds());
    }
}
