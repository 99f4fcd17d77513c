package io.watchword.ingest.rtsp;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An absolute RTSP address that a server named. A name and password within it are dropped.
 *
 * @param host without the brackets of an IPv6 address
 * @param path with query, beginning with a slash, or empty
 */
record RtspUrl(String scheme, String host, int port, String path) {
    private static final Pattern ABSOLUTE =
            Pattern.compile(
                    "(?i:(rtsps?))://(?:[\\x21-\\x7e&&[^/?#@]]*@)?"
                            + "(?:\\[([0-9A-Fa-f:.]+)\\]|([A-Za-z0-9._-]+))(?::([0-9]{1,5}))?"
                            + "((?:[/?][\\x21-\\x7e&&[^#]]*)?)");

    /** Empty unless the text is an absolute rtsp or rtsps address. */
    static Optional<RtspUrl> parse(String text) {
        Matcher found = ABSOLUTE.matcher(text.strip());
        if (!found.matches()) {
            return Optional.empty();
        }
        String scheme = found.group(1).toLowerCase(Locale.ROOT);
        String host = found.group(2) == null ? found.group(3) : found.group(2);
        int port = found.group(4) == null ? defaultPort(scheme) : Integer.parseInt(found.group(4));
        if (port < 1 || port > 65_535) {
            return Optional.empty();
        }
        String path = found.group(5);
        return Optional.of(
                new RtspUrl(scheme, host, port, path.startsWith("?") ? "/" + path : path));
    }

    private static int defaultPort(String scheme) {
        return scheme.equals("rtsps") ? 322 : 554;
    }

    /** Scheme, host and port, as an address begins. */
    String authority() {
        return scheme + "://" + (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }

    /** Without the query: for people. */
    @Override
    public String toString() {
        int query = path.indexOf('?');
        return authority() + (query < 0 ? path : path.substring(0, query));
    }
}
