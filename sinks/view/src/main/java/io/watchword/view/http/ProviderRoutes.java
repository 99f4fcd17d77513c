package io.watchword.view.http;

import io.javalin.http.Context;
import io.watchword.view.access.AccessControl;
import io.watchword.view.access.Caller;
import io.watchword.view.access.Deed;
import io.watchword.view.access.Need;
import io.watchword.view.access.Refused;
import io.watchword.view.access.Rights;
import io.watchword.view.access.Scopes;
import io.watchword.view.access.oidc.OidcLogin;
import io.watchword.view.access.oidc.SignInFailed;
import io.watchword.view.access.oidc.SignInFailed.Why;
import java.util.List;
import java.util.Optional;

/**
 * Browsers go to the identity provider and come back. Where they are sent is never taken from a
 * request: to the provider by its own document, and back to the page by the configuration.
 */
final class ProviderRoutes {
    /** Where nothing says what the page's address is. */
    private static final String HERE = "/";

    private final Optional<AccessControl> control;
    private final Optional<OidcLogin> login;
    private final SessionCookie session;
    private final SessionCookie begun;
    private final RemoteAddress remote;

    /** Without one of the two they only lead back to the page. */
    ProviderRoutes(
            Optional<AccessControl> control,
            Optional<OidcLogin> login,
            boolean secure,
            RemoteAddress remote) {
        this.control = control;
        this.login = login;
        this.session = SessionCookie.ofSession(secure);
        this.begun = SessionCookie.ofSignIn(secure);
        this.remote = remote;
    }

    List<Route> routes() {
        return List.of(
                Route.get(
                        OidcLogin.START,
                        "Sends a browser to the identity provider.",
                        Need.OPEN,
                        List.of(),
                        Route.Answer.redirect(),
                        this::start),
                Route.get(
                        OidcLogin.BACK,
                        "Takes a browser back from the identity provider, and sends it to the"
                                + " page.",
                        Need.OPEN,
                        List.of(),
                        Route.Answer.redirect(),
                        this::back));
    }

    /** What either does, of a sign-in that is configured. */
    @FunctionalInterface
    private interface Step {
        String take(AccessControl control, OidcLogin login, Deed deed);
    }

    private void start(Context request, Rights rights) {
        step(
                request,
                (known, at, deed) -> {
                    OidcLogin.Begun away = at.begin();
                    begun.set(request, away.kept(), OidcLogin.MOST);
                    return away.to().toString();
                });
    }

    private void back(Context request, Rights rights) {
        step(
                request,
                (known, at, deed) -> {
                    Optional<String> kept = begun.of(request);
                    begun.clear(request); // it is good once
                    String query = Optional.ofNullable(request.queryString()).orElse("");
                    Caller caller = at.finish(query, kept);
                    known.see(caller); // also that nothing is granted any more
                    if (caller.scopes().equals(Scopes.NONE)) {
                        throw new SignInFailed(Why.NOTHING_GRANTED);
                    }
                    session.set(request, known.cookie(known.begin(caller, deed)));
                    return at.page() + HERE;
                });
    }

    private void step(Context request, Step step) {
        request.status(302).header("Location", HERE);
        if (control.isEmpty() || login.isEmpty()) {
            return;
        }
        AccessControl known = control.get();
        OidcLogin at = login.get();
        Deed deed = deed(request, at.name());
        try {
            if (!known.mayGoToProvider(deed)) {
                throw new SignInFailed(Why.TOO_OFTEN);
            }
            request.header("Location", step.take(known, at, deed));
        } catch (SignInFailed e) {
            refuse(request, known, at, e.why());
        } catch (Refused e) { // of a caller that is known, and whose session is too large
            refuse(request, known, at, Why.TOO_MUCH_GRANTED);
        }
    }

    private void refuse(Context request, AccessControl known, OidcLogin at, Why why) {
        known.notSignedIn(reason(why), deed(request, at.name() + ": " + why.text()));
        request.header("Location", at.page() + "/?refused=" + why.text());
    }

    private Deed deed(Context request, String of) {
        return new Deed("sign in", of, remote.of(request), true);
    }

    private static Refused.Reason reason(Why why) {
        return switch (why) {
            case CANCELLED, NOT_BEGUN, TOO_LATE, NOT_VERIFIED -> Refused.Reason.UNKNOWN_CALLER;
            case NOTHING_GRANTED, TOO_MUCH_GRANTED -> Refused.Reason.NOT_ALLOWED;
            case PROVIDER_DOWN -> Refused.Reason.UNDECIDED;
            case TOO_OFTEN -> Refused.Reason.TOO_MUCH;
        };
    }
}
