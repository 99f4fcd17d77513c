package io.watchword.view.http;

import io.javalin.http.Context;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What holds for every request, whoever asks. A web page elsewhere cannot have its own host name
 * point here and read, cannot have a browser change anything here, and cannot show this in a frame.
 */
final class Guard {
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");
    private static final Set<String> OWN = Set.of("same-origin", "none");
    private static final String POLICY =
            "default-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:;"
                    + " object-src 'none'; frame-ancestors 'none'; base-uri 'none';"
                    + " form-action 'self'";

    private final Set<String> hosts = new HashSet<>(LOOPBACK);
    private final String scheme;
    private final boolean secure;

    /**
     * @param hosts names by which browsers reach the server, beside those of loopback
     * @param secure whether they do so over TLS
     */
    Guard(Collection<String> hosts, boolean secure) {
        hosts.forEach(host -> this.hosts.add(host.toLowerCase(Locale.ROOT)));
        this.secure = secure;
        this.scheme = secure ? "https://" : "http://";
    }

    void headers(Context request) {
        request.header("Content-Security-Policy", POLICY)
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "no-referrer")
                .header("Cross-Origin-Resource-Policy", "same-origin")
                .header("Cross-Origin-Opener-Policy", "same-origin")
                .header("Cache-Control", "no-store");
        if (secure) {
            request.header("Strict-Transport-Security", "max-age=31536000");
        }
    }

    void checkHost(Context request) {
        if (!isHere(request.header("Host"))) {
            throw new Problem(
                    421,
                    "MISDIRECTED_REQUEST",
                    "required Host 127.0.0.1, localhost, [::1] or one of access.hosts");
        }
    }

    /** Programs send no origin; a browser does, and cannot be told to lie. */
    void checkOrigin(Context request) {
        String origin = request.header("Origin");
        String site = request.header("Sec-Fetch-Site");
        boolean own = origin == null || origin.equals(scheme + request.header("Host"));
        if (!own || (site != null && !OWN.contains(site))) {
            throw new Problem(403, "FORBIDDEN_ORIGIN", "a page of another origin may not do this");
        }
    }

    private boolean isHere(@Nullable String host) {
        if (host == null) {
            return false;
        }
        int colon = host.lastIndexOf(':');
        String name = colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
        return hosts.contains(name.toLowerCase(Locale.ROOT));
    }
}
