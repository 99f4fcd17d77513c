package io.watchword.view.access;

import static java.util.Objects.requireNonNull;

import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may do what: the one place that decides, for HTTP and gRPC alike. Every refusal is noted, and
 * what is worth it of what is granted. Thread-safe.
 */
public final class AccessControl {
    private static final Logger logger = LoggerFactory.getLogger(AccessControl.class);
    private static final int FAILURES_A_MINUTE = 60;
    private static final int WAYS_A_MINUTE = 600;

    private final Parts parts;
    private final RateLimits failures;
    private final RateLimits ways;
    private final Places feeds;

    /**
     * What it decides by.
     *
     * @param bearer of callers with a token of an identity provider
     * @param shared what is remembered of callers over restarts, and by all instances
     * @param maxFeeds that one caller may have open
     * @param ownerSha256 of the secret that commands of this machine's owner show
     * @param peerSha256 of the secret that instances of the view share
     */
    public record Parts(
            Tokens tokens,
            Optional<BearerVerifier> bearer,
            Sessions sessions,
            SharedAccess shared,
            RateLimits limits,
            int maxFeeds,
            Optional<String> ownerSha256,
            Optional<String> peerSha256,
            Audit audit,
            Clock clock) {}

    public AccessControl(Parts parts, LongSupplier nanoClock) {
        this.parts = requireNonNull(parts, "parts is null");
        this.failures = new RateLimits(FAILURES_A_MINUTE, nanoClock);
        this.ways = new RateLimits(WAYS_A_MINUTE, nanoClock);
        this.feeds = new Places(parts.maxFeeds());
    }

    /**
     * Who shows a bearer credential.
     *
     * @throws Refused if it does not hold
     */
    public Caller bearer(String shown, Deed deed) {
        try {
            Caller caller = known(shown);
            see(caller);
            return caller;
        } catch (Refused e) {
            throw refuse("", deed, e);
        }
    }

    /** Remembers what a provider grants somebody, for the subscriptions that they leave. */
    public void see(Caller caller) {
        if (caller.isOfProvider()) {
            parts.shared().see(caller.principal(), caller.scopes());
        }
    }

    private Caller known(String shown) {
        String sha256 = Secret.sha256(shown);
        if (parts.ownerSha256().filter(own -> Secret.isSame(own, sha256)).isPresent()) {
            return Caller.OWNER;
        }
        if (!shown.startsWith(ApiToken.PREFIX) && parts.bearer().isPresent()) {
            return parts.bearer().get().verify(shown);
        }
        return find(sha256).map(AccessControl::holder).orElseThrow(AccessControl::unknown);
    }

    private static Caller holder(ApiToken token) {
        return new Caller(token.principal(), token.scopes(), Credential.ofToken(token));
    }

    /** Whether the caller would be let in again. */
    private boolean stands(Caller caller) {
        Credential credential = caller.credential();
        return parts.clock().instant().isBefore(credential.endsAt())
                && credential.sessionId().filter(parts.shared()::isEnded).isEmpty()
                && credential
                        .tokenSha256()
                        .map(sha256 -> find(sha256).filter(now -> isSame(now, caller)).isPresent())
                        .orElse(true);
    }

    private static boolean isSame(ApiToken token, Caller caller) {
        return token.principal().equals(caller.principal())
                && token.scopes().equals(caller.scopes());
    }

    private List<ApiToken> tokens() {
        try {
            return parts.tokens().all();
        } catch (IllegalArgumentException | UncheckedIOException e) {
            logger.atError().setCause(e).log("tokens cannot be read, nobody is let in by one");
            throw new Refused(
                    Refused.Reason.UNDECIDED, "tokens cannot be read: the server's log says why");
        }
    }

    private Optional<ApiToken> find(String sha256) {
        return tokens().stream()
                .filter(token -> Secret.isSame(token.sha256(), sha256))
                .filter(token -> !token.isExpired(parts.clock().instant()))
                .findFirst();
    }

    private static Refused unknown() {
        return new Refused(
                Refused.Reason.UNKNOWN_CALLER, "required a token that is valid: sign in");
    }

    /**
     * A caller that shows nothing.
     *
     * @return what to throw
     */
    public Refused nobody(Deed deed) {
        return refuse("", deed, unknown());
    }

    /** A caller whose request is not its own. */
    public Refused forged(Caller caller, Deed deed) {
        return refuse(
                caller.principal(),
                deed,
                new Refused(
                        Refused.Reason.NOT_ALLOWED,
                        "required header X-Watchword-Csrf with csrf of /api/v1/session"));
    }

    /** Notes a refusal, unless its caller is refused so often that the log would fill. */
    private Refused refuse(String who, Deed deed, Refused refused) {
        if (!failures.take(deed.from())) {
            return refused.reason() == Refused.Reason.UNKNOWN_CALLER
                    ? new Refused(Refused.Reason.TOO_MUCH, "refused too often: try again later")
                    : refused;
        }
        parts.audit().record(deed.by(who, refused.reason().name()));
        return refused;
    }

    /**
     * Lets a caller in.
     *
     * @throws Refused if it may not do this, or comes too often
     */
    public Admission admit(Caller caller, Need need, Deed deed) {
        if (!parts.limits().take(caller.principal())) {
            throw refuse(
                    caller.principal(),
                    deed,
                    new Refused(Refused.Reason.TOO_MUCH, "asked too often: try again soon"));
        }
        if (!caller.scopes().allow(need)) {
            throw refuse(
                    caller.principal(),
                    deed,
                    new Refused(
                            Refused.Reason.NOT_ALLOWED, "this takes a scope that is not given"));
        }
        if (deed.noted()) {
            parts.audit().record(deed.by(caller.principal(), "done"));
        }
        return new Admission(
                caller.rights(),
                () -> stands(caller),
                () -> feeds.take(caller.principal()),
                () -> feeds.free(caller.principal()));
    }

    /** Lets another instance in. */
    public Admission admitPeer(String shown, Deed deed) {
        String sha256 = Secret.sha256(shown);
        if (parts.peerSha256().filter(shared -> Secret.isSame(shared, sha256)).isEmpty()) {
            throw refuse("", deed, unknown());
        }
        return Admission.always(Rights.NONE); // the call itself says whose rights apply
    }

    /**
     * Begins a session.
     *
     * @throws Refused if what is shown does not hold
     */
    public Sessions.Session signIn(String shown, Deed deed) {
        Caller caller = bearer(shown, deed);
        if (caller.equals(Caller.OWNER)) { // a secret of commands, good for one run
            throw refuse("", deed, unknown());
        }
        return begin(caller, deed);
    }

    /** Begins a session of someone whom an identity provider knows. */
    public Sessions.Session begin(Caller caller, Deed deed) {
        Sessions.Session begun = parts.sessions().begin(caller);
        String unused = parts.sessions().cookie(begun); // refuses what no browser keeps
        parts.audit().record(deed.by(caller.principal(), "done"));
        return begun;
    }

    /** Whether an address may make work for the identity provider once more. */
    public boolean mayGoToProvider(Deed deed) {
        return ways.take(deed.from());
    }

    /** Notes that someone came back from an identity provider without being let in. */
    public void notSignedIn(Refused.Reason reason, Deed deed) {
        Refused unused = refuse("", deed, new Refused(reason, "not signed in"));
    }

    /**
     * The session of a cookie, with what its caller may do now; empty if it has ended.
     *
     * @throws Refused if that cannot be found out
     */
    public Optional<Sessions.Session> session(String cookie) {
        return parts.sessions()
                .open(cookie)
                .flatMap(session -> now(session.caller()).map(session::of))
                .filter(session -> stands(session.caller()));
    }

    /** A token may have been given other scopes since. */
    private Optional<Caller> now(Caller then) {
        Credential credential = then.credential();
        return credential.tokenSha256().isEmpty()
                ? Optional.of(then)
                : credential
                        .tokenSha256()
                        .flatMap(this::find)
                        .map(token -> new Caller(token.principal(), token.scopes(), credential));
    }

    /** What the browser is to keep of a session from now on. */
    public String cookie(Sessions.Session session) {
        return parts.sessions().cookie(session);
    }

    /** Whether the browser should be given {@link #cookie} again. */
    public boolean isStale(Sessions.Session session) {
        return parts.sessions().isStale(session);
    }

    public void signOut(Sessions.Session session, Deed deed) {
        parts.audit().record(deed.by(session.caller().principal(), "done"));
        parts.shared().end(session.id(), session.endsAt());
    }

    /**
     * What an owner of subscriptions may see: by the tokens that are given out, or as last seen of
     * who comes by an identity provider, if that is not too long ago.
     */
    public Rights rightsOf(String principal) {
        if (principal.equals(Caller.OWNER.principal())) {
            return Rights.ALL;
        }
        try {
            return tokens().stream()
                    .filter(token -> token.principal().equals(principal))
                    .filter(token -> !token.isExpired(parts.clock().instant()))
                    .map(ApiToken::scopes)
                    .findFirst()
                    .or(() -> parts.shared().granted(principal))
                    .map(scopes -> new Caller(principal, scopes, Credential.ALWAYS).rights())
                    .orElse(Rights.NONE);
        } catch (Refused e) { // nobody knows what it may see: nothing, then
            return Rights.NONE;
        }
    }

    /** When the subscriptions of an owner stop who does nothing; empty where they do not. */
    public Optional<Instant> goOnUntil(String principal) {
        return tokens().stream()
                .filter(token -> token.principal().equals(principal))
                .findFirst()
                .flatMap(ApiToken::expiresAt)
                .or(() -> parts.shared().goOnUntil(principal));
    }
}
