package io.watchword.view.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.watchword.view.access.AccessControl;
import io.watchword.view.access.Deed;
import io.watchword.view.access.Need;
import io.watchword.view.access.Refused;
import io.watchword.view.access.Rights;
import io.watchword.view.access.Sessions;
import io.watchword.view.access.oidc.OidcLogin;
import java.util.List;
import java.util.Optional;

/** Browsers sign in, find out who they are, and sign out. */
final class SessionRoutes {
    private static final String PATH = "/api/v1/session";

    private final Optional<AccessControl> control;
    private final Optional<OidcLogin> login;
    private final SessionCookie cookie;
    private final RemoteAddress remote;

    /**
     * @param control empty where nobody needs to sign in
     * @param login empty where no provider is offered
     */
    SessionRoutes(
            Optional<AccessControl> control,
            Optional<OidcLogin> login,
            SessionCookie cookie,
            RemoteAddress remote) {
        this.control = control;
        this.login = login;
        this.cookie = cookie;
        this.remote = remote;
    }

    List<Route> routes() {
        return List.of(
                Route.get(
                        PATH,
                        "Who the browser has signed in as, and what its page shows with changes.",
                        Need.OPEN,
                        List.of(),
                        Route.Answer.json("Session"),
                        this::current),
                Route.post(
                        PATH,
                        "Sign a browser in by a token.",
                        Need.OPEN,
                        "SignIn",
                        Route.Answer.created("Session"),
                        this::begin),
                Route.delete(PATH, "Sign a browser out.", Need.OPEN, List.of(), this::end));
    }

    private void current(Context request, Rights rights) {
        Json.answer(request, json(session(request)));
    }

    private Optional<Sessions.Session> session(Context request) {
        try {
            return control.flatMap(known -> cookie.of(request).flatMap(known::session));
        } catch (Refused e) {
            throw GuardedAccess.problem(e);
        }
    }

    private ObjectNode json(Optional<Sessions.Session> session) {
        ObjectNode answer = Json.object();
        answer.put("required", control.isPresent());
        answer.put("principal", session.map(one -> one.caller().principal()).orElse(null));
        answer.put("csrf", session.map(Sessions.Session::csrf).orElse(null));
        session.map(one -> one.caller().scopes().texts())
                .orElse(List.of())
                .forEach(answer.putArray("scopes")::add);
        answer.putNull("provider");
        login.ifPresent(
                at ->
                        answer.putObject("provider")
                                .put("name", at.name())
                                .put("start", at.page() + OidcLogin.START));
        return answer;
    }

    private void begin(Context request, Rights rights) {
        String token = Json.required(Json.body(request), "token");
        Optional<Sessions.Session> begun = control.map(known -> begin(request, known, token));
        begun.ifPresent(session -> cookie.set(request, control.orElseThrow().cookie(session)));
        request.status(201);
        Json.answer(request, json(begun));
    }

    private Sessions.Session begin(Context request, AccessControl known, String token) {
        try {
            return known.signIn(token.strip(), deed(request, "sign in"));
        } catch (Refused e) {
            throw GuardedAccess.problem(e);
        }
    }

    private void end(Context request, Rights rights) {
        Optional<Sessions.Session> session = session(request);
        if (session.isPresent()) {
            AccessControl known = control.orElseThrow();
            Deed deed = deed(request, "sign out");
            if (!GuardedAccess.isOwn(request, session.get())) {
                throw GuardedAccess.problem(known.forged(session.get().caller(), deed));
            }
            known.signOut(session.get(), deed);
        }
        cookie.clear(request);
        request.status(204);
    }

    private Deed deed(Context request, String what) {
        return new Deed(what, "", remote.of(request), true);
    }
}
