package io.watchword.view.http;

import io.javalin.http.Context;
import java.time.Duration;
import java.util.Optional;

/**
 * A cookie that the server alone reads. Scripts do not see it, and over TLS it is never sent
 * without.
 *
 * @param secure whether browsers reach the page over TLS
 * @param sameSite which pages elsewhere can have it sent: {@code Strict} none; {@code Lax} those
 *     that send the browser here
 */
record SessionCookie(String plainName, boolean secure, String sameSite) {
    /** Says which session a browser has. */
    static SessionCookie ofSession(boolean secure) {
        return new SessionCookie("watchword", secure, "Strict");
    }

    /** What a browser keeps while somebody signs in at a provider, which sends it back here. */
    static SessionCookie ofSignIn(boolean secure) {
        return new SessionCookie("watchword-sign-in", secure, "Lax");
    }

    /** Browsers keep others from setting a cookie of this prefix. */
    private String name() {
        return secure ? "__Host-" + plainName : plainName;
    }

    Optional<String> of(Context request) {
        return Optional.ofNullable(request.cookie(name())).filter(value -> !value.isEmpty());
    }

    void set(Context request, String value) {
        put(request, value, "");
    }

    void set(Context request, String value, Duration most) {
        put(request, value, "; Max-Age=" + most.toSeconds());
    }

    void clear(Context request) {
        put(request, "", "; Max-Age=0");
    }

    private void put(Context request, String value, String more) {
        request.res()
                .addHeader(
                        "Set-Cookie",
                        name()
                                + "="
                                + value
                                + "; Path=/; HttpOnly; SameSite="
                                + sameSite
                                + (secure ? "; Secure" : "")
                                + more);
    }
}
