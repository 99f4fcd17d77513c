package io.watchword.view.http;

import io.javalin.http.Context;
import io.watchword.view.access.AccessControl;
import io.watchword.view.access.Admission;
import io.watchword.view.access.Caller;
import io.watchword.view.access.Deed;
import io.watchword.view.access.Need;
import io.watchword.view.access.Refused;
import io.watchword.view.access.Rights;
import io.watchword.view.access.Secret;
import io.watchword.view.access.Sessions;
import java.util.Optional;

/**
 * Lets in who shows a token in the header, as programs do, or has a session, as browsers do. A
 * token in an address is not looked at: addresses end up in logs.
 */
final class GuardedAccess implements Access {
    static final String CSRF = "X-Watchword-Csrf";

    private static final String BEARER = "Bearer ";
    private static final Admission NOBODY = Admission.always(Rights.NONE);

    private final AccessControl control;
    private final SessionCookie cookie;
    private final RemoteAddress remote;

    GuardedAccess(AccessControl control, SessionCookie cookie, RemoteAddress remote) {
        this.control = control;
        this.cookie = cookie;
        this.remote = remote;
    }

    @Override
    public Admission of(Context request, Route route) {
        if (route.need() == Need.OPEN) {
            return NOBODY;
        }
        Deed deed = deed(request, route);
        try {
            return control.admit(caller(request, route, deed), route.need(), deed);
        } catch (Refused e) {
            throw problem(e);
        }
    }

    private Caller caller(Context request, Route route, Deed deed) {
        String header = request.header("Authorization");
        if (header != null) {
            if (!header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
                throw control.nobody(deed);
            }
            return control.bearer(header.substring(BEARER.length()).strip(), deed);
        }
        Sessions.Session session =
                cookie.of(request)
                        .flatMap(control::session)
                        .orElseThrow(() -> control.nobody(deed));
        if (route.changesSomething() && !isOwn(request, session)) {
            throw control.forged(session.caller(), deed);
        }
        if (control.isStale(session)) {
            cookie.set(request, control.cookie(session));
        }
        return session.caller();
    }

    /** A browser sends the cookie with every request; only its own page knows what goes with it. */
    static boolean isOwn(Context request, Sessions.Session session) {
        String shown = Optional.ofNullable(request.header(CSRF)).orElse("");
        return Secret.isSame(shown, session.csrf());
    }

    private Deed deed(Context request, Route route) {
        String query = Optional.ofNullable(request.queryString()).map("?"::concat).orElse("");
        return new Deed(
                route.method() + " " + route.path(),
                request.path() + query,
                remote.of(request),
                route.isNoted());
    }

    static Problem problem(Refused refused) {
        String text = refused.text();
        return switch (refused.reason()) {
            case UNKNOWN_CALLER -> new Problem(401, "UNAUTHENTICATED", text);
            case NOT_ALLOWED -> new Problem(403, "FORBIDDEN", text);
            case TOO_MUCH -> new Problem(429, "TOO_MANY_REQUESTS", text);
            case UNDECIDED -> new Problem(503, "UNDECIDED", text);
        };
    }
}
