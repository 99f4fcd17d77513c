package io.watchword.ingest.rtsp;

import io.watchword.ingest.fetch.FetchResult;
import java.net.InetAddress;
import java.util.Optional;

/**
 * Whom the requests after DESCRIBE name (RFC 2326, appendix C.1.1). All go over the connection that
 * there is; still, an address of another host is refused, so that nobody wonders where it leads.
 *
 * @param base that relative controls continue
 */
record ControlUrls(String base, String host, InetAddress connected) {
    /**
     * @param requested the address that DESCRIBE named
     * @param host that was asked for
     * @param connected the address it has
     */
    static ControlUrls of(
            RtspMessage described, String requested, String host, InetAddress connected)
            throws RtspFailure {
        Optional<String> named =
                described
                        .header("content-base")
                        .or(() -> described.header("content-location"))
                        .filter(text -> !text.isBlank());
        ControlUrls plain = new ControlUrls(requested, host, connected);
        return named.isEmpty()
                ? plain
                : new ControlUrls(plain.resolve(named.get()), host, connected);
    }

    /** Of the whole presentation. */
    String aggregate(Optional<String> control) throws RtspFailure {
        return resolve(control.orElse("*"));
    }

    /** What a control attribute means. */
    String resolve(String control) throws RtspFailure {
        if (control.isEmpty() || control.equals("*")) {
            return base;
        }
        if (!control.matches("[\\x21-\\x7e]{1,2048}")) {
            throw Failures.protocol("a control address that is none");
        }
        if (control.matches("(?i)[a-z][a-z0-9+.-]*://.*")) {
            RtspUrl url =
                    RtspUrl.parse(control)
                            .orElseThrow(
                                    () -> Failures.protocol("a control address that is not RTSP"));
            requireSameHost(url);
            return control;
        }
        if (control.startsWith("/")) {
            int path = base.indexOf('/', base.indexOf("://") + 3);
            return (path < 0 ? base : base.substring(0, path)) + control;
        }
        // Servers mean a folder, even where the base ends without a slash or in a query.
        return base.endsWith("/") || control.startsWith("?")
                ? base + control
                : base + "/" + control;
    }

    private void requireSameHost(RtspUrl url) throws RtspFailure {
        boolean same =
                url.host().equalsIgnoreCase(host) || url.host().equals(connected.getHostAddress());
        if (!same) {
            throw new RtspFailure(
                    FetchResult.Kind.FORBIDDEN_ADDRESS,
                    "the server's description leads to another host, " + url.host());
        }
    }
}
