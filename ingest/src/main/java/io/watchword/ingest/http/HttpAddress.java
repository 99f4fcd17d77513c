package io.watchword.ingest.http;

import io.watchword.ingest.fetch.FetchResult.Kind;
import io.watchword.ingest.fetch.Target;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where one request goes. Hosts are taken as they are written, numbers included: the egress guard
 * says what they mean.
 *
 * @param uri absolute, without user name; path and query may hold secrets
 */
record HttpAddress(URI uri, String host, int port) {
    private static final int MAX_CHARACTERS = 8192;
    private static final String TO_ESCAPE = "\"<>\\^`{|}";
    private static final Pattern AUTHORITY =
            Pattern.compile("(\\[[0-9a-fA-F:.]+]|[^\\[\\]:@]+)(?::(\\d{0,5}))?");

    static HttpAddress of(Target target) throws FetchException {
        return absolute(parse(target.address()));
    }

    /** The address that a redirect or a playlist names. */
    HttpAddress resolve(String reference) throws FetchException {
        URI found = parse(reference.strip());
        if (found.getScheme() == null && found.getRawAuthority() == null) {
            String path = found.getRawPath();
            if (path != null && path.isEmpty() && found.getRawQuery() != null) {
                return absolute(parse(withoutQuery() + "?" + found.getRawQuery()));
            }
        }
        return absolute(found.isOpaque() ? found : uri.resolve(found));
    }

    private static HttpAddress absolute(URI uri) throws FetchException {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        boolean secure = scheme.equals("https");
        if (!secure && !scheme.equals("http")) {
            throw new FetchException(
                    Kind.PROTOCOL,
                    "refused an address of scheme \""
                            + (scheme.length() > 20 ? "..." : scheme)
                            + "\": only http and https are followed");
        }
        Matcher matcher =
                AUTHORITY.matcher(uri.getRawAuthority() == null ? "" : uri.getRawAuthority());
        if (!matcher.matches()) {
            throw new FetchException(
                    Kind.PROTOCOL, "refused an address without a plain host and port");
        }
        String host = matcher.group(1).replaceAll("[\\[\\]]", "");
        String digits = matcher.group(2) == null ? "" : matcher.group(2);
        int port = digits.isEmpty() ? (secure ? 443 : 80) : Integer.parseInt(digits);
        if (port == 0 || port > 65_535) {
            throw new FetchException(Kind.PROTOCOL, "refused an address with port " + port);
        }
        return new HttpAddress(uri, host, port);
    }

    private static URI parse(String text) throws FetchException {
        if (text.length() > MAX_CHARACTERS) {
            throw new FetchException(
                    Kind.LIMIT_EXCEEDED, "an address has more than " + MAX_CHARACTERS + " letters");
        }
        try {
            return new URI(escape(text));
        } catch (URISyntaxException e) {
            throw new FetchException(Kind.PROTOCOL, "an address cannot be read");
        }
    }

    /** Many servers write blanks and letters beyond ASCII as they are. */
    private static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
            char letter = (char) (each & 0xff);
            if (letter <= ' ' || letter >= 0x7f || TO_ESCAPE.indexOf(letter) >= 0) {
                escaped.append(String.format("%%%02X", (int) letter));
            } else {
                escaped.append(letter);
            }
        }
        return escaped.toString();
    }

    private String withoutQuery() {
        String text = uri.toString();
        int end = text.length();
        for (char mark : new char[] {'#', '?'}) {
            int at = text.indexOf(mark);
            end = at < 0 ? end : Math.min(end, at);
        }
        return text.substring(0, end);
    }

    boolean secure() {
        return uri.getScheme().equalsIgnoreCase("https");
    }

    String scheme() {
        return secure() ? "https" : "http";
    }

    /** For the request line. */
    String pathAndQuery() {
        String path =
                uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    }

    /** Whether the path ends like this, letter case aside. */
    boolean pathEndsWith(String ending) {
        return uri.getRawPath() != null
                && uri.getRawPath().toLowerCase(Locale.ROOT).endsWith(ending);
    }

    /** Host and port: for people. */
    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
