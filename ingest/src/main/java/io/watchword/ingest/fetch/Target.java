package io.watchword.ingest.fetch;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Optional;

/**
 * An address to fetch from, with its secrets filled in. Lives only as long as a connection; its
 * text never shows them.
 *
 * @param scheme lower case
 * @param port never 0
 * @param path with query, beginning with a slash, or empty
 * @param options of the stream, for example {@code transport=udp}
 */
public record Target(
        String scheme,
        String host,
        int port,
        String path,
        Optional<Credentials> credentials,
        Map<String, String> options) {
    /** A name and a password. */
    public record Credentials(String user, String password) {
        public Credentials {
            requireNonNull(user, "user is null");
            requireNonNull(password, "password is null");
        }

        @Override
        public String toString() {
            return "***";
        }
    }

    public Target {
        requireNonNull(scheme, "scheme is null");
        requireNonNull(host, "host is null");
        requireNonNull(path, "path is null");
        requireNonNull(credentials, "credentials is null");
        options = Map.copyOf(options);
    }

    /**
     * The address without name and password; its query may hold a secret: for protocols, not for
     * people.
     */
    public String address() {
        String literal = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return scheme + "://" + literal + ":" + port + path;
    }

    @Override
    public String toString() {
        int query = path.indexOf('?');
        return scheme + "://" + host + ":" + port + (query < 0 ? path : path.substring(0, query));
    }
}
