package io.watchword.ingest.source;

import static io.watchword.contract.Checks.checkArgument;

import java.net.IDN;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A network address taken apart, its references still masked.
 *
 * @param user empty for none; likewise password
 * @param host lower case, without the brackets of IPv6
 * @param path with query, beginning with a slash, or empty
 */
record Address(
        String scheme,
        Optional<String> user,
        Optional<String> password,
        String host,
        int port,
        String path) {
    private static final Map<String, Integer> DEFAULT_PORTS =
            Map.of("rtsp", 554, "rtsps", 322, "http", 80, "https", 443, "udp", 0);
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9._-]{0,252})?");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]{2,45}");

    static boolean isScheme(String scheme) {
        return DEFAULT_PORTS.containsKey(scheme);
    }

    /**
     * Takes what follows {@code scheme://} apart. A password may be written as it is, without
     * percent codes, wherever that leaves no doubt about which host is meant.
     */
    static Address parse(String scheme, String rest) {
        int authorityEnd = delimiter(rest, 0);
        int at = rest.lastIndexOf('@', authorityEnd - 1);
        if (at < 0 && !isHostAndPort(scheme, rest.substring(0, authorityEnd))) {
            // Not a host before the first slash: then the slash may be part of a password.
            for (int next = rest.indexOf('@', authorityEnd);
                    next >= 0 && at < 0;
                    next = rest.indexOf('@', next + 1)) {
                int end = delimiter(rest, next);
                if (isHostAndPort(scheme, rest.substring(next + 1, end))) {
                    at = next;
                    authorityEnd = end;
                }
            }
        }
        String userInfo = at < 0 ? "" : rest.substring(0, at);
        int colon = userInfo.indexOf(':');
        return of(
                scheme,
                userInfo.isEmpty()
                        ? Optional.empty()
                        : Optional.of(colon < 0 ? userInfo : userInfo.substring(0, colon)),
                colon < 0 ? Optional.empty() : Optional.of(userInfo.substring(colon + 1)),
                rest.substring(at + 1, authorityEnd),
                rest.substring(authorityEnd));
    }

    private static Address of(
            String scheme,
            Optional<String> user,
            Optional<String> password,
            String hostAndPort,
            String rest) {
        int colon = portColon(hostAndPort);
        String host = colon < 0 ? hostAndPort : hostAndPort.substring(0, colon);
        int fallback = DEFAULT_PORTS.getOrDefault(scheme, 0);
        int port = colon < 0 ? fallback : port(hostAndPort.substring(colon + 1));
        checkArgument(port > 0, "no port, required one from 1 to 65535");
        int fragment = rest.indexOf('#');
        String path = fragment < 0 ? rest : rest.substring(0, fragment);
        return new Address(
                scheme,
                user,
                password,
                host(scheme, host),
                port,
                path.startsWith("?") ? "/" + path : path);
    }

    private static int delimiter(String text, int from) {
        for (int at = from; at < text.length(); at++) {
            if ("/?#".indexOf(text.charAt(at)) >= 0) {
                return at;
            }
        }
        return text.length();
    }

    private static int portColon(String hostAndPort) {
        int colon = hostAndPort.lastIndexOf(':');
        return colon > hostAndPort.lastIndexOf(']') ? colon : -1;
    }

    private static int port(String text) {
        boolean digits = text.matches("[0-9]{1,5}");
        int port = digits ? Integer.parseInt(text) : 0;
        checkArgument(port > 0 && port < 65_536, "no such port, required 1 to 65535");
        return port;
    }

    private static boolean isHostAndPort(String scheme, String text) {
        try {
            of(scheme, Optional.empty(), Optional.empty(), text, "");
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String host(String scheme, String text) {
        if (text.isEmpty() && scheme.equals("udp")) {
            return "0.0.0.0"; // udp://@:1234 listens wherever packets come in
        }
        if (text.startsWith("[") && text.endsWith("]")) {
            String literal = text.substring(1, text.length() - 1);
            checkArgument(
                    IPV6.matcher(literal).matches() && literal.contains(":"),
                    "no host, required a name or an address");
            return literal.toLowerCase(java.util.Locale.ROOT);
        }
        String ascii = ascii(text);
        checkArgument(NAME.matcher(ascii).matches(), "no host, required a name or an address");
        return ascii.toLowerCase(java.util.Locale.ROOT);
    }

    /** As the name system writes it; references and signs become nothing that passes for a name. */
    private static String ascii(String text) {
        boolean plain = text.chars().allMatch(c -> c < 128);
        if (plain || References.isIn(text)) {
            return text;
        }
        try {
            return IDN.toASCII(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("no host, required a name or an address", e);
        }
    }

    boolean hasDefaultPort() {
        return DEFAULT_PORTS.getOrDefault(scheme, 0) == port;
    }

    String hostText() {
        return host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    }
}
