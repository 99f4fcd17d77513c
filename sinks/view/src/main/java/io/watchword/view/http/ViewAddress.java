package io.watchword.view.http;

import static io.watchword.contract.Checks.checkArgument;
import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * Where the server listens, and how callers reach it.
 *
 * @param host address of this machine that it binds
 * @param port 0 takes a free one
 * @param names host names by which browsers reach it, beside those of loopback
 * @param behindProxy whether a proxy in front ends TLS; only then is it believed who it says calls
 */
public record ViewAddress(
        String host, int port, List<String> names, boolean behindProxy, Optional<TlsFiles> tls) {
    /**
     * PEM files.
     *
     * @param certificate the chain, the server's own first
     */
    public record TlsFiles(Path certificate, Path key) {
        /** What keeps a server from using them. */
        public Optional<String> problem() {
            try {
                SslContextFactory.Server unused = Tls.of(certificate, key);
                return Optional.empty();
            } catch (IllegalArgumentException e) {
                return Optional.ofNullable(e.getMessage());
            }
        }
    }

    public ViewAddress {
        requireNonNull(host, "host is null");
        names = List.copyOf(names);
        checkArgument(!behindProxy || tls.isEmpty(), "either a proxy ends TLS or the server");
    }

    /** That only this machine reaches. */
    public static ViewAddress local(int port) {
        return new ViewAddress("127.0.0.1", port, List.of(), false, Optional.empty());
    }

    /** Whether only this machine reaches it. */
    boolean isLoopback() {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** Whether browsers reach it over TLS. */
    boolean isSecure() {
        return behindProxy || tls.isPresent();
    }
}
