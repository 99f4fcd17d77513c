package io.watchword.view.http;

import io.javalin.http.Context;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What holds for every request, whoever asks. A web page elsewhere cannot have its own host name
 * point here and read, cannot have a browser change anything here, and cannot show this in a frame.
 */
final class Guard {
    private static final Set<String> HOSTS = Set.of("127.0.0.1", "localhost", "[::1]");
    private static final Set<String> OWN = Set.of("same-origin", "none");
    private static final String POLICY =
            "default-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:;"
                    + " object-src 'none'; frame-ancestors 'none'; base-uri 'none';"
                    + " form-action 'self'";

    private Guard() {}

    static void headers(Context request) {
        request.header("Content-Security-Policy", POLICY)
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "no-referrer")
                .header("Cross-Origin-Resource-Policy", "same-origin")
                .header("Cross-Origin-Opener-Policy", "same-origin")
                .header("Cache-Control", "no-store");
    }

    static void checkHost(Context request) {
        if (!isHere(request.header("Host"))) {
            throw new Problem(
                    421, "MISDIRECTED_REQUEST", "required Host 127.0.0.1, localhost or [::1]");
        }
    }

    /** Programs send no origin; a browser does, and cannot be told to lie. */
    static void checkOrigin(Context request) {
        String origin = request.header("Origin");
        String site = request.header("Sec-Fetch-Site");
        boolean own = origin == null || origin.equals("http://" + request.header("Host"));
        if (!own || (site != null && !OWN.contains(site))) {
            throw new Problem(403, "FORBIDDEN_ORIGIN", "a page of another origin may not do this");
        }
    }

    private static boolean isHere(@Nullable String host) {
        if (host == null) {
            return false;
        }
        int colon = host.lastIndexOf(':');
        String name = colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
        return HOSTS.contains(name.toLowerCase(Locale.ROOT));
    }
}
