package io.watchword.deploy.config;

import static io.watchword.contract.Checks.checkArgument;

/**
 * The {@code http} section of pipeline.yaml.
 *
 * @param host address that the page binds; another than loopback takes {@code access.required}
 * @param port of the page, {@code /metrics}, {@code /livez} and {@code /readyz}; 0 takes a free
 *     one, where there is a page 8080 or the next free one
 */
public record HttpConfig(String host, int port) {
    public static final HttpConfig DEFAULT = new HttpConfig("127.0.0.1", 0);

    public HttpConfig {
        checkArgument(!host.isBlank(), "http.host is empty");
        checkArgument(port >= 0 && port <= 65_535, "http.port is not in [0, 65535]: %d", port);
    }

    /** The same at another address. */
    HttpConfig onHost(String other) {
        return new HttpConfig(other, port);
    }
}
