package io.watchword.view.http;

import io.javalin.http.Context;
import java.util.Optional;

/**
 * The cookie that says which session a browser has. Scripts do not see it, pages elsewhere cannot
 * have it sent, and over TLS it is never sent without.
 *
 * @param secure whether browsers reach the page over TLS
 */
record SessionCookie(boolean secure) {
    /** Browsers keep others from setting a cookie of this prefix. */
    private String name() {
        return secure ? "__Host-watchword" : "watchword";
    }

    Optional<String> of(Context request) {
        return Optional.ofNullable(request.cookie(name())).filter(id -> !id.isEmpty());
    }

    void set(Context request, String id) {
        put(request, id, "");
    }

    void clear(Context request) {
        put(request, "", "; Max-Age=0");
    }

    private void put(Context request, String id, String more) {
        request.header(
                "Set-Cookie",
                name()
                        + "="
                        + id
                        + "; Path=/; HttpOnly; SameSite=Strict"
                        + (secure ? "; Secure" : "")
                        + more);
    }
}
